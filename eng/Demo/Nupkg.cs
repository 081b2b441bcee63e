using System.IO.Compression;
using System.Xml.Linq;

namespace Demo;

/// <summary>A NuGet package: what it holds, and what it depends on.</summary>
internal sealed class Nupkg
{
    public Nupkg(string path)
    {
        using var zip = ZipFile.OpenRead(path);
        Files = [.. zip.Entries.Select(entry => entry.FullName)];
        using var nuspec = zip.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        var root = XDocument.Load(nuspec).Root!;
        Dependencies = [.. root.Descendants(root.Name.Namespace + "dependency").Select(element => (string)element.Attribute("id")!).Distinct()];
    }

    public IReadOnlyList<string> Files { get; }

    /// <summary>The ids of the packages that it depends on, for whichever framework.</summary>
    public IReadOnlyList<string> Dependencies { get; }
}
