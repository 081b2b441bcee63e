using WeakPack.Damage;
using WeakPack.ImportLibraries;
using WeakPack.Metadata;
using WeakPack.Units;

namespace WeakPack.Inspection;

/// <summary>What is in an import library.</summary>
public sealed record ImportLibraryContents
{
    /// <summary>Its manifest.</summary>
    public required Manifest Manifest { get; init; }

    /// <summary>The format of the manifest.</summary>
    public required Version Format { get; init; }

    /// <summary>The package's assembly version.</summary>
    public required string Version { get; init; }

    /// <summary>SHA-256 of the file.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The file's bytes are those that its checksum was taken of.</summary>
    public required bool IsIntact { get; init; }

    /// <summary>Bytes of code of each unit's own types, by the unit's name.</summary>
    public required IReadOnlyDictionary<string, int> Sizes { get; init; }

    /// <summary>Reads an import library.</summary>
    /// <exception cref="FormatException">It is no import library, or one of another major format.</exception>
    /// <exception cref="BadImageFormatException">Its metadata can't be read.</exception>
    public static ImportLibraryContents Read(AssemblyImage file) => DamagedFiles.Guard(() => ReadImage(file), [file], []);

    private static ImportLibraryContents ReadImage(AssemblyImage file)
    {
        var xml = Manifest.FindIn(file.Bytes);
        var format = Manifest.ReadFormat(xml);
        if (format.Major != Manifest.CurrentFormat.Major)
            throw new FormatException($"its format is {format}, and this version reads {Manifest.CurrentFormat.Major}.x");

        var manifest = Manifest.Read(xml);
        using var image = MetadataImage.OpenForeign(file);
        using var references = new ReferenceSet([]);
        var graph = new UnitGraph(image, references);
        return new()
        {
            Manifest = manifest,
            Format = format,
            Version = image.Reader.GetAssemblyDefinition().Version.ToString(),
            Sha256 = Checksum.Of(file.Bytes),
            IsIntact = Checksum.Holds(file.Bytes, manifest.Checksum),
            Sizes = manifest.Units.ToDictionary(
                unit => unit.Name,
                unit => unit.Types.Sum(type => image.FindTopLevel(type.Name) is { } handle ? NodeSize.Of(image, graph.NodeOf(handle)) : 0),
                StringComparer.Ordinal),
        };
    }
}
