using System.Xml.Linq;

namespace WeakPack.Sdk.Tests.Building;

/// <summary>A temporary folder with projects in it, deleted at the end.</summary>
/// <remarks>Its name has a space, an apostrophe, parentheses and letters beyond ASCII, as a user's may.</remarks>
internal sealed class Workspace : IDisposable
{
    private int _builds;

    /// <param name="name">The folder's name.</param>
    /// <param name="makesPackages">The test packs projects and restores what it packed: so NuGet unpacks into a folder of the workspace.</param>
    public Workspace(string name = "it's möglich (ж)", bool makesPackages = false)
    {
        Folder = Path.Combine(Path.GetTempPath(), "weakpack-" + Guid.NewGuid().ToString("N")[..8], name);
        Directory.CreateDirectory(Folder);

        Packages = makesPackages ? Path.Combine(Folder, "nuget") : PackedSdk.Packages;
        Directory.CreateDirectory(Feed);

        // Nothing from above gets in, nothing is asked of the network, and no time goes into analyzing what is no one's code.
        Write("Directory.Build.props", "<Project><PropertyGroup><RunAnalyzers>false</RunAnalyzers></PropertyGroup></Project>");
        // FSharp.Core lies in the SDK, where an F# project looks for it, and one that refers to an F# project does not.
        Write("Directory.Build.targets", """
            <Project>
              <PropertyGroup>
                <RestoreAdditionalProjectSources>$(RestoreAdditionalProjectSources);$(MSBuildToolsPath)/FSharp/library-packs</RestoreAdditionalProjectSources>
              </PropertyGroup>
            </Project>
            """);
        Write("Directory.Packages.props", "<Project />");
        Write("global.json", $$"""{ "msbuild-sdks": { "WeakPack.Sdk": "{{PackedSdk.Version}}" } }""");
        // What FromNuGet has unpacked is found by those too that unpack into a folder of their own.
        Write("NuGet.config", $"""
            <configuration>
              <packageSources>
                <clear />
                <add key="sdk" value="{PackedSdk.Feed}" />
                <add key="feed" value="{Feed}" />
              </packageSources>
              <fallbackPackageFolders>
                <add key="machine" value="{PackedSdk.Packages}" />
              </fallbackPackageFolders>
            </configuration>
            """);
    }

    public string Folder { get; }

    /// <summary>Where projects are packed to, and packages come from.</summary>
    public string Feed => Path.Combine(Folder, "feed");

    /// <summary>Where NuGet unpacks what it restores.</summary>
    public string Packages { get; }

    /// <summary>Adds a class library that uses the SDK.</summary>
    public Project Library(string name, string source, params Project[] references) => LibraryIn("cs", name, source, references);

    /// <summary>Adds an application that uses the SDK.</summary>
    public Project Application(string name, string source, params Project[] references) => ApplicationIn("cs", name, source, references);

    /// <summary>Adds a class library in another language, named as in the endings of its files.</summary>
    public Project LibraryIn(string language, string name, string source, params Project[] references) =>
        new(this, name, language, isExecutable: false, source, references);

    /// <summary>Adds an application in another language.</summary>
    public Project ApplicationIn(string language, string name, string source, params Project[] references) =>
        new(this, name, language, isExecutable: true, source, references);

    /// <summary>Builds these projects as one solution, and so each that they share once.</summary>
    public BuildResult Build(params Project[] projects) => TryBuild(projects).MustSucceed();

    /// <summary>As <see cref="Build"/>, where a project has errors.</summary>
    public BuildResult FailToBuild(params Project[] projects) => TryBuild(projects).MustFail();

    /// <summary>Runs a command of <c>dotnet</c> that builds, in the workspace's folder.</summary>
    public BuildResult Command(params string[] command) => BuildResult.With(Packages, Folder, $"{++_builds}.binlog", command).MustSucceed();

    /// <summary>All files of a folder of the workspace, but for logs of builds.</summary>
    public IReadOnlyList<string> Files(string folder = "") =>
        [.. Directory.EnumerateFiles(Path.Combine(Folder, folder), "*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) != ".binlog")
            .Select(file => Path.GetRelativePath(Path.Combine(Folder, folder), file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal)];

    /// <summary>Builds all anew, several projects at a time.</summary>
    public BuildResult Rebuild(params Project[] projects) => TryBuild(projects, "-t:Rebuild", "-maxCpuCount:8").MustSucceed();

    /// <summary>The same, by threads of one process, which have one current directory.</summary>
    public BuildResult RebuildInThreads(params Project[] projects) => TryBuild(projects, "-t:Rebuild", "-maxCpuCount:8", "-mt").MustSucceed();

    private BuildResult TryBuild(Project[] projects, params string[] arguments)
    {
        Write("All.slnx", new XElement("Solution", projects.Select(project => new XElement("Project", new XAttribute("Path", $"{project.Name}/{project.ProjectFile}")))).ToString());
        return BuildResult.With(Packages, Folder, $"{++_builds}.binlog", ["build", "All.slnx", "-maxCpuCount:1", .. arguments]);
    }

    /// <summary>Builds an application that is one file, without a project.</summary>
    public BuildResult FailToBuildFile(string file) =>
        BuildResult.OfFile(Packages, Folder, file).MustFail();

    public string Write(string file, string text)
    {
        var path = Path.Combine(Folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(Folder)!, recursive: true);
}
