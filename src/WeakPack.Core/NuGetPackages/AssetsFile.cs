using NuGet.Frameworks;
using System.Xml.Linq;

namespace WeakPack.NuGetPackages;

/// <summary>NuGet's <c>project.assets.json</c>: what a restore was asked for, and what came of it.</summary>
/// <exception cref="FormatException">The file is not what NuGet writes.</exception>
internal sealed class AssetsFile(byte[] json)
{
    private readonly XElement _root = Json.Read(json);

    public byte[] ToJson() => Json.Write(_root);

    /// <summary>The project's target frameworks.</summary>
    public IEnumerable<string> TargetFrameworks() => Members(_root.Member("project").Member("frameworks")).Select(Json.Key);

    /// <summary>The packages that the project names for one of its frameworks.</summary>
    public IEnumerable<XElement> Dependencies(string targetFramework) =>
        Members(OfProject(_root.Member("project").Member("frameworks"), targetFramework).Member("dependencies"))
            .Where(dependency => (string?)dependency.Member("target") == "Package");

    /// <summary>The projects that it refers to, by their full paths.</summary>
    public IEnumerable<XElement> ProjectReferences(string targetFramework) =>
        Members(OfProject(_root.Member("project").Member("restore").Member("frameworks"), targetFramework).Member("projectReferences"));

    /// <summary>The projects in the graph by their full paths, with the ids of the packages that they make.</summary>
    public IEnumerable<RestoredProject> Projects()
    {
        var folder = Path.GetDirectoryName((string?)_root.Member("project").Member("restore").Member("projectPath") ?? "");
        return from library in Members(_root.Member("libraries"))
               let project = (string?)library.Member("msbuildProject")
               where project is not null && !string.IsNullOrEmpty(folder)
               select new RestoredProject(Path.GetFullPath(Path.Combine(folder, project)), Json.Key(library).Split('/')[0]);
    }

    /// <summary>What was restored for a framework. What a runtime identifier adds says the same of what is compiled against.</summary>
    public IEnumerable<RestoredPackage> Packages(string targetFramework) =>
        from library in Members(OfFramework(_root.Member("targets"), targetFramework))
        let name = Json.Key(library).Split('/')
        select new RestoredPackage(
            name[0], name.Length > 1 ? name[1] : "", Members(library.Member("dependencies")).Select(Json.Key).ToArray(), NativeFiles(library).ToArray());

    // Those for all platforms: where a project is for one, a second target says which of them it gets.
    private static IEnumerable<string> NativeFiles(XElement library) =>
        Members(library.Member("native")).Concat(Members(library.Member("runtimeTargets")).Where(file => (string?)file.Member("assetType") == "native"))
            .Select(file => Json.Key(file).Split('/').Last());

    private static XElement? OfProject(XElement? frameworks, string targetFramework) =>
        Members(frameworks).FirstOrDefault(element => (string?)element.Member("targetAlias") == targetFramework) ?? OfFramework(frameworks, targetFramework);

    // Most often the names are the same; NuGet's tables, by which others are compared, cost a build 40 ms to set up.
    private static XElement? OfFramework(XElement? frameworks, string targetFramework) => frameworks.Member(targetFramework) ?? OfNamedOtherwise(frameworks, targetFramework);

    private static XElement? OfNamedOtherwise(XElement? frameworks, string targetFramework)
    {
        var framework = NuGetFramework.Parse(targetFramework);
        return Members(frameworks).FirstOrDefault(element => !Json.Key(element).Contains("/") && NuGetFramework.Parse(Json.Key(element)).Equals(framework));
    }

    private static IEnumerable<XElement> Members(XElement? value) => value?.Elements() ?? [];
}

/// <summary>A project that a restore met, by its full path, and the id of the package that it makes.</summary>
internal sealed record RestoredProject(string Path, string Id);

/// <summary>A package that was restored, the ids of those that it depends on, and the names of the native files that it brings.</summary>
internal sealed record RestoredPackage(string Id, string Version, string[] Dependencies, string[] NativeFiles);
