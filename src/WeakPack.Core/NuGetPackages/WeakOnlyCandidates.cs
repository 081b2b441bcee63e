using WeakPack.Metadata;

namespace WeakPack.NuGetPackages;

/// <summary>The references that could say <c>WeakOnly</c>: of the package or project nothing is needed at run time.</summary>
internal static class WeakOnlyCandidates
{
    /// <summary>The ids of these, in the project's order.</summary>
    /// <param name="graph">What was restored for the consumer.</param>
    /// <param name="references">What it was compiled against.</param>
    /// <param name="unneeded">Simple names of the assemblies that nothing needs.</param>
    /// <param name="used">Simple names of the assemblies that the consumer refers to.</param>
    /// <param name="natives">The ids of the packages that are needed for their native libraries.</param>
    /// <remarks>One that brings what the consumer uses without naming it is none: who uses the consumer would lack that.</remarks>
    public static IReadOnlyList<string> Find(
        PackageGraph graph, ReferenceSet references, IReadOnlyCollection<string> unneeded, IEnumerable<string> used, IEnumerable<string> natives)
    {
        if (unneeded.Count == 0)
            return [];

        var candidates = OrphanedPackages.UnneededPackages(graph, references, unneeded);
        foreach (var said in references.All.Where(reference => reference.Origin.IsWeakOnly || reference.Origin.DeniesWeakOnly))
            candidates.Remove(graph.PackageOf(said.Origin) ?? "");
        if (candidates.Count == 0)
            return [];

        var missing = new PackageOwners(references, graph).Of(used);
        missing.UnionWith(natives);
        foreach (var package in graph.Direct.Where(package => !candidates.Contains(package.Id)))
            missing.ExceptWith(graph.Closure(package.Id));
        return [.. graph.Direct.Select(package => package.Id).Where(id => candidates.Contains(id) && !graph.Closure(id).Overlaps(missing))];
    }
}
