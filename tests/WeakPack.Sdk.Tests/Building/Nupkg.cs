using System.IO.Compression;
using System.Xml.Linq;

namespace WeakPack.Sdk.Tests.Building;

/// <summary>What is in a package that NuGet made.</summary>
internal sealed class Nupkg
{
    public Nupkg(string path)
    {
        using var zip = ZipFile.OpenRead(path);
        Files = [.. zip.Entries.Select(entry => Uri.UnescapeDataString(entry.FullName))];
        using var nuspec = zip.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        var root = XDocument.Load(nuspec).Root!;
        Dependencies = root.Descendants(root.Name.Namespace + "group").ToDictionary(
            group => (string)group.Attribute("targetFramework")!,
            group => group.Elements().ToDictionary(element => (string)element.Attribute("id")!, element => (string?)element.Attribute("exclude") ?? ""));
    }

    public IReadOnlyList<string> Files { get; }

    /// <summary>Those in a folder, in the order of their names.</summary>
    public IEnumerable<string> FilesIn(string folder) =>
        Files.Where(file => file.StartsWith(folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    /// <summary>By target framework: the ids of the packages that it depends on, and which of their assets are excluded.</summary>
    public IReadOnlyDictionary<string, Dictionary<string, string>> Dependencies { get; }
}
