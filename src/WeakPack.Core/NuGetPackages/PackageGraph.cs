namespace WeakPack.NuGetPackages;

/// <summary>A NuGet package that a project names itself, or a project that it refers to: packed, that is a package too.</summary>
/// <param name="Id">The package's id.</param>
/// <param name="VersionRange">The versions that the project asks for, in NuGet's notation.</param>
public sealed record PackageDependency(string Id, string VersionRange);

/// <summary>What NuGet restored for one target framework of a project: the packages that it names, and those that they bring.</summary>
public sealed class PackageGraph
{
    private readonly Dictionary<string, (string Version, string[] Dependencies)> _packages = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _projects = new(StringComparer.OrdinalIgnoreCase);

    private PackageGraph()
    {
    }

    /// <summary>The graph of a project without packages.</summary>
    public static PackageGraph Empty { get; } = new();

    /// <summary>The packages and projects that the project names itself.</summary>
    public IReadOnlyList<PackageDependency> Direct { get; private set; } = [];

    /// <summary>The version that was restored; null of what is no package of the graph.</summary>
    public string? VersionOf(string id) => _packages.TryGetValue(id, out var package) ? package.Version : null;

    /// <summary>The package that a project makes, by the project's full path; null when it is none of the graph.</summary>
    public string? PackageOf(string projectPath) => _projects.TryGetValue(projectPath, out var id) ? id : null;

    /// <summary>A package and all that it brings.</summary>
    public ISet<string> Closure(string id) => Reach([id], _ => true);

    /// <summary>What nothing brings any more when these packages are not there, themselves included.</summary>
    /// <param name="packages">The ids of what is not there.</param>
    /// <param name="needed">The ids of what is needed besides what the project names.</param>
    public IReadOnlyList<string> LeftWithout(ISet<string> packages, IEnumerable<string> needed)
    {
        var reached = Reach(Direct.Select(package => package.Id).Concat(needed).Where(id => !packages.Contains(id)), id => !packages.Contains(id));
        return [.. _packages.Keys.Where(id => !reached.Contains(id)).OrderBy(id => id, StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>Reads <c>project.assets.json</c>.</summary>
    /// <param name="assets">Its content.</param>
    /// <param name="targetFramework">The project's <c>TargetFramework</c>.</param>
    /// <exception cref="FormatException">The file is not what NuGet writes.</exception>
    public static PackageGraph Read(byte[] assets, string targetFramework)
    {
        var file = new AssetsFile(assets);
        var graph = new PackageGraph();
        foreach (var (project, id) in file.Projects())
            graph._projects[project] = id;
        foreach (var (id, version, dependencies) in file.Packages(targetFramework))
            graph._packages[id] = (version, dependencies);
        graph.Direct =
        [
            .. file.Dependencies(targetFramework).Select(element => new PackageDependency(Json.Key(element), (string?)element.Member("version") ?? "")),
            .. file.ProjectReferences(targetFramework).Select(element => graph.PackageOf(Json.Key(element))).OfType<string>().Select(id => new PackageDependency(id, $"[{graph.VersionOf(id)}, )")),
        ];
        return graph;
    }

    private HashSet<string> Reach(IEnumerable<string> ids, Predicate<string> mayEnter)
    {
        var reached = new HashSet<string>(ids, StringComparer.OrdinalIgnoreCase);
        var queue = new Queue<string>(reached);
        while (queue.Count > 0)
        {
            if (!_packages.TryGetValue(queue.Dequeue(), out var package))
                continue;
            foreach (var dependency in package.Dependencies.Where(id => mayEnter(id) && reached.Add(id)))
                queue.Enqueue(dependency);
        }

        return reached;
    }
}
