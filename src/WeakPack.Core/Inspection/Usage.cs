using System.Reflection.Metadata;
using WeakPack.Damage;
using WeakPack.LinkMaps;
using WeakPack.Metadata;
using WeakPack.Units;

namespace WeakPack.Inspection;

/// <summary>Why an assembly has to do with a package: it needs it still, or carries copies of its units.</summary>
public sealed record Usage
{
    /// <summary>The simple names of the assemblies that were asked about.</summary>
    public IReadOnlyList<string> Assemblies { get; init; } = [];

    /// <summary>Its own uses of the package: the first use of each type, by member.</summary>
    public IReadOnlyList<LinkMapStep> Uses { get; init; } = [];

    /// <summary>Copies of the package's units, each with the chain by which it came in.</summary>
    public IReadOnlyList<UsedCopy> Copies { get; init; } = [];

    /// <summary>Finds out about a package, a unit or a type.</summary>
    /// <param name="file">The assembly.</param>
    /// <param name="name">The simple name of a package, the id of a NuGet package, or the name of a unit or type that was linked.</param>
    /// <param name="assemblies">The simple names of a NuGet package's assemblies, as far as they are known: they need not be named as it.</param>
    /// <param name="around">What it refers to, as far as that is at hand.</param>
    /// <exception cref="BadImageFormatException">The file is no managed assembly.</exception>
    /// <exception cref="FormatException">An attribute has a value of an enum that is not at hand.</exception>
    public static Usage Find(AssemblyImage file, string name, IReadOnlyList<string> assemblies, IReadOnlyList<Reference> around)
    {
        try
        {
            return DamagedFiles.Guard(() => FindIn(file, name, assemblies, around), [file], around);
        }
        catch (UnknownEnumException error)
        {
            throw new FormatException(error.Message, error);
        }
    }

    private static Usage FindIn(AssemblyImage file, string name, IReadOnlyList<string> assemblies, IReadOnlyList<Reference> around)
    {
        using var image = MetadataImage.OpenForeign(file);
        using var references = new ReferenceSet(around);
        var copies = AssemblyContents.Read(image).Copies;
        IReadOnlyList<string> asked = [.. assemblies.Append(name).Concat(copies.Where(copy => IsSame(copy.NuGetPackage?.Id, name)).Select(copy => copy.Package)).Distinct(StringComparer.OrdinalIgnoreCase)];
        var referenced = image.Reader.AssemblyReferences.Select(handle => image.Reader.GetString(image.Reader.GetAssemblyReference(handle).Name));
        var uses = FirstUses.Of(image, references, [.. referenced.Where(reference => asked.Contains(reference, StringComparer.OrdinalIgnoreCase))]);
        var linked = copies.Where(copy => asked.Contains(copy.Package, StringComparer.OrdinalIgnoreCase) || IsSame(copy.NuGetPackage?.Id, name) || copy.Unit == name || copy.Type == name).ToList();
        return new()
        {
            Assemblies = asked,
            Uses = [.. uses.Types.Select(type => new LinkMapStep(image.AssemblyName, uses.UserOf(type), type.Name)).OrderBy(step => step.Uses, StringComparer.Ordinal)],
            Copies = linked.Count == 0 ? [] : new CopyChains(image, references, copies).Of(linked),
        };
    }

    private static bool IsSame(string? one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}

/// <summary>A copy, and how it came in.</summary>
/// <param name="Copy">The copy.</param>
/// <param name="Chain">From a member of the assembly's own code to the copy; empty when no code leads there.</param>
public sealed record UsedCopy(LinkedCopy Copy, IReadOnlyList<LinkMapStep> Chain);

/// <summary>The chains from a linked assembly's own code to the copies in it.</summary>
internal sealed class CopyChains
{
    private readonly MetadataImage _image;
    private readonly UnitGraph _graph;
    private readonly Dictionary<GraphNode, Edge?> _reached;

    public CopyChains(MetadataImage image, ReferenceSet references, IEnumerable<LinkedCopy> copies)
    {
        _image = image;
        _graph = new UnitGraph(image, references);
        var linked = new HashSet<string>(copies.Select(copy => copy.Type), StringComparer.Ordinal);
        _reached = _graph.Reach(_graph.Nodes.Where(node => IsOwn(node, linked)), _ => true);
    }

    public IReadOnlyList<UsedCopy> Of(IEnumerable<LinkedCopy> copies) => [.. copies.Select(copy => new UsedCopy(copy, Chain(copy)))];

    // What was linked is embedded, unless the project wanted its copies public.
    private bool IsOwn(GraphNode node, HashSet<string> linked) =>
        node.Shell is null && !CompilerGenerated.IsImplementationDetails(node.Name) && !linked.Contains(node.Name)
        && !_image.HasAttribute(_image.Reader.GetTypeDefinition((TypeDefinitionHandle)node.Definition).GetCustomAttributes(), CompilerGenerated.EmbeddedAttribute);

    private List<LinkMapStep> Chain(LinkedCopy copy)
    {
        var chain = new List<LinkMapStep>();
        if (_image.FindTopLevel(copy.Type) is not { } type || !_reached.TryGetValue(_graph.NodeOf(type), out var edge))
            return chain;

        for (; edge is not null; edge = _reached[edge.From])
            chain.Insert(0, new(_image.AssemblyName, AuthorNames.OfMember(_image, edge.Use.User), _image.DescribeMember(edge.Use.Used)));
        return chain;
    }
}
