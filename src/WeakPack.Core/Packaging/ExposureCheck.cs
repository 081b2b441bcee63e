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
        var reported = new HashSet<string>(StringComparer.Ordinal);
        foreach (var exposed in Exposed(plan))
        {
            if (exposed.Assembly is not null || plan.UnitOf(exposed.TopLevelName) is not { } unit || !reported.Add(image.DescribeMember(exposed.User) + "\n" + exposed.FullName))
                continue;

            yield return Diagnostic.Create(Descriptors.StrongExposesWeak, plan.Module.Symbols.LocationOf(exposed.User),
                image.DescribeMember(exposed.User), exposed.DisplayName, unit.Name, WayOut(graph, exposed.User));
        }
    }

    private static IEnumerable<ExposedType> Exposed(SplitPlan plan)
    {
        var image = plan.Module.Image;
        var surface = new PublicSurface(image, plan.Module.Graph.Scanner);
        foreach (var type in image.TopLevelTypes)
        {
            if (plan.Marked.Contains(plan.Module.Graph.NodeOf(type)))
                continue;
            foreach (var strong in image.WithNested(type))
            {
                foreach (var exposed in surface.Of(strong))
                    yield return exposed;
            }
        }

        foreach (var exposed in surface.OfAssembly())
            yield return exposed;
    }

    private static string WayOut(UnitGraph graph, EntityHandle user) =>
        user.Kind == HandleKind.CustomAttribute ? "Remove the attribute" : $"Make the member internal, mark '{graph.NodeOf(user).Name}' weak too";
}
