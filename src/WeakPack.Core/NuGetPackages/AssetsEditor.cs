using System.Xml.Linq;

namespace WeakPack.NuGetPackages;

/// <summary>Keeps packages from becoming dependencies of the nupkg that is made: NuGet takes these from <c>project.assets.json</c>.</summary>
public static class AssetsEditor
{
    private const string All = "All"; // what PrivateAssets="all" is in the file

    /// <summary>A copy of the file that has these packages and projects for private ones.</summary>
    /// <param name="assets">The file.</param>
    /// <param name="decisions">What was decided of packages and projects.</param>
    /// <exception cref="FormatException">The file is not what NuGet writes.</exception>
    public static byte[] MakePrivate(byte[] assets, IEnumerable<PackDecision> decisions)
    {
        var file = new AssetsFile(assets);
        var projects = file.Projects().ToLookup(project => project.Id, project => project.Path, StringComparer.OrdinalIgnoreCase);
        foreach (var (id, targetFramework, _) in decisions.Where(decision => decision.Kind is PackDecisionKind.Optional or PackDecisionKind.Private))
        {
            foreach (var dependency in file.Dependencies(targetFramework).Where(element => string.Equals(Json.Key(element), id, StringComparison.OrdinalIgnoreCase)))
                Set(dependency, "suppressParent");
            foreach (var project in file.ProjectReferences(targetFramework).Where(element => projects[id].Contains(Json.Key(element))))
                Set(project, "privateAssets");
        }

        return file.ToJson();
    }

    private static void Set(XElement reference, string key)
    {
        reference.Member(key)?.Remove();
        reference.Add(Json.Text(key, All));
    }
}
