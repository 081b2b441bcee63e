using System.IO.Compression;
using System.Xml;
using System.Xml.Linq;
using NuGet.Versioning;
using WeakPack.Inspection;

namespace WeakPack.Tool;

/// <summary>What a NuGet package holds of weak units.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Version">Its version.</param>
/// <param name="Dependencies">Its dependencies: framework, id and versions.</param>
/// <param name="Folders">The folders that hold an import library.</param>
/// <param name="Assemblies">The assemblies into which something was linked.</param>
/// <param name="Unreadable">What has the name of an assembly and is none, with the reason.</param>
internal sealed record NuGetPackage(
    string Id, string Version, IReadOnlyList<string> Dependencies, IReadOnlyList<NuGetFolder> Folders, IReadOnlyList<NuGetAssembly> Assemblies, IReadOnlyList<string> Unreadable)
{
    // An import library is as large as the dll beside it; a hundred times that is no library of anybody's.
    private const long LargestEntry = 512L << 20;

    /// <summary>Reads a package without unpacking it.</summary>
    public static NuGetPackage Read(string path) => InputFiles.Guard(path, () =>
    {
        using var zip = ZipFile.OpenRead(path);
        var metadata = Nuspec(zip);
        var unreadable = new List<string>();
        return new NuGetPackage(
            Text(metadata, "id"),
            Text(metadata, "version"),
            [.. Elements(metadata, "dependency").Select(Describe)],
            [.. Entries(zip, ".wpi").Select(file => new NuGetFolder(file.Path, ImportLibraryContents.Read(file)))],
            [.. Entries(zip, ".dll", ".exe").Select(file => ReadAssembly(file, unreadable)).OfType<NuGetAssembly>().Where(assembly => assembly.Copies.Count > 0)],
            unreadable);
    });

    /// <summary>The import libraries of a package, their paths being those in the package.</summary>
    public static IReadOnlyList<AvailableImportLibrary> ImportLibraries(string path) => InputFiles.Guard(path, () =>
    {
        using var zip = ZipFile.OpenRead(path);
        var version = NuGetVersion.TryParse(Text(Nuspec(zip), "version"), out var parsed) ? parsed : null;
        return Entries(zip, ".wpi").Select(file => new AvailableImportLibrary(new AssemblyImage(path + "/" + file.Path, file.Bytes), version)).ToList();
    });

    // Packages hold all kinds of files; one that is odd does not keep the others from being shown.
    private static NuGetAssembly? ReadAssembly(AssemblyImage file, List<string> unreadable)
    {
        try
        {
            return AssemblyContents.ReadUnlessNative(file) is { } assembly ? new(file.Path, assembly.Copies) : null;
        }
        catch (BadImageFormatException problem)
        {
            unreadable.Add($"{file.Path}: {problem.Message}");
            return null;
        }
    }

    private static IEnumerable<AssemblyImage> Entries(ZipArchive zip, params string[] endings) => zip.Entries
        .Where(entry => endings.Contains(Path.GetExtension(entry.FullName), StringComparer.OrdinalIgnoreCase))
        .OrderBy(entry => entry.FullName, StringComparer.Ordinal)
        .Select(entry => new AssemblyImage(entry.FullName, Bytes(entry)));

    private static byte[] Bytes(ZipArchiveEntry entry)
    {
        if (entry.Length > LargestEntry)
            throw new InvalidDataException($"its entry '{entry.FullName}' is too large");

        using var stream = entry.Open();
        var bytes = new byte[entry.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static XElement Nuspec(ZipArchive zip)
    {
        var entry = zip.Entries.FirstOrDefault(entry => !entry.FullName.Contains('/', StringComparison.Ordinal) && entry.Name.EndsWith(".nuspec", StringComparison.OrdinalIgnoreCase))
            ?? throw new InvalidDataException("it holds no .nuspec");
        try
        {
            using var reader = XmlReader.Create(entry.Open(), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, CloseInput = true });
            return XElement.Load(reader);
        }
        catch (XmlException error)
        {
            throw new InvalidDataException("its .nuspec is no XML", error);
        }
    }

    private static IEnumerable<XElement> Elements(XElement root, string name) => root.Descendants().Where(element => element.Name.LocalName == name);

    private static string Text(XElement root, string name) => Elements(root, name).FirstOrDefault()?.Value ?? throw new InvalidDataException($"its .nuspec has no '{name}'");

    private static string Describe(XElement dependency)
    {
        var framework = (string?)dependency.Parent?.Attribute("targetFramework");
        return $"{(framework is null ? "" : framework + ": ")}{(string?)dependency.Attribute("id")} {(string?)dependency.Attribute("version")}";
    }
}

/// <summary>An import library in a NuGet package.</summary>
/// <param name="Path">Where it is in the package.</param>
/// <param name="ImportLibrary">What it holds.</param>
internal sealed record NuGetFolder(string Path, ImportLibraryContents ImportLibrary);

/// <summary>An assembly in a NuGet package into which something was linked.</summary>
/// <param name="Path">Where it is in the package.</param>
/// <param name="Copies">What was linked into it.</param>
internal sealed record NuGetAssembly(string Path, IReadOnlyList<LinkedCopy> Copies);
