using WeakPack.Metadata;

namespace WeakPack.NuGetPackages;

/// <summary>The NuGet packages that nothing needs when some weak-packed packages are not needed: these, and what only they brought.</summary>
internal static class OrphanedPackages
{
    /// <summary>Their ids. A project is none: nothing of it came from a package, and its assembly goes by its own name.</summary>
    /// <param name="graph">What was restored for the consumer.</param>
    /// <param name="references">What it was compiled against.</param>
    /// <param name="unneeded">Simple names of the assemblies that nothing needs.</param>
    /// <param name="used">Simple names of the assemblies that the consumer refers to: it may use what it does not name itself.</param>
    public static IReadOnlyList<string> Find(PackageGraph graph, ReferenceSet references, IReadOnlyCollection<string> unneeded, IEnumerable<string> used)
    {
        if (unneeded.Count == 0 || graph.Direct.Count == 0)
            return [];

        var left = UnneededPackages(graph, references, unneeded);
        if (left.Count == 0)
            return [];

        var needed = new PackageOwners(references, graph).Of(used);
        return [.. graph.LeftWithout(left, needed).Where(id => !graph.IsProject(id))];
    }

    /// <summary>The ids of the packages none of whose assemblies is needed: one of several goes when all of them go.</summary>
    public static HashSet<string> UnneededPackages(PackageGraph graph, ReferenceSet references, IReadOnlyCollection<string> unneeded) =>
        new(from reference in references.All
            let id = graph.PackageOf(reference.Origin)
            where id is not null
            group reference by id.ToUpperInvariant() into package
            where package.All(reference => unneeded.Contains(references.Open(reference)?.AssemblyName))
            select graph.PackageOf(package.First().Origin), StringComparer.OrdinalIgnoreCase);
}
