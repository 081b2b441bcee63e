using System.Reflection.Metadata;
using WeakPack.Diagnostics;
using WeakPack.Inspection;
using WeakPack.Metadata;
using WeakPack.Units;

namespace WeakPack.Packaging;

/// <summary>WP3018: what travels meets objects of an internal type's twin, the one that the package keeps.</summary>
/// <remarks>
/// A warning, for it can't be seen where objects go. It is told where code that travels uses both the internal type and a strong type that
/// either extends it or, when that code looks for the internal type by its identity, makes objects of it.
/// </remarks>
internal static class TwinCheck
{
    public static IEnumerable<Diagnostic> Check(SplitPlan plan)
    {
        var twins = plan.Travelling.Keys.Where(node => node is { IsHelper: false, Shell: null } && !plan.Marked.Contains(node) && plan.Kept.Contains(node)).ToList();
        return twins.Count == 0 ? [] : Check(plan, [.. twins]);
    }

    private static IEnumerable<Diagnostic> Check(SplitPlan plan, HashSet<GraphNode> twins)
    {
        var graph = plan.Module.Graph;
        var lookups = IdentityLookups.In(graph, plan.Travelling.ContainsKey).Where(lookup => twins.Contains(lookup.Target)).ToLookup(lookup => lookup.Node);
        foreach (var node in plan.Travelling.Keys.Where(node => !node.IsHelper).OrderBy(node => node.Name, StringComparer.Ordinal))
        {
            var strong = graph.Edges(node).Select(edge => edge.Target).Where(target => target.Shell is null && !target.IsHelper && !plan.Travelling.ContainsKey(target)).Distinct().ToList();
            if (strong.Count == 0)
                continue;

            foreach (var (twin, user, makes) in Uses(graph, node, twins, lookups[node]))
            {
                if (strong.FirstOrDefault(type => makes ? Makes(graph, type, twin) : Extends(plan.Module, type, twin)) is { } other)
                {
                    yield return Diagnostic.Create(Descriptors.MeetsTwin, plan.Module.Symbols.LocationOf(user), plan.Module.Image.DescribeMember(user),
                        plan.Origin(node).Name, twin.Name, other.Name, makes ? "makes objects of" : "extends");
                    break;
                }
            }
        }
    }

    // One of each kind is enough for each type: what is wrong with the rest is the same. A node that extends the twin itself does not meet another's objects by that.
    private static IEnumerable<(GraphNode Twin, EntityHandle User, bool Makes)> Uses(UnitGraph graph, GraphNode node, HashSet<GraphNode> twins, IEnumerable<IdentityLookup> lookups)
    {
        foreach (var edge in graph.Edges(node).Where(edge => edge.Use.User.Kind == HandleKind.MethodDefinition && edge.Target != node && twins.Contains(edge.Target)).GroupBy(edge => edge.Target).Select(edges => edges.First()))
            yield return (edge.Target, edge.Use.User, false);
        foreach (var lookup in lookups)
            yield return (lookup.Target, lookup.User, true);
    }

    private static bool Makes(UnitGraph graph, GraphNode type, GraphNode twin) =>
        graph.Edges(type).Any(edge => edge.Target == twin && edge.Use.Used is { Kind: HandleKind.MethodDefinition } used
            && graph.Image.Reader.StringComparer.Equals(graph.Image.Reader.GetMethodDefinition((MethodDefinitionHandle)used).Name, ".ctor"));

    private static bool Extends(PackageModule module, GraphNode type, GraphNode twin)
    {
        var reader = module.Image.Reader;
        var start = (TypeDefinitionHandle)type.Definition;
        return module.BasesOf(start).Prepend(start)
            .SelectMany(at => reader.GetTypeDefinition(at).GetInterfaceImplementations().Select(row => reader.GetInterfaceImplementation(row).Interface).Append(reader.GetTypeDefinition(at).BaseType))
            .Any(parent => !parent.IsNil && module.Graph.Scanner.Expand(parent)[0] is { Kind: HandleKind.TypeDefinition } own && module.Graph.NodeOf(own) == twin);
    }
}
