using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Security.Cryptography;
using System.Text;
using WeakPack.ImportLibraries;
using WeakPack.Metadata;
using WeakPack.Units;

namespace WeakPack.Linking;

/// <summary>The content of a module's top-level types, each with all that travels with it: what tells whether two are alike.</summary>
internal sealed class TypeContent
{
    /// <summary>The rule by which <see cref="ToSeal"/> makes hashes, as manifests name it. A change in what it makes wants another.</summary>
    public const string Rule = "2";

    private readonly UnitGraph _graph;
    private readonly ReferenceSet? _references;
    private readonly Func<GraphNode, bool> _travels;
    private readonly ContentHash _hash;
    private readonly ContentNames _names;
    private readonly Dictionary<GraphNode, string> _known = [];
    private readonly Dictionary<GraphNode, string> _lines = [];

    private TypeContent(UnitGraph graph, ReferenceSet? references, Func<GraphNode, bool> travels)
    {
        _graph = graph;
        _references = references;
        _travels = node => travels(node) && !IsMark(node.Name);
        _hash = new(graph, isWhole: references is null);
        _names = _hash.Names;
    }

    /// <summary>Content as two modules of one build compare it.</summary>
    /// <param name="graph">The module's types.</param>
    /// <param name="references">Where to look up what they refer to.</param>
    /// <param name="travels">Which of them are content; the others are referred to.</param>
    public static TypeContent ToCompare(UnitGraph graph, ReferenceSet references, Func<GraphNode, bool> travels) => new(graph, references, travels);

    /// <summary>Content as it is when a package is split, and still is in its import library, whoever links it: it asks nothing of references but the size of an enum.</summary>
    /// <param name="graph">The module's types.</param>
    /// <param name="travels">Which of them are content; the others are referred to.</param>
    public static TypeContent ToSeal(UnitGraph graph, Func<GraphNode, bool> travels) => new(graph, null, travels);

    /// <summary>A hash that alike types share, whatever a compiler or the linker called them.</summary>
    public string Of(GraphNode node)
    {
        if (_known.TryGetValue(node, out var known))
            return known;

        var reached = _graph.Reach([node], _travels).Keys;
        var content = reached.Where(IsContent).Select(Line).Concat(Foreign([.. reached]).Distinct(StringComparer.Ordinal)).ToList();
        content.Sort(StringComparer.Ordinal);
        return _known[node] = Hash(string.Join("\n", content));
    }

    /// <summary>
    /// A hash for the class of a module's implementation details, of which each consumer has just the members that it
    /// needs. Two of them are never alike.
    /// </summary>
    public string OfDetails(GraphNode shell)
    {
        var members = _graph.MembersOfDetails.Where(node => node.Shell == shell && _travels(node)).Select(node => node.Name).ToList();
        members.Sort(StringComparer.Ordinal);
        return Hash(_graph.Image.AssemblyName + "/" + shell.Name + "\n" + string.Join("\n", members));
    }

    // Linking puts the attribute on each copy, and a package has its marks until it is split.
    private static bool IsContent(GraphNode node) => node.Name != EmbeddedAttribute.Name && !IsMark(node.Name);

    private static bool IsMark(string typeName) => typeName is MarkReader.WeakAttribute or MarkReader.DenyAttribute;

    // Hashes of content tell other assemblies' types by their full names, so that facades make no difference. Here they are
    // told by the assembly that defines them: two assemblies may have types of one name.
    // In a sealed hash it is the one that the compiler has named: a consumer's references may have a forward in its place.
    private IEnumerable<string> Foreign(HashSet<GraphNode> reached)
    {
        var seen = new HashSet<int>();
        foreach (var node in reached.Where(IsContent))
        {
            foreach (var use in _graph.Uses(node))
            {
                if (seen.Add(MetadataTokens.GetToken(use.Used)) && Foreign(use.Used, reached) is { } line)
                    yield return line;
            }
        }
    }

    private string? Foreign(EntityHandle used, HashSet<GraphNode> reached)
    {
        var image = _graph.Image;
        if (used.Kind == HandleKind.TypeReference && image.Scope((TypeReferenceHandle)used) is { Kind: HandleKind.AssemblyReference } scope)
        {
            var name = image.FullName((TypeReferenceHandle)used);
            if (IsMark(name))
                return null;
            var assembly = image.Reader.GetString(image.Reader.GetAssemblyReference((AssemblyReferenceHandle)scope).Name);
            return name + " of " + (_references?.FindType(assembly, name)?.Image.AssemblyName ?? assembly);
        }

        return UnitGraph.IsDefinition(used) && _graph.NodeOf(used) is var node && IsContent(node) && !reached.Contains(node)
            ? image.FullName(image.TypeOf(used)) + " of " + image.AssemblyName
            : null;
    }

    private string Line(GraphNode node)
    {
        if (!_lines.TryGetValue(node, out var line))
            _lines[node] = line = LineAnew(node);
        return line;
    }

    private string LineAnew(GraphNode node)
    {
        var isSealed = _references is null;
        var name = ContentNames.KeyOf(node.Name);
        return node.Shell is null && !CompilerGenerated.IsImplementationDetails(node.Name) ? name + " " + _hash.Of(node)
            : node.Shell is null ? name
            : _names.Describe(node.Definition) + " " + (isSealed ? _hash.Of(node) : _hash.DataOf(node));
    }

    private static string Hash(string text)
    {
        using var sha = SHA256.Create();
        return Checksum.Hex(sha.ComputeHash(Encoding.UTF8.GetBytes(text)));
    }
}
