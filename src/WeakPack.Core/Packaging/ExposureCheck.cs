using System.Reflection.Metadata;
using WeakPack.Diagnostics;
using WeakPack.Units;

namespace WeakPack.Packaging;

/// <summary>WP3001: a strong public signature exposes a weak type, of which every consumer has a copy of its own.</summary>
internal static class ExposureCheck
{
    public static IEnumerable<Diagnostic> Check(SplitPlan plan)
    {
        var image = plan.Module.Image;
        var graph = plan.Module.Graph;
        var surface = new PublicSurface(image, graph.Scanner);
        var reported = new HashSet<(string, EntityHandle)>();
        var strongTypes = image.TopLevelTypes.Where(type => !plan.Marked.Contains(graph.NodeOf(type))).SelectMany(image.WithNested);
        foreach (var use in strongTypes.SelectMany(surface.Of))
        {
            if (!UnitGraph.IsDefinition(use.Used) || !plan.Marked.Contains(graph.NodeOf(use.Used)) || !reported.Add((image.DescribeMember(use.User), use.Used)))
                continue;

            var unit = plan.Units.First(candidate => candidate.Types.Contains(graph.NodeOf(use.Used)));
            yield return Diagnostic.Create(Descriptors.StrongExposesWeak, plan.Module.Symbols.LocationOf(use.User),
                image.DescribeMember(use.User), image.Describe(use.Used), unit.Name, graph.NodeOf(use.User).Name);
        }
    }
}
