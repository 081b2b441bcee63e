using System.Security.Cryptography;
using System.Text;
using WeakPack.ImportLibraries;
using WeakPack.Units;

namespace WeakPack.Linking;

/// <summary>The content of a module's top-level types, each with all that travels with it: what tells whether two are alike.</summary>
internal sealed class TypeContent(UnitGraph graph, Func<GraphNode, bool> travels)
{
    private readonly ContentNames _names = new(graph);
    private readonly Dictionary<GraphNode, string> _known = [];

    /// <summary>A hash that alike types share, whatever a compiler or the linker called them.</summary>
    public string Of(GraphNode node)
    {
        if (_known.TryGetValue(node, out var known))
            return known;

        var content = graph.Reach([node], travels).Keys
            .Where(reached => reached.Name != EmbeddedAttribute.Name) // linking puts it on each copy
            .Select(Line)
            .ToList();
        content.Sort(StringComparer.Ordinal);
        return _known[node] = Hash(string.Join("\n", content));
    }

    /// <summary>
    /// A hash for the class of a module's implementation details, of which each consumer has just the members that it
    /// needs. Two of them are never alike.
    /// </summary>
    public string OfDetails(GraphNode shell)
    {
        var members = graph.Nodes.Where(node => node.Shell == shell && travels(node)).Select(node => node.Name).ToList();
        members.Sort(StringComparer.Ordinal);
        return Hash(graph.Image.AssemblyName + "/" + shell.Name + "\n" + string.Join("\n", members));
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
