namespace WeakPack.NuGetPackages;

/// <summary>A NuGet package that a project names itself, or a project that it refers to: packed, that is a package too.</summary>
/// <param name="Id">The package's id.</param>
/// <param name="VersionRange">The versions that the project asks for, in NuGet's notation.</param>
public sealed record PackageDependency(string Id, string VersionRange);

/// <summary>What NuGet restored for one target framework of a project: the packages that it names, and those that they bring.</summary>
/// <remarks>Read when something is first asked of it. Of most links and splits nobody asks, and the file of a large project has megabytes.</remarks>
public sealed class PackageGraph
{
    private readonly Lazy<Content> _content;

    private PackageGraph(Func<Content> read) => _content = new(read);

    /// <summary>The graph of a project without packages.</summary>
    public static PackageGraph Empty { get; } = new(() => new([], new(), new()));

    /// <summary>The packages and projects that the project names itself.</summary>
    public IReadOnlyList<PackageDependency> Direct => _content.Value.Direct;

    private Dictionary<string, RestoredPackage> Packages => _content.Value.Packages;

    /// <summary>The version that was restored; null of what is no package of the graph.</summary>
    public string? VersionOf(string id) => Packages.TryGetValue(id, out var package) ? package.Version : null;

    /// <summary>The package that a project makes, by the project's full path; null when it is none of the graph.</summary>
    public string? PackageOf(string projectPath) => _content.Value.Projects.TryGetValue(projectPath, out var id) ? id : null;

    /// <summary>The package that a reference comes from, or that the project makes which it comes from; null when it is of neither.</summary>
    public string? PackageOf(ReferenceOrigin origin) => origin.NuGetPackage ?? (origin.ProjectFile is null ? null : PackageOf(origin.ProjectFile));

    /// <summary>The id is that of a project, which would be a package only if it were packed.</summary>
    public bool IsProject(string id) => _content.Value.Projects.Values.Contains(id, StringComparer.OrdinalIgnoreCase);

    /// <summary>The names of the native files that a package brings, for whatever platform.</summary>
    public IReadOnlyList<string> NativeFilesOf(string id) => Packages.TryGetValue(id, out var package) ? package.NativeFiles : [];

    /// <summary>A package and all that it brings.</summary>
    public ISet<string> Closure(string id) => Reach([id], _ => true);

    /// <summary>What nothing brings any more when these packages are not there, themselves included.</summary>
    /// <param name="packages">The ids of what is not there.</param>
    /// <param name="needed">The ids of what is needed besides what the project names.</param>
    public IReadOnlyList<string> LeftWithout(ISet<string> packages, IEnumerable<string> needed)
    {
        var reached = Reach(Direct.Select(package => package.Id).Concat(needed).Where(id => !packages.Contains(id)), id => !packages.Contains(id));
        return [.. Packages.Keys.Where(id => !reached.Contains(id)).OrderBy(id => id, StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>Reads <c>project.assets.json</c>.</summary>
    /// <param name="assets">Its content.</param>
    /// <param name="targetFramework">The project's <c>TargetFramework</c>.</param>
    /// <exception cref="FormatException">The file is not what NuGet writes.</exception>
    public static PackageGraph Read(byte[] assets, string targetFramework)
    {
        var content = ReadContent(assets, targetFramework);
        return new(() => content);
    }

    /// <summary>Reads <c>project.assets.json</c> when something is first asked of the graph.</summary>
    /// <param name="read">Reads the graph. Its exceptions come to whoever asks.</param>
    public static PackageGraph Deferred(Func<PackageGraph> read) => new(() => read()._content.Value);

    private static Content ReadContent(byte[] assets, string targetFramework)
    {
        var file = new AssetsFile(assets);
        var projects = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (project, id) in file.Projects())
            projects[project] = id;
        var packages = new Dictionary<string, RestoredPackage>(StringComparer.OrdinalIgnoreCase);
        foreach (var package in file.Packages(targetFramework))
            packages[package.Id] = package;
        return new(
            [
                .. file.Dependencies(targetFramework).Select(element => new PackageDependency(Json.Key(element), (string?)element.Member("version") ?? "")),
                .. from element in file.ProjectReferences(targetFramework)
                   let id = projects.TryGetValue(Json.Key(element), out var known) ? known : null
                   where id is not null
                   select new PackageDependency(id, $"[{(packages.TryGetValue(id, out var restored) ? restored.Version : null)}, )"),
            ],
            packages,
            projects);
    }

    private HashSet<string> Reach(IEnumerable<string> ids, Predicate<string> mayEnter)
    {
        var reached = new HashSet<string>(ids, StringComparer.OrdinalIgnoreCase);
        var queue = new Queue<string>(reached);
        while (queue.Count > 0)
        {
            if (!Packages.TryGetValue(queue.Dequeue(), out var package))
                continue;
            foreach (var dependency in package.Dependencies.Where(id => mayEnter(id) && reached.Add(id)))
                queue.Enqueue(dependency);
        }

        return reached;
    }

    private sealed record Content(
        IReadOnlyList<PackageDependency> Direct,
        Dictionary<string, RestoredPackage> Packages,
        Dictionary<string, string> Projects);
}
