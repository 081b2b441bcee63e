using WeakPack.Metadata;

namespace WeakPack.NuGetPackages;

/// <summary>The NuGet packages that nothing needs when some weak-packed packages are not needed: these, and what only they brought.</summary>
internal static class OrphanedPackages
{
    /// <summary>Their ids.</summary>
    /// <param name="graph">What was restored for the consumer.</param>
    /// <param name="references">What it was compiled against.</param>
    /// <param name="unneeded">Simple names of the assemblies that nothing needs.</param>
    /// <param name="used">Simple names of the assemblies that the consumer refers to: it may use what it does not name itself.</param>
    public static IReadOnlyList<string> Find(PackageGraph graph, ReferenceSet references, IReadOnlyCollection<string> unneeded, IEnumerable<string> used)
    {
        if (unneeded.Count == 0 || graph.Direct.Count == 0)
            return [];

        // A package of several assemblies goes when all of them go.
        var gone = references.All
            .Where(reference => reference.Origin.NuGetPackage is not null)
            .GroupBy(reference => reference.Origin.NuGetPackage!, StringComparer.OrdinalIgnoreCase)
            .Where(package => package.All(reference => unneeded.Contains(references.Open(reference)?.AssemblyName)))
            .Select(package => package.Key);
        var left = new HashSet<string>(gone, StringComparer.OrdinalIgnoreCase);
        if (left.Count == 0)
            return [];

        var needed = new PackageOwners(references, graph).Of(used);
        return [.. graph.LeftWithout(left, needed)];
    }
}
