using WeakPack.Linking;
using WeakPack.Metadata;

namespace WeakPack.NuGetPackages;

/// <summary>The NuGet packages that nothing needs when some weak-packed packages are not needed: these, and what only they brought.</summary>
internal sealed class OrphanedPackages
{
    private static readonly OrphanedPackages s_none = new([], []);

    private OrphanedPackages(IReadOnlyList<string> ids, IReadOnlyCollection<string> nativePackages) => (Ids, NativePackages) = (ids, nativePackages);

    /// <summary>Their ids. A project is none: nothing of it came from a package, and its assembly goes by its own name.</summary>
    public IReadOnlyList<string> Ids { get; }

    /// <summary>The ids of those that would be orphans but for their native libraries, which may be needed.</summary>
    public IReadOnlyCollection<string> NativePackages { get; }

    /// <param name="link">The link.</param>
    /// <param name="pulled">What is linked.</param>
    /// <param name="unneeded">Simple names of the assemblies that nothing needs.</param>
    /// <param name="used">Simple names of the assemblies that the consumer refers to: it may use what it does not name itself.</param>
    /// <param name="called">The native libraries that it calls.</param>
    public static OrphanedPackages Find(
        LinkContext link, IReadOnlyList<PulledNodes> pulled, IReadOnlyCollection<string> unneeded, IEnumerable<string> used, IEnumerable<string> called)
    {
        var graph = link.Request.NuGetPackages;
        if (unneeded.Count == 0 || graph.Direct.Count == 0)
            return s_none;

        var left = UnneededPackages(graph, link.References, unneeded);
        if (left.Count == 0)
            return s_none;

        var owners = new PackageOwners(link.References, graph);
        var assemblies = new StayingAssemblies(link, unneeded);
        var natives = new NativePackages(link, pulled, left, assemblies, called);
        var needed = owners.Of(used);
        var kept = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        while (true)
        {
            // A library that linked a unit refers to what the unit's package brought it. What stays for that may need others in turn.
            var orphans = new HashSet<string>(graph.LeftWithout(left, needed.Concat(kept)).Where(id => !kept.Contains(id)), StringComparer.OrdinalIgnoreCase);
            var isMore = false;
            foreach (var id in owners.Of(assemblies.Without(orphans).SelectMany(assembly => AssemblyNeeds.Assemblies(assembly.Image)).Distinct()).Where(orphans.Contains))
                isMore |= needed.Add(id);
            foreach (var id in natives.NeededAmong(orphans))
                isMore |= kept.Add(id);
            if (!isMore)
                return new([.. orphans.Where(id => !graph.IsProject(id)).OrderBy(id => id, StringComparer.OrdinalIgnoreCase)], kept);
        }
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
