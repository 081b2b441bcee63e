using Mono.Cecil;
using WeakPack.Metadata;

namespace WeakPack.Linking;

/// <summary>The assembly references of the module that is linked into: found there, or added as its references have them.</summary>
internal sealed class TargetScopes(ModuleDefinition target, ReferenceSet references)
{
    private readonly Dictionary<string, AssemblyNameReference> _byName =
        target.AssemblyReferences.GroupBy(reference => reference.Name, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);

    /// <summary>Simple names of the assemblies that copies refer to.</summary>
    public HashSet<string> Used { get; } = new(StringComparer.Ordinal);

    /// <summary>The reference by which the target names a type that a package knows in <paramref name="source"/>.</summary>
    /// <remarks>
    /// When the target does not refer to that assembly yet, type forwards are followed to one to which it does: a
    /// unit that was compiled against a facade does not bring the facade along.
    /// </remarks>
    public AssemblyNameReference For(AssemblyNameReference source, string topLevelName) => Use(Follow(source.Name, topLevelName), source);

    /// <summary>Whether <see cref="For(AssemblyNameReference, string)"/> would find a reference that the target has.</summary>
    public bool Knows(AssemblyNameReference source, string topLevelName) =>
        _byName.TryGetValue(Follow(source.Name, topLevelName), out var known) && target.AssemblyReferences.Contains(known);

    /// <summary>The reference to an assembly, whatever is named in it.</summary>
    public AssemblyNameReference For(AssemblyNameReference source) => Use(source.Name, source);

    /// <summary>Takes the reference to a shipped assembly that a text names: no row tells of it, and whoever reads the text needs the assembly.</summary>
    /// <remarks>The framework is there in any case, and what is in none of the references can't be missed.</remarks>
    public void TakeShipped(string name)
    {
        if (name != target.Assembly.Name.Name && references.Find(name) is { IsFramework: false } reference && references.Open(reference) is { } image)
            Use(name, NameOf(image));
    }

    private string Follow(string name, string topLevelName)
    {
        var visited = new HashSet<string>(StringComparer.Ordinal);
        while (!_byName.ContainsKey(name) && visited.Add(name) && Forward(name, topLevelName) is { } next)
            name = next;
        return name;
    }

    private AssemblyNameReference Use(string name, AssemblyNameReference source)
    {
        Used.Add(name);
        if (_byName.TryGetValue(name, out var known))
            return known;

        var added = references.Find(name) is { } reference && references.Open(reference) is { } image
            ? NameOf(image)
            : new AssemblyNameReference(source.Name, source.Version) { Culture = source.Culture, PublicKeyToken = source.PublicKeyToken, IsRetargetable = source.IsRetargetable };
        target.AssemblyReferences.Add(added);
        return _byName[name] = added;
    }

    private string? Forward(string assembly, string topLevelName) =>
        references.Find(assembly) is { } reference && references.Open(reference) is { } image && image.FindTopLevel(topLevelName) is null
            ? ReferenceSet.ForwardTarget(image, topLevelName)
            : null;

    private static AssemblyNameReference NameOf(MetadataImage image)
    {
        var definition = image.Reader.GetAssemblyDefinition();
        var name = new AssemblyNameReference(image.AssemblyName, definition.Version) { Culture = image.Reader.GetString(definition.Culture) };
        var key = image.Reader.GetBlobBytes(definition.PublicKey);
        if (key.Length > 0)
            name.PublicKeyToken = new AssemblyNameReference(name.Name, name.Version) { PublicKey = key }.PublicKeyToken;
        return name;
    }
}
