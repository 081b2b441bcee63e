using WeakPack.ImportLibraries;

namespace WeakPack;

/// <summary>An assembly that the compiler was given, and the import library next to it when there is one.</summary>
public sealed class Reference
{
    private readonly Lazy<byte[]> _bytes;
    private readonly Lazy<ImportLibraryContent>? _importLibrary;

    private Reference(string path, Lazy<byte[]> bytes, string? importLibraryPath, Lazy<ImportLibraryContent>? importLibrary)
    {
        Path = path;
        ImportLibraryPath = importLibraryPath;
        _bytes = bytes;
        _importLibrary = importLibrary;
    }

    /// <summary>Where the assembly is.</summary>
    public string Path { get; }

    /// <summary>Where its import library is, or null.</summary>
    public string? ImportLibraryPath { get; }

    /// <summary>Part of the framework: it never refers to a package, so nobody looks.</summary>
    public bool IsFramework { get; private init; }

    /// <summary>Its types can be named by an extern alias only, so they can't be mistaken for others of their names.</summary>
    public bool IsAliased { get; private init; }

    /// <summary>Where it comes from, and what the project says of that.</summary>
    public ReferenceOrigin Origin { get; private init; } = ReferenceOrigin.Unknown;

    internal byte[] Bytes => _bytes.Value;

    internal byte[]? ImportLibrary => _importLibrary?.Value.Bytes;

    /// <summary>The stamp of the import library's file before it was read; null when it is in memory alone.</summary>
    internal FileStamp? ImportLibraryStamp => _importLibrary?.Value.Stamp;

    /// <summary>A reference in a file, read when it is needed.</summary>
    /// <param name="path">The assembly.</param>
    /// <param name="importLibraryPath">The import library that stands next to it, or null.</param>
    /// <param name="isFramework">Part of the framework.</param>
    /// <param name="isAliased">Its types can be named by an extern alias only.</param>
    /// <param name="origin">Where it comes from.</param>
    public static Reference FromFile(string path, string? importLibraryPath = null, bool isFramework = false, bool isAliased = false, ReferenceOrigin? origin = null) =>
        new(path, new(() => File.ReadAllBytes(path)),
            importLibraryPath, importLibraryPath is null ? null : new(() => ReadImportLibrary(importLibraryPath)))
        {
            IsFramework = isFramework,
            IsAliased = isAliased,
            Origin = origin ?? ReferenceOrigin.Unknown,
        };

    /// <summary>A reference at hand.</summary>
    public static Reference FromImage(AssemblyImage image, byte[]? importLibrary = null, bool isAliased = false, ReferenceOrigin? origin = null) =>
        new(image.Path, new(() => image.Bytes),
            importLibrary is null ? null : System.IO.Path.ChangeExtension(image.Path, ".wpi"),
            importLibrary is null ? null : new(() => new(importLibrary, null)))
        {
            IsAliased = isAliased,
            Origin = origin ?? ReferenceOrigin.Unknown,
        };

    // The stamp first: when the file is replaced in between, it is not that of what was read, and so never that of the file again.
    private static ImportLibraryContent ReadImportLibrary(string path)
    {
        var stamp = FileStamp.Of(path);
        return new(File.ReadAllBytes(path), stamp);
    }

    private sealed record ImportLibraryContent(byte[] Bytes, FileStamp? Stamp);
}

/// <summary>Where a reference comes from, and what the project says of that.</summary>
public sealed record ReferenceOrigin
{
    /// <summary>Nothing is known.</summary>
    public static ReferenceOrigin Unknown { get; } = new();

    /// <summary>The id of the NuGet package that it comes from, or null.</summary>
    public string? NuGetPackage { get; init; }

    /// <summary>The full path of the project that it comes from, or null. Which package that makes, the graph of packages tells.</summary>
    public string? ProjectFile { get; init; }

    /// <summary>The version of the NuGet package, or null.</summary>
    public string? Version { get; init; }

    /// <summary>It is to stay, needed or not: <c>WeakPackKeep="true"</c>.</summary>
    public bool IsKept { get; init; }

    /// <summary>It is there for its weak units alone, and must not be needed: <c>WeakOnly="true"</c>.</summary>
    public bool IsWeakOnly { get; init; }

    /// <summary>The project says that it is there for more: <c>WeakOnly="false"</c>.</summary>
    public bool DeniesWeakOnly { get; init; }
}
