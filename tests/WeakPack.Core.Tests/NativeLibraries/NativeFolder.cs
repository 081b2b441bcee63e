using WeakPack.NativeLibraries;

namespace WeakPack.Core.Tests.NativeLibraries;

/// <summary>A folder with files that pass for native libraries, deleted at the end.</summary>
internal sealed class NativeFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("weakpack-native-");

    public string Path => _folder.FullName;

    /// <summary>Writes a file and gives its path.</summary>
    public string Write(string file, string content)
    {
        var path = System.IO.Path.Combine(Path, file);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        return path;
    }

    /// <summary>An item for a file that is there, with a content of its own.</summary>
    public UnitNativeLibrary Item(string file, string unit, string rid = "linux-x64", string? content = null) =>
        new(file, Write($"source/{rid}/{file}", content ?? $"{file} for {rid}"), rid, unit);

    /// <summary>Puts the native libraries of a package where a build would, beside its import library or elsewhere.</summary>
    public SplitPackage Deploy(SplitPackage package, string folder = "bin", string natives = "bin/weakpack/native")
    {
        foreach (var file in package.Result.ShippedNativeLibraries)
            Write($"{natives}/{file.Asset.Place}", File.ReadAllText(file.Path));
        package.Folder = System.IO.Path.Combine(Path, folder);
        return package;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
