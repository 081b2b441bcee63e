using WeakPack.Damage;
using WeakPack.Diagnostics;
using WeakPack.Metadata;
using WeakPack.Modules;
using WeakPack.Units;

namespace WeakPack.ImportLibraries;

/// <summary>An import library that was opened and found whole.</summary>
internal sealed class ImportLibrary : IDisposable
{
    private const int LargeFile = 1 << 20;

    private readonly UnitsByType _units;
    private Task<string>? _fileHash;

    private ImportLibrary(Reference reference, Manifest manifest, MetadataImage image, UnitsByType units, ReferenceSet references)
    {
        Reference = reference;
        Manifest = manifest;
        Image = image;
        _units = units;
        Graph = new UnitGraph(image, references);
    }

    public Reference Reference { get; }

    public Manifest Manifest { get; }

    public MetadataImage Image { get; }

    public UnitGraph Graph { get; }

    public string Package => Image.AssemblyName;

    /// <summary>SHA-256 of the file.</summary>
    public string FileHash => _fileHash?.GetAwaiter().GetResult() ?? Checksum.Of(Reference.ImportLibrary!);

    /// <summary>Begins to hash a large file beside everything else: a link asks for it in the end.</summary>
    public void BeginFileHash()
    {
        var file = Reference.ImportLibrary!;
        if (file.Length >= LargeFile)
            _fileHash = Task.Run(() => Checksum.Of(file));
    }

    /// <summary>The weak unit that a top-level type belongs to, or null.</summary>
    public ManifestUnit? UnitOf(string topLevelName) => _units.Find(topLevelName);

    /// <summary>Opens and checks the import library of a reference. The result is the library or what is wrong with it.</summary>
    public static (ImportLibrary? Library, Diagnostic? Problem) Open(Reference reference, ReferenceSet references)
    {
        var path = reference.ImportLibraryPath!;
        var package = Path.GetFileNameWithoutExtension(path);
        try
        {
            var text = ManifestText.FindIn(reference.ImportLibrary!);
            var format = text.ReadFormat();
            if (format.Major != Manifest.CurrentFormat.Major)
                return (null, Diagnostic.Create(Descriptors.UnknownFormat, new(path), path, format, Manifest.CurrentFormat));

            var manifest = text.Read();
            if (Check(reference, references, manifest) is { } problem)
                return (null, problem);

            var (image, units) = OpenImage(reference, manifest);
            return (new ImportLibrary(reference, manifest, image, units, references), null);
        }
        catch (FormatException error)
        {
            return (null, Unreadable(error));
        }
        catch (Exception error) when (DamagedFiles.MayCause(error))
        {
            if (DamagedFiles.Find([], [reference]) is { } damage)
                return (null, damage);
            if (error is BadImageFormatException)
                return (null, Unreadable(error));
            throw;
        }

        Diagnostic Unreadable(Exception error) => Diagnostic.Create(Descriptors.UnreadableImportLibrary, new(path), path, error.Message.TrimEnd('.'), package);
    }

    public void Dispose() => Image.Dispose();

    private static Diagnostic? Check(Reference reference, ReferenceSet references, Manifest manifest)
    {
        var path = reference.ImportLibraryPath!;
        var package = Path.GetFileNameWithoutExtension(path);
        if (!Checksum.Holds(reference.ImportLibrary!, manifest.Checksum))
            return Diagnostic.Create(Descriptors.WrongChecksum, new(path), path, package);
        foreach (var asset in manifest.UnitsWithNativeFiles.SelectMany(unit => unit.NativeFiles))
        {
            if (asset.Problem is var (value, what, reason))
                return Diagnostic.Create(Descriptors.PathOutside, new(path), path, value, what, reason, package);
        }

        if (references.Open(reference)?.AssemblyMetadata(AssemblyMarks.ImportLibrary).FirstOrDefault() != manifest.Checksum)
            return Diagnostic.Create(Descriptors.Mismatch, new(path), path, reference.Path);
        return null;
    }

    private static (MetadataImage, UnitsByType) OpenImage(Reference reference, Manifest manifest)
    {
        var file = new AssemblyImage(reference.ImportLibraryPath!, reference.ImportLibrary!);
        if (ForeignImage.KindOf(file) is var (what, _))
            throw new FormatException(what);

        var image = MetadataImage.OpenForeign(file);
        try
        {
            return (image, new UnitsByType(manifest, image));
        }
        catch
        {
            image.Dispose();
            throw;
        }
    }
}
