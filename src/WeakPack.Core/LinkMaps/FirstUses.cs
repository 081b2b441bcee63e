using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using WeakPack.Linking;
using WeakPack.Metadata;
using WeakPack.Units;

namespace WeakPack.LinkMaps;

/// <summary>Which member of a consumer is the first to name each type of its packages: where all chains begin.</summary>
/// <remarks>The scan ends when the last of these types has been met, which in most consumers is soon.</remarks>
internal sealed class FirstUses
{
    private readonly MetadataImage _image;
    private readonly Dictionary<int, PackageType> _types = []; // by the token of a type reference, nested ones included
    private readonly Dictionary<PackageType, string> _users = [];

    private FirstUses(MetadataImage image, ICollection<string> packages)
    {
        _image = image;
        foreach (var handle in image.Reader.TypeReferences)
        {
            if (image.Scope(handle) is { Kind: HandleKind.AssemblyReference } scope && NameOf((AssemblyReferenceHandle)scope) is var assembly && packages.Contains(assembly))
                _types.Add(MetadataTokens.GetToken(handle), new(assembly, image.FullName(handle).Split('+')[0]));
        }
    }

    /// <summary>The types of packages that the consumer names, in the order of its references.</summary>
    public IEnumerable<PackageType> Types => _types.Values.Distinct();

    public static FirstUses Of(MetadataImage image, ReferenceSet references, ICollection<string> packages)
    {
        var uses = new FirstUses(image, packages);
        if (uses._types.Count > 0)
            uses.Scan(new UseScanner(image, references));
        return uses;
    }

    /// <summary>The first member that names a type, as its author calls it; null when only text names it.</summary>
    public string? UserOf(PackageType type) => _users.TryGetValue(type, out var user) ? user : null;

    private void Scan(UseScanner scanner)
    {
        var wanted = Types.Count();
        var sink = new Sink(this);
        foreach (var type in _image.Reader.TypeDefinitions)
        {
            scanner.ScanType(sink, type);
            if (_users.Count == wanted)
                return;
        }

        scanner.AddAttributes(sink, EntityHandle.ModuleDefinition, _image.Reader.GetAssemblyDefinition().GetCustomAttributes());
        scanner.AddAttributes(sink, EntityHandle.ModuleDefinition, _image.Reader.GetModuleDefinition().GetCustomAttributes());
    }

    private string Describe(EntityHandle user) => user.Kind == HandleKind.ModuleDefinition ? "[assembly: …]" : AuthorNames.OfMember(_image, user);

    private string NameOf(AssemblyReferenceHandle handle) => _image.Reader.GetString(_image.Reader.GetAssemblyReference(handle).Name);

    private sealed class Sink(FirstUses owner) : IUseSink
    {
        public void Add(Use use)
        {
            if (use.Used.Kind == HandleKind.TypeReference && owner._types.TryGetValue(MetadataTokens.GetToken(use.Used), out var type) && !owner._users.ContainsKey(type))
                owner._users.Add(type, owner.Describe(use.User));
        }
    }
}

/// <summary>A top-level type of a package.</summary>
/// <param name="Assembly">The package's simple name.</param>
/// <param name="Name">The type's full name.</param>
internal sealed record PackageType(string Assembly, string Name);
