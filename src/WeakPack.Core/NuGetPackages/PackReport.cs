using System.Xml.Linq;
using WeakPack.Linking;

namespace WeakPack.NuGetPackages;

/// <summary>What the author of a nupkg is told of its dependencies: once, however many target frameworks it has.</summary>
/// <param name="project">The project's name.</param>
/// <param name="projectFile">Its full path.</param>
/// <param name="namesSdk">Restore sees what the SDK makes of <c>WeakOnly</c>. It does not where the targets come from a package.</param>
public sealed class PackReport(string project, string projectFile, bool namesSdk)
{
    /// <summary>The lines.</summary>
    /// <param name="assets">NuGet's <c>project.assets.json</c>, as the restore wrote it.</param>
    /// <param name="decisions">What was decided for each framework.</param>
    /// <exception cref="FormatException">The file is not what NuGet writes.</exception>
    public IEnumerable<string> Lines(byte[] assets, IReadOnlyCollection<PackDecision> decisions)
    {
        var file = new AssetsFile(assets);
        var frameworks = file.TargetFrameworks().Count();
        var optional =
            from decision in decisions
            where decision.Kind == PackDecisionKind.Optional
            group decision.TargetFramework by decision.Id into package
            group package.Key by Suffix(package, frameworks) into packages
            select $"{project}{packages.Key}: only weak units need {string.Join(", ", packages)}: no dependency of the NuGet package";
        var candidates =
            from decision in decisions
            where decision.Kind == PackDecisionKind.WeakOnlyCandidate
            let reference = Reference(file, decision)
            where reference is not null
            group decision.TargetFramework by (decision.Id, reference) into package
            select $"{project}{Suffix(package, frameworks)}: nothing of {package.Key.Id} is needed at run time, but the NuGet package depends on it. Unless your users need it, write {package.Key.reference}";
        return optional.Concat(candidates);
    }

    private static string Suffix(IEnumerable<string> targetFrameworks, int all)
    {
        var some = targetFrameworks.Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        return some.Count == all ? "" : $" ({string.Join(", ", some)})";
    }

    // Null when it hands nothing on already.
    private string? Reference(AssetsFile file, PackDecision decision)
    {
        if (file.Dependencies(decision.TargetFramework).FirstOrDefault(element => IsSame(Json.Key(element), decision.Id)) is { } package)
        {
            return IsAll(package.Member("suppressParent")) ? null
                : (string?)package.Member("versionCentrallyManaged") == "true" ? Line("PackageReference", decision.Id)
                : Line("PackageReference", decision.Id, $"Version=\"{PackageAdvice.ShortVersion((string?)package.Member("version") ?? "")}\" ");
        }

        var paths = new HashSet<string>(file.Projects().Where(other => IsSame(other.Id, decision.Id)).Select(other => other.Path));
        return file.ProjectReferences(decision.TargetFramework).FirstOrDefault(element => paths.Contains(Json.Key(element))) is { } found && !IsAll(found.Member("privateAssets"))
            ? Line("ProjectReference", Relative(Json.Key(found)))
            : null;
    }

    private string Line(string item, string include, string version = "") =>
        $"<{item} Include=\"{include}\" {version}WeakOnly=\"true\" {(namesSdk ? "" : "PrivateAssets=\"all\" ")}/>";

    private string Relative(string path) =>
        Uri.UnescapeDataString(new Uri(projectFile).MakeRelativeUri(new Uri(path)).ToString());

    private static bool IsAll(XElement? value) => IsSame((string?)value ?? "", "All");

    private static bool IsSame(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
