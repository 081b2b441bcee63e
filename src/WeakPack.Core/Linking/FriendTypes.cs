using WeakPack.Metadata;
using WeakPack.Units;

namespace WeakPack.Linking;

/// <summary>What a friend's own names of internal types that travel with weak units mean: the package's types, or copies of them.</summary>
/// <remarks>None but friends name such types, modifiers in signatures apart: for these nothing is decided here.</remarks>
internal sealed class FriendTypes
{
    private readonly Dictionary<string, FriendNames> _names = new(StringComparer.Ordinal);

    private FriendTypes(LinkContext link, UseScanner scanner)
    {
        foreach (var library in link.Libraries.Values)
        {
            if (Accessibility.IsFriend(library.Image, link.Consumer.AssemblyName))
                _names.Add(library.Package, new FriendNames(link, library, scanner));
        }
    }

    public static FriendTypes Of(LinkContext link) => new(link, new UseScanner(link.Consumer, link.References));

    /// <summary>The consumer's names of the type mean a copy, or else the package's own type; null where nothing was decided.</summary>
    public bool? IsCopied(string package, string topLevelName) => Names(package)?.IsCopied(topLevelName);

    /// <summary>The weak unit with which a type that is copied comes, or null.</summary>
    public UnitSymbol? UnitOf(string package, string topLevelName) => Names(package)?.UnitOf(topLevelName);

    /// <summary>What a friend names of one package; null of one that it is no friend of.</summary>
    public FriendNames? Names(string package) => _names.TryGetValue(package, out var names) ? names : null;
}
