using System.Reflection.Metadata;
using WeakPack.Damage;
using WeakPack.Diagnostics;
using WeakPack.Metadata;
using WeakPack.Modules;
using WeakPack.Units;

namespace WeakPack.ImportLibraries;

/// <summary>An import library that was opened and found whole, and to belong to its reference.</summary>
internal sealed class ImportLibrary : IDisposable
{
    private readonly ImportLibraryFile _file;
    private readonly ImportLibraryPool? _pool;

    private ImportLibrary(Reference reference, ImportLibraryFile file, ReferenceSet references, ImportLibraryPool? pool)
    {
        (Reference, _file, _pool) = (reference, file, pool);
        Graph = new UnitGraph(file.Image, references);
    }

    public Reference Reference { get; }

    public byte[] Bytes => _file.Bytes;

    public Manifest Manifest => _file.Manifest;

    public MetadataImage Image => _file.Image;

    /// <summary>Its debug data, or null.</summary>
    public MetadataReader? Pdb => _file.Pdb;

    public UnitGraph Graph { get; }

    public string Package => Image.AssemblyName;

    /// <summary>SHA-256 of the file.</summary>
    public string FileHash => _file.Hash;

    /// <inheritdoc cref="ImportLibraryFile.BeginHash"/>
    public void BeginFileHash() => _file.BeginHash();

    /// <summary>A reference of another module names a type of the package, or one that is nested in such.</summary>
    public bool IsNamedBy(MetadataImage image, TypeReferenceHandle type) =>
        image.Scope(type) is { Kind: HandleKind.AssemblyReference } scope
        && image.Reader.StringComparer.Equals(image.Reader.GetAssemblyReference((AssemblyReferenceHandle)scope).Name, Package);

    /// <summary>The weak unit that a top-level type belongs to, or null.</summary>
    public ManifestUnit? UnitOf(string topLevelName) => _file.Units.Find(topLevelName);

    /// <summary>Opens and checks the import library of a reference. The result is the library or what is wrong with it.</summary>
    /// <param name="reference">A reference with an import library.</param>
    /// <param name="references">All of them.</param>
    /// <param name="pool">Where it may wait, open, and will again when it is disposed; null for none.</param>
    public static (ImportLibrary? Library, Diagnostic? Problem) Open(Reference reference, ReferenceSet references, ImportLibraryPool? pool)
    {
        var path = reference.ImportLibraryPath!;
        try
        {
            // Where the stamp did not tell that both files were exchanged, as on a file system with coarse times, what waits belongs to a dll that is no more.
            if (pool?.Take(path) is { } waiting && BelongingTo(reference, waiting, references, pool) is { } known)
                return (known, null);

            var (file, problem) = ImportLibraryFile.Open(reference);
            if (file is null)
                return (null, problem);
            return BelongingTo(reference, file, references, pool) is { } library
                ? (library, null)
                : (null, Diagnostic.Create(Descriptors.Mismatch, new(path), path, reference.Path));
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

        Diagnostic Unreadable(Exception error) =>
            Diagnostic.Create(Descriptors.UnreadableImportLibrary, new(path), path, error.Message.TrimEnd('.'), Path.GetFileNameWithoutExtension(path));
    }

    public void Dispose()
    {
        if (_pool is null)
            _file.Dispose();
        else
            _pool.Put(_file);
    }

    // The library, if it is that of the runtime package; else its file is closed.
    private static ImportLibrary? BelongingTo(Reference reference, ImportLibraryFile file, ReferenceSet references, ImportLibraryPool? pool)
    {
        var belongs = false;
        try
        {
            belongs = references.Open(reference)?.AssemblyAttributes.FirstMetadata(AssemblyMarks.ImportLibrary) == file.Manifest.Checksum;
        }
        finally
        {
            if (!belongs)
                file.Dispose();
        }

        return belongs ? new(reference, file, references, pool) : null;
    }
}
