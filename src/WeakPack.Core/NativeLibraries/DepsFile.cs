using System.Text;
using System.Xml.Linq;

namespace WeakPack.NativeLibraries;

/// <summary>Lists native libraries in a program's <c>.deps.json</c>, where the host reads which there are for which platform.</summary>
/// <remarks>
/// The .NET SDK lists only what comes from a NuGet package that it lists itself, and the package of a linked unit is mostly gone. Each
/// file has an entry of its own: of one entry the host takes the files of the nearest platform alone, so those of
/// another unit, which names its platforms otherwise, would be lost.
/// https://github.com/dotnet/sdk/blob/main/documentation/specs/runtime-configuration-file.md
/// </remarks>
public static class DepsFile
{
    private const string Prefix = "WeakPack.Native.";
    private const string Suffix = "/1.0.0";

    /// <summary>The file with these libraries listed, and none that an earlier build listed.</summary>
    /// <exception cref="FormatException">It is no such file.</exception>
    public static byte[] List(byte[] depsFile, IReadOnlyList<PlacedNativeLibrary> libraries)
    {
        var (root, target, known) = Read(depsFile);

        var listed = target.Elements().Concat(known.Elements()).Where(entry => Json.Key(entry).StartsWith(Prefix, StringComparison.Ordinal)).ToList();
        if (listed.Count == 0 && libraries.Count == 0)
            return depsFile;
        foreach (var entry in listed)
            entry.Remove();

        foreach (var files in libraries.GroupBy(library => library.Need.Asset.Name, StringComparer.OrdinalIgnoreCase).OrderBy(files => files.Key, StringComparer.Ordinal))
        {
            var name = Prefix + files.Key + Suffix;
            target.Add(Json.Member(name, Json.Object("item", [.. files.GroupBy(file => file.Folder.Length == 0).Select(group => group.Key ? Native(group) : RuntimeTargets(group))])));
            known.Add(Json.Member(name, Json.Object("item", Json.String("type", "reference"), Json.Boolean("serviceable", false), Json.String("sha512", ""))));
        }

        return Json.WritePlain(root);
    }

    /// <summary>The file, what it says of the program's target, and its list of libraries.</summary>
    /// <exception cref="FormatException">It is no such file.</exception>
    internal static (XElement Root, XElement Target, XElement Libraries) Read(byte[] depsFile)
    {
        var root = Json.Read(WithoutMark(depsFile));
        return root.Member("targets").Member(root.Member("runtimeTarget").Member("name")?.Value ?? "") is { } target && root.Member("libraries") is { } libraries
            ? (root, target, libraries)
            : throw new FormatException("it names no runtime target, or has no libraries");
    }

    private static XElement Native(IEnumerable<PlacedNativeLibrary> files) =>
        Json.Member("native", Json.Object("item", [.. files.Select(file => Json.Member(file.Path, Json.Object("item", Json.String("fileVersion", "0.0.0.0"))))]));

    private static XElement RuntimeTargets(IEnumerable<PlacedNativeLibrary> files) =>
        Json.Member("runtimeTargets", Json.Object("item", [.. files.Select(file => Json.Member(file.Path, Json.Object("item",
            Json.String("rid", file.Need.Asset.RuntimeIdentifier), Json.String("assetType", "native"), Json.String("fileVersion", "0.0.0.0"))))]));

    private static byte[] WithoutMark(byte[] file) => file.AsSpan().StartsWith(Encoding.UTF8.GetPreamble()) ? file.AsSpan(3).ToArray() : file;
}
