using WeakPack.ImportLibraries;
using WeakPack.Metadata;
using WeakPack.Units;

namespace WeakPack.Linking;

/// <summary>A weak unit, and the import library that defines it.</summary>
internal sealed record UnitSymbol(ImportLibrary Library, ManifestUnit Unit);

/// <summary>What is pulled from one import library: nodes of its graph, those of weak units and those that travel with them.</summary>
internal sealed class PulledNodes(ImportLibrary library)
{
    public ImportLibrary Library => library;

    public HashSet<GraphNode> Nodes { get; } = [];

    /// <summary>The units among them, by name.</summary>
    public Dictionary<string, ManifestUnit> UnitsByName { get; } = new(StringComparer.Ordinal);

    /// <summary>The units among them, in the order of their names.</summary>
    public IEnumerable<ManifestUnit> Units => UnitsByName.Values.OrderBy(unit => unit.Name, StringComparer.Ordinal);
}

/// <summary>
/// The symbols of a link. All weak types of all import libraries are Lazy; those that the consumer names are
/// Undefined; pulling makes them Defined, and what they name Undefined in turn. All are remembered, so order never
/// matters.
/// </summary>
internal sealed class SymbolTable(IReadOnlyDictionary<string, ImportLibrary> libraries)
{
    /// <summary>The weak type of a package that a reference names, or null: the type is strong, or the assembly no package.</summary>
    public UnitSymbol? Find(string assembly, string topLevelName) =>
        libraries.TryGetValue(assembly, out var library) && library.UnitOf(topLevelName) is { } unit ? new(library, unit) : null;

    /// <summary>Pulls the units of the given types and, to a fixpoint, everything that travels with them.</summary>
    public static IReadOnlyList<PulledNodes> Pull(IEnumerable<UnitSymbol> undefined)
    {
        var pulled = new Dictionary<string, PulledNodes>(StringComparer.Ordinal);
        foreach (var (library, unit) in undefined)
        {
            if (!pulled.TryGetValue(library.Package, out var nodes))
                pulled.Add(library.Package, nodes = new PulledNodes(library));
            nodes.UnitsByName[unit.Name] = unit;
        }

        foreach (var nodes in pulled.Values)
            PullAll(nodes);
        return [.. pulled.Values.OrderBy(nodes => nodes.Library.Package, StringComparer.Ordinal)];
    }

    // A weak unit names types of its own package only; what other packages' units it used was linked into its package.
    private static void PullAll(PulledNodes pulled)
    {
        var library = pulled.Library;
        var unitsBefore = 0;
        while (unitsBefore != pulled.UnitsByName.Count)
        {
            unitsBefore = pulled.UnitsByName.Count;
            pulled.Nodes.UnionWith(Reach(library, pulled.Units));

            // A unit is pulled as a whole, like an archive's member.
            foreach (var unit in pulled.Nodes.Select(node => library.UnitOf(node.Name)).Where(unit => unit is not null))
                pulled.UnitsByName[unit!.Name] = unit;
        }
    }

    /// <summary>Some units, and all that travels with them.</summary>
    public static IEnumerable<GraphNode> Reach(ImportLibrary library, IEnumerable<ManifestUnit> units)
    {
        var roots = units.SelectMany(unit => unit.Types).Select(type => library.Graph.NodeOf(library.Image.FindTopLevel(type.Name)!.Value)).ToList();
        return library.Graph.Reach(roots, node => Travels(library, node)).Keys;
    }

    private static bool Travels(ImportLibrary library, GraphNode node)
    {
        var top = library.Image.TopLevel(library.Image.TypeOf(node.Definition));
        return library.UnitOf(node.Name) is not null
            || library.Image.Reader.GetTypeDefinition(top).Attributes.IsTopLevelInternal();
    }
}
