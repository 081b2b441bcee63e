using System.Reflection.Metadata;
using WeakPack.DebugData;
using WeakPack.Diagnostics;
using WeakPack.Metadata;
using WeakPack.Modules;

namespace WeakPack.ImportLibraries;

/// <summary>The file of an import library, opened and found whole: what of it is the same for each consumer.</summary>
internal sealed class ImportLibraryFile : IDisposable
{
    private const int LargeFile = 1 << 20;

    private readonly Lazy<PortablePdb?> _pdb;
    private Task<string>? _hash;

    private ImportLibraryFile(Reference reference, Manifest manifest, MetadataImage image)
    {
        Path = reference.ImportLibraryPath!;
        Stamp = reference.ImportLibraryStamp;
        Bytes = reference.ImportLibrary!;
        Manifest = manifest;
        Image = image;
        Units = new(manifest, image);
        _pdb = new(() => PortablePdb.Open(image.Pe, symbols: null), LazyThreadSafetyMode.PublicationOnly); // it is embedded; no failure is kept for the next link
    }

    public string Path { get; }

    /// <summary>What the file's was before it was read; null when it has none, or is in memory alone.</summary>
    public FileStamp? Stamp { get; }

    public byte[] Bytes { get; }

    public Manifest Manifest { get; }

    public MetadataImage Image { get; }

    public UnitsByType Units { get; }

    /// <summary>Its debug data, or null.</summary>
    public MetadataReader? Pdb => _pdb.Value?.Reader;

    /// <summary>How much memory it takes, nearly: its bytes, and its debug data once that was asked for.</summary>
    public long Size => Bytes.LongLength + (_pdb.IsValueCreated && _pdb.Value is { } pdb ? pdb.Reader.MetadataLength : 0);

    /// <summary>SHA-256 of the file.</summary>
    public string Hash => (IsHashed ? _hash! : _hash = Task.FromResult(Checksum.Of(Bytes))).GetAwaiter().GetResult();

    private bool IsHashed => _hash is { IsFaulted: false };

    /// <summary>Begins to hash a large file beside everything else: a link asks for it in the end.</summary>
    public void BeginHash()
    {
        if (Bytes.Length >= LargeFile && !IsHashed)
            _hash = Task.Run(() => Checksum.Of(Bytes));
    }

    /// <summary>Opens and checks the import library of a reference. The result is the library or what is wrong with it.</summary>
    /// <exception cref="FormatException">It is no import library.</exception>
    /// <exception cref="BadImageFormatException">It is damaged.</exception>
    public static (ImportLibraryFile? File, Diagnostic? Problem) Open(Reference reference)
    {
        var path = reference.ImportLibraryPath!;
        var text = ManifestText.FindIn(reference.ImportLibrary!);
        var format = text.ReadFormat();
        if (format.Major != Manifest.CurrentFormat.Major)
            return (null, Diagnostic.Create(Descriptors.UnknownFormat, new(path), path, format, Manifest.CurrentFormat));

        var manifest = text.Read();
        return Check(reference, manifest) is { } problem ? (null, problem) : (OpenImage(reference, manifest), null);
    }

    public void Dispose()
    {
        if (_pdb.IsValueCreated)
            _pdb.Value?.Dispose();
        Image.Dispose();
    }

    private static Diagnostic? Check(Reference reference, Manifest manifest)
    {
        var path = reference.ImportLibraryPath!;
        var package = System.IO.Path.GetFileNameWithoutExtension(path);
        if (!Checksum.Holds(reference.ImportLibrary!, manifest.Checksum))
            return Diagnostic.Create(Descriptors.WrongChecksum, new(path), path, package);
        foreach (var asset in manifest.UnitsWithNativeFiles.SelectMany(unit => unit.NativeFiles))
        {
            if (asset.Problem is var (value, what, reason))
                return Diagnostic.Create(Descriptors.PathOutside, new(path), path, value, what, reason, package);
        }

        return null;
    }

    private static ImportLibraryFile OpenImage(Reference reference, Manifest manifest)
    {
        var file = new AssemblyImage(reference.ImportLibraryPath!, reference.ImportLibrary!);
        if (ForeignImage.KindOf(file) is var (what, _))
            throw new FormatException(what);

        var image = MetadataImage.OpenForeign(file);
        try
        {
            return new(reference, manifest, image);
        }
        catch
        {
            image.Dispose();
            throw;
        }
    }
}
