using Mono.Cecil;

namespace WeakPack.Linking;

/// <summary>The copies in a consumer, by the package and the full name of what they are copies of.</summary>
internal sealed class CopyTable
{
    private readonly Dictionary<(string Package, string Name), TypeDefinition> _copies = [];

    public CopyTable(Placement placement)
    {
        foreach (var library in placement.Libraries)
        {
            foreach (var type in library.Copied.Keys.Concat(library.Unified.Keys))
                _copies.Add((library.Pulled.Library.Package, type.FullName), library.CopyOf!(type));
        }
    }

    public TypeDefinition? Find(string package, string fullName) => _copies.TryGetValue((package, fullName), out var copy) ? copy : null;
}
