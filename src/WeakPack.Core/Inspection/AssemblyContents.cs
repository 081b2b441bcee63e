using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using WeakPack.Damage;
using WeakPack.Metadata;
using WeakPack.Modules;

namespace WeakPack.Inspection;

/// <summary>What WeakPack has written into an assembly, and what the assembly refers to.</summary>
public sealed record AssemblyContents
{
    /// <summary>Its simple name.</summary>
    public required string Name { get; init; }

    /// <summary>Its version.</summary>
    public required string Version { get; init; }

    /// <summary>The long name of its target framework; empty when it does not tell.</summary>
    public required string TargetFramework { get; init; }

    /// <summary>The module's version id.</summary>
    public required Guid Mvid { get; init; }

    /// <summary>The checksum of the import library that belongs to it; null when it is no package with weak units.</summary>
    public string? ImportLibrary { get; init; }

    /// <summary>The types that were linked into it.</summary>
    public IReadOnlyList<LinkedCopy> Copies { get; init; } = [];

    /// <summary>The assemblies that it refers to, with their versions.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> References { get; init; } = [];

    /// <summary>It was linked or split by WeakPack.</summary>
    public bool IsOurs => ImportLibrary is not null || Copies.Count > 0;

    /// <summary>Reads an assembly.</summary>
    /// <exception cref="BadImageFormatException">The file is no managed assembly.</exception>
    public static AssemblyContents Read(AssemblyImage file)
    {
        return DamagedFiles.Guard(ReadImage, [file], []);

        AssemblyContents ReadImage()
        {
            using var image = MetadataImage.OpenForeign(file);
            return Read(image);
        }
    }

    /// <summary>Reads an assembly; null when the file is a native library.</summary>
    /// <exception cref="BadImageFormatException">It is neither.</exception>
    public static AssemblyContents? ReadUnlessNative(AssemblyImage file) => NativeFile.Is(file) ? null : Read(file);

    internal static AssemblyContents Read(MetadataImage image)
    {
        var reader = image.Reader;
        return new()
        {
            Name = image.AssemblyName,
            Version = reader.GetAssemblyDefinition().Version.ToString(),
            TargetFramework = TargetFrameworkName.Of(image).Moniker,
            Mvid = reader.GetGuid(reader.GetModuleDefinition().Mvid),
            ImportLibrary = image.AssemblyAttributes.FirstMetadata(AssemblyMarks.ImportLibrary),
            Copies = [.. image.AssemblyAttributes.Metadata(AssemblyMarks.Linked).Select(LinkedCopy.TryParse).OfType<LinkedCopy>().Distinct()],
            References = [.. reader.AssemblyReferences.Select(reader.GetAssemblyReference).Select(reference => new KeyValuePair<string, string>(reader.GetString(reference.Name), reference.Version.ToString()))],
        };
    }
}
