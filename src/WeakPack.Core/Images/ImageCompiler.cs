using WeakPack.ImportLibraries;

namespace WeakPack.Images;

/// <summary>crossgen2, as a NuGet package brings it.</summary>
public sealed class ImageCompiler
{
    private ImageCompiler(string path, string identity)
    {
        Path = path;
        Identity = identity;
    }

    /// <summary>The program: an executable, or a dll that <c>dotnet</c> runs.</summary>
    public string Path { get; }

    /// <summary>The pack's version and a hash of its content.</summary>
    public string Identity { get; }

    /// <summary>Describes a compiler.</summary>
    /// <param name="path">The program.</param>
    /// <param name="packVersion">The version of its package.</param>
    /// <exception cref="IOException">It can't be read.</exception>
    public static ImageCompiler At(string path, string packVersion)
    {
        // NuGet leaves the hash of the package beside its files: so 30 MB need not be read in each build.
        var pack = System.IO.Path.GetDirectoryName(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path)))!;
        var sealedHash = Directory.Exists(pack) ? Directory.EnumerateFiles(pack, "*.nupkg.sha512").FirstOrDefault() : null;
        var hash = sealedHash is not null ? File.ReadAllText(sealedHash).Trim() : Checksum.Of(File.ReadAllBytes(path));
        return new(path, $"{packVersion} {hash}");
    }
}
