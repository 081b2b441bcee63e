using WeakPack.Linking;
using WeakPack.Units;

namespace WeakPack.LinkMaps;

/// <summary>How each node of one import library came in, from the consumer's members onward, by the shortest way.</summary>
internal sealed class PullChains
{
    private readonly PulledNodes _pulled;
    private readonly Dictionary<GraphNode, LinkMapStep> _steps = [];
    private readonly Dictionary<GraphNode, GraphNode> _before = [];
    private readonly Queue<GraphNode> _queue = new();

    public PullChains(PulledNodes pulled, FirstUses uses, string consumer)
    {
        _pulled = pulled;
        foreach (var type in uses.Types.Where(type => type.Assembly == pulled.Library.Package))
        {
            if (NodeOf(type.Name) is { } node)
                Reach(node, null, new(consumer, uses.UserOf(type), type.Name));
        }

        Walk();

        // What only the text of an attribute names has no member that names it.
        foreach (var node in pulled.Units.SelectMany(unit => unit.Types).Select(type => NodeOf(type.Name)!))
        {
            Reach(node, null, new(consumer, null, node.Name));
            Walk();
        }
    }

    /// <summary>The chain to the nearest of some types.</summary>
    public IReadOnlyList<LinkMapStep> To(IEnumerable<string> types) =>
        types.Select(type => Chain(NodeOf(type)!)).OrderBy(chain => chain.Count).First();

    private List<LinkMapStep> Chain(GraphNode node)
    {
        var chain = new List<LinkMapStep>();
        for (GraphNode? at = node; at is not null; at = _before.TryGetValue(at, out var before) ? before : null)
            chain.Insert(0, _steps[at]);
        return chain;
    }

    private void Walk()
    {
        var library = _pulled.Library;
        while (_queue.Count > 0)
        {
            var node = _queue.Dequeue();
            foreach (var edge in library.Graph.Edges(node))
                Reach(edge.Target, node, new(library.Package, AuthorNames.OfMember(library.Image, edge.Use.User), library.Image.DescribeMember(edge.Use.Used)));

            // A unit comes as a whole, used or not.
            foreach (var sibling in library.UnitOf(node.Name)?.Types ?? [])
                Reach(NodeOf(sibling.Name)!, node, new(library.Package, node.Name, sibling.Name));
        }
    }

    private GraphNode? NodeOf(string type) =>
        _pulled.Library.Image.FindTopLevel(type) is { } handle && _pulled.Library.Graph.NodeOf(handle) is var node && _pulled.Nodes.Contains(node) ? node : null;

    private void Reach(GraphNode node, GraphNode? before, LinkMapStep step)
    {
        if (!_pulled.Nodes.Contains(node) || _steps.ContainsKey(node))
            return;
        _steps.Add(node, step);
        if (before is not null)
            _before.Add(node, before);
        _queue.Enqueue(node);
    }
}
