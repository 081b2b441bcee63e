using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using WeakPack.Metadata;
using WeakPack.Units;

namespace WeakPack.Packaging;

/// <summary>Which node of the graph goes where.</summary>
internal sealed class SplitPlan
{
    private readonly IReadOnlyList<IUnitRule> _rules;
    private readonly Dictionary<GraphNode, IUnitRule> _broken = [];
    private readonly Dictionary<string, Unit> _unitOf = new(StringComparer.Ordinal);
    private HashSet<GraphNode>? _kept;

    private SplitPlan(PackageModule module, IReadOnlyList<Unit> units, IReadOnlyList<IUnitRule> rules)
    {
        Module = module;
        Units = units;
        _rules = rules;
        foreach (var unit in units)
        {
            foreach (var type in unit.Types)
                _unitOf.Add(type.Name, unit);
        }

        Marked = [.. units.SelectMany(unit => unit.Types)];
        Travelling = module.Graph.Reach(units.SelectMany(unit => unit.Types), MayTravel);
    }

    public PackageModule Module { get; }

    public IReadOnlyList<Unit> Units { get; }

    /// <summary>The types of the weak units.</summary>
    public HashSet<GraphNode> Marked { get; }

    /// <summary>Full names of the types of the weak units, in order.</summary>
    public IReadOnlyList<string> WeakTypes => [.. Units.SelectMany(unit => unit.Types).Select(type => type.Name).OrderBy(name => name, StringComparer.Ordinal)];

    /// <summary>The weak unit that a top-level type belongs to, or null.</summary>
    public Unit? UnitOf(string topLevelName) => _unitOf.TryGetValue(topLevelName, out var unit) ? unit : null;

    /// <summary>What goes into the import library with its code: the marked types, and the internal ones that they use.</summary>
    public Dictionary<GraphNode, Edge?> Travelling { get; }

    /// <summary>What stays in the runtime package: strong types and all that they use.</summary>
    public HashSet<GraphNode> Kept => _kept ??= FindKept();

    public static SplitPlan Make(PackageModule module, IReadOnlyList<Unit> units, IReadOnlyList<IUnitRule> rules) => new(module, units, rules);

    /// <summary>The rule that keeps an internal type from travelling, or null.</summary>
    public IUnitRule? BrokenRule(GraphNode node) => _broken.TryGetValue(node, out var broken) ? broken : null;

    /// <summary>The weak unit stays in the package, because strong code uses it.</summary>
    public bool IsRetained(Unit unit) => unit.Types.Any(Kept.Contains);

    /// <summary>The tokens of the implementation details' members that are not wanted, by the name of their class.</summary>
    public ILookup<string, int> MembersWithout(Func<GraphNode, bool> isWanted) =>
        Module.Graph.MembersOfDetails.Where(node => !isWanted(node))
            .ToLookup(node => node.Shell!.Name, node => MetadataTokens.GetToken(node.Definition));

    /// <summary>How a unit came to need a node: <c>PenWin.Open → Helper.Do → State.count</c>.</summary>
    public string Chain(GraphNode node, EntityHandle last)
    {
        var steps = new List<string> { Module.Image.Describe(last) };
        for (var edge = Travelling[node]; edge is not null; edge = Travelling[edge.From])
            steps.Add(Module.Image.Describe(edge.Use.User));
        steps.Reverse();
        return string.Join(" → ", steps.Distinct());
    }

    /// <summary>The marked type from which a node was reached.</summary>
    public GraphNode Origin(GraphNode node)
    {
        while (Travelling[node] is { } edge)
            node = edge.From;
        return node;
    }

    // An internal type travels when it keeps the rules itself. One that does not is not looked into any further.
    private bool MayTravel(GraphNode node)
    {
        if (!IsInternal(node))
            return false;
        if (node.IsHelper || _broken.ContainsKey(node))
            return node.IsHelper;

        var unit = new Unit(node.Name, Module);
        unit.Types.Add(node);
        if (_rules.FirstOrDefault(rule => rule.Check(unit).Any()) is not { } broken)
            return true;
        _broken.Add(node, broken);
        return false;
    }

    private bool IsInternal(GraphNode node) =>
        Module.Image.Reader.GetTypeDefinition(Module.Image.TopLevel(Module.Image.TypeOf(node.Definition))).Attributes.IsTopLevelInternal();

    // It is there for those who use it, and nobody else would miss it.
    private bool IsOnCall(GraphNode node) => node.IsHelper || FSharp.IsStartupClass(Module.Image, (TypeDefinitionHandle)node.Definition);

    private HashSet<GraphNode> FindKept()
    {
        var roots = Module.Graph.Nodes.Where(node => !IsOnCall(node) && !Travelling.ContainsKey(node)).ToList();
        foreach (var use in Module.Graph.ModuleUses())
        {
            if (UnitGraph.IsDefinition(use.Used))
                roots.Add(Module.Graph.NodeOf(use.Used));
        }

        // A unit travels, and so stays, as a whole.
        while (true)
        {
            var kept = Module.Graph.Reach(roots, _ => true);
            var mates = Units.Where(unit => unit.Types.Any(kept.ContainsKey)).SelectMany(unit => unit.Types).Where(type => !kept.ContainsKey(type)).ToList();
            if (mates.Count == 0)
                return [.. kept.Keys];
            roots.AddRange(mates);
        }
    }
}
