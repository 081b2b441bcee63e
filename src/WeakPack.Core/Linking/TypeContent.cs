using System.Reflection.Metadata;
using System.Security.Cryptography;
using System.Text;
using WeakPack.ImportLibraries;
using WeakPack.Metadata;
using WeakPack.Units;

namespace WeakPack.Linking;

/// <summary>The content of a module's top-level types, each with all that travels with it: what tells whether two are alike.</summary>
/// <param name="graph">The module's types.</param>
/// <param name="references">Where to look up what they refer to.</param>
/// <param name="travels">Which of them are content; the others are referred to.</param>
internal sealed class TypeContent(UnitGraph graph, ReferenceSet references, Func<GraphNode, bool> travels)
{
    private readonly ContentNames _names = new(graph);
    private readonly Dictionary<GraphNode, string> _known = [];

    /// <summary>A hash that alike types share, whatever a compiler or the linker called them.</summary>
    public string Of(GraphNode node)
    {
        if (_known.TryGetValue(node, out var known))
            return known;

        var reached = graph.Reach([node], travels).Keys;
        var content = reached.Where(IsContent).Select(Line).Concat(Foreign([.. reached]).Distinct()).ToList();
        content.Sort(StringComparer.Ordinal);
        return _known[node] = Hash(string.Join("\n", content));
    }

    /// <summary>
    /// A hash for the class of a module's implementation details, of which each consumer has just the members that it
    /// needs. Two of them are never alike.
    /// </summary>
    public string OfDetails(GraphNode shell)
    {
        var members = graph.MembersOfDetails.Where(node => node.Shell == shell && travels(node)).Select(node => node.Name).ToList();
        members.Sort(StringComparer.Ordinal);
        return Hash(graph.Image.AssemblyName + "/" + shell.Name + "\n" + string.Join("\n", members));
    }

    private static bool IsContent(GraphNode node) => node.Name != EmbeddedAttribute.Name; // linking puts it on each copy

    // Hashes of content tell other assemblies' types by their full names, so that facades make no difference. Here they are
    // told by the assembly that defines them: two assemblies may have types of one name.
    private IEnumerable<string> Foreign(HashSet<GraphNode> reached)
    {
        var image = graph.Image;
        foreach (var used in reached.Where(IsContent).SelectMany(graph.Uses).Select(use => use.Used).Distinct())
        {
            if (used.Kind == HandleKind.TypeReference && image.Scope((TypeReferenceHandle)used) is { Kind: HandleKind.AssemblyReference } scope)
            {
                var name = image.FullName((TypeReferenceHandle)used);
                var assembly = image.Reader.GetString(image.Reader.GetAssemblyReference((AssemblyReferenceHandle)scope).Name);
                yield return name + " of " + (references.FindType(assembly, name)?.Image.AssemblyName ?? assembly);
            }
            else if (UnitGraph.IsDefinition(used) && graph.NodeOf(used) is var node && IsContent(node) && !reached.Contains(node))
            {
                yield return image.FullName(image.TypeOf(used)) + " of " + image.AssemblyName;
            }
        }
    }

    private string Line(GraphNode node)
    {
        var name = ContentNames.KeyOf(node.Name);
        return node.Shell is null && !CompilerGenerated.IsImplementationDetails(node.Name) ? name + " " + ContentHash.Of(graph, node, _names)
            : node.Shell is null ? name
            : _names.Describe(node.Definition);
    }

    private static string Hash(string text)
    {
        using var sha = SHA256.Create();
        return Checksum.Hex(sha.ComputeHash(Encoding.UTF8.GetBytes(text)));
    }
}
