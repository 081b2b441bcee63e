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
        var reported = new HashSet<(string, string)>();
        var strongTypes = image.TopLevelTypes.Where(type => !plan.Marked.Contains(graph.NodeOf(type))).SelectMany(image.WithNested);
        foreach (var exposed in strongTypes.SelectMany(surface.Of).Concat(surface.OfAssembly()))
        {
            if (exposed.Assembly is not null || plan.UnitOf(exposed.TopLevelName) is not { } unit || !reported.Add((image.DescribeMember(exposed.User), exposed.FullName)))
                continue;

            yield return Diagnostic.Create(Descriptors.StrongExposesWeak, plan.Module.Symbols.LocationOf(exposed.User),
                image.DescribeMember(exposed.User), exposed.DisplayName, unit.Name, WayOut(graph, exposed.User));
        }
    }

    private static string WayOut(UnitGraph graph, EntityHandle user) =>
        user.Kind == HandleKind.CustomAttribute ? "Remove the attribute" : $"Make the member internal, mark '{graph.NodeOf(user).Name}' weak too";
}
