using NuGet.Versioning;
using WeakPack.Diagnostics;
using WeakPack.ImportLibraries;

namespace WeakPack.Linking;

/// <summary>WP3007: a linked unit needs a NuGet package that the consumer lacks, or has in a version that will not do.</summary>
/// <remarks>
/// The package that ships the unit does not bring it: not every consumer wants the unit. What an assembly comes from does not
/// matter as long as it is there, so a project or a framework may take the package's place.
/// </remarks>
internal static class PackageNeeds
{
    public static IEnumerable<Diagnostic> Find(LinkContext link, IReadOnlyList<PulledNodes> pulled) =>
        from nodes in pulled
        from unit in nodes.Units
        from need in unit.Assemblies.Where(assembly => assembly.NuGetPackage is not null).GroupBy(assembly => assembly.NuGetPackage!)
        let problem = WhyUnmet(link, need)
        where problem is not null
        select Diagnostic.Create(Descriptors.PackageNeeded, null, unit.Name, nodes.Library.Package, need.Key.Id, problem.Text, PackageAdvice.For(need.Key, problem.IsThere && IsNamed(link, need.Key.Id), link.Request.ReferenceStyle));

    /// <summary>Simple names of the assemblies that a package to be added would bring.</summary>
    public static HashSet<string> MissingAssemblies(LinkContext link, IReadOnlyList<PulledNodes> pulled) =>
        [.. from nodes in pulled
            from unit in nodes.Units
            from assembly in unit.Assemblies
            where assembly.NuGetPackage is not null && link.References.Find(assembly.Name) is null
            select assembly.Name];

    private static Problem? WhyUnmet(LinkContext link, IGrouping<ManifestNuGetPackage, ManifestAssembly> need)
    {
        var wanted = RangeOf(need.Key);
        var found = need.Select(assembly => link.References.Find(assembly.Name)).ToList();
        if (found.Contains(null))
            return new($"in version {Text(wanted)}, which this project does not refer to", IsThere: false);

        var owner = found.FirstOrDefault(reference => string.Equals(reference!.Origin.NuGetPackage, need.Key.Id, StringComparison.OrdinalIgnoreCase));
        return NuGetVersion.TryParse(owner?.Origin.Version, out var version) && !wanted.Satisfies(version)
            ? new($"in version {Text(wanted)}, but this project has version {version}", IsThere: true)
            : null;
    }

    // A package that another brings along is there, and named nowhere.
    private static bool IsNamed(LinkContext link, string id) =>
        link.Request.NuGetPackages.VersionOf(id) is null
        || link.Request.NuGetPackages.Direct.Any(package => string.Equals(package.Id, id, StringComparison.OrdinalIgnoreCase));

    private sealed record Problem(string Text, bool IsThere);

    private static VersionRange RangeOf(ManifestNuGetPackage package) =>
        VersionRange.TryParse(package.VersionRange, out var range) ? range : VersionRange.All;

    private static string Text(VersionRange range) => range.PrettyPrint().Trim('(', ')');
}
