using System.Globalization;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using System.Text;
using WeakPack.Diagnostics;

namespace WeakPack.Modules;

/// <summary>WP3108: images with metadata in them that no compiler of a managed language writes for an assembly of its own.</summary>
/// <remarks>Cecil would write most of them without a word, and leave out what it does not know of: machine code, other modules.</remarks>
internal static class ForeignImage
{
    private const string LinkFirst = "Link the assembly that the compiler wrote";

    private static readonly (string What, string WayOut) Webcil = (
        "it is in Webcil format, which publishing for WebAssembly makes of an assembly", LinkFirst);

    private static readonly (string What, string WayOut) ReadyToRun = (
        "it is a ReadyToRun image, whose machine code was made for exactly the IL in it", LinkFirst + ", and compile the result to ReadyToRun");

    private static readonly (string What, string WayOut) MixedMode = (
        "it is a mixed-mode assembly, as C++/CLI makes them, in which IL and machine code refer to each other by address", "Move the units, or what uses them, into a project in C#, F# or Visual Basic");

    private static readonly (string What, string WayOut) WindowsMetadata = (
        "it is Windows metadata, which describes types and is loaded by no runtime", "Do it in the project that implements or uses the types");

    private static readonly (string What, string WayOut) Netmodule = (
        "it is a module and no assembly", "Compile its sources into the assembly");

    private static readonly (string What, string WayOut) MultiFile = (
        "parts of it are in other files: {0}", "Compile all of it into one file");

    private static readonly (string What, string WayOut) Uncompressed = (
        "its tables are in the order of Edit and Continue ('#-'), in which they can't be rewritten", "Build without Edit and Continue, and obfuscate after linking");

    private static readonly (string What, string WayOut) Newer = (
        "its metadata has format {0}, and {1} is the newest that is known here", "Update WeakPack.Sdk");

    private const string UncompressedName = "#-";

    private static readonly Version NewestKnown = new(2, 0);

    /// <summary>What keeps the image from being split or linked; null when nothing does, or it is no image at all.</summary>
    /// <exception cref="BadImageFormatException">The image can't be read.</exception>
    public static Diagnostic? Check(AssemblyImage image) =>
        KindOf(image) is var (what, wayOut) ? Diagnostic.Create(Descriptors.UnlinkableImage, new(image.Path), image.Path, what, wayOut) : null;

    /// <summary>What kind of image it is, and what to do; null for an assembly.</summary>
    /// <exception cref="BadImageFormatException">The image can't be read.</exception>
    public static (string What, string WayOut)? KindOf(AssemblyImage image)
    {
        // A Webcil file begins with its magic number, or is wrapped into a WebAssembly module.
        if (image.Bytes.AsSpan().StartsWith("WbIL"u8) || image.Bytes.AsSpan().StartsWith("\0asm"u8))
            return Webcil;

        using var pe = new PEReader(ImmutableCollectionsMarshal.AsImmutableArray(image.Bytes));
        if (!pe.HasMetadata)
            return IsComposite(pe, image.Bytes) ? ReadyToRun : null;

        var header = pe.PEHeaders.CorHeader!;
        if (header.ManagedNativeHeaderDirectory.Size != 0)
            return ReadyToRun;
        if ((header.Flags & CorFlags.ILOnly) == 0 || header.VtableFixupsDirectory.Size != 0)
            return MixedMode;
        var (tables, version) = Tables(pe.GetMetadata().GetReader());
        if (tables == UncompressedName)
            return Uncompressed;
        if (version > NewestKnown)
            return (string.Format(CultureInfo.InvariantCulture, Newer.What, version, NewestKnown), Newer.WayOut);

        var metadata = pe.GetMetadataReader(MetadataReaderOptions.None);
        if (metadata.MetadataVersion.IndexOf("WindowsRuntime", StringComparison.Ordinal) >= 0)
            return WindowsMetadata;
        if (!metadata.IsAssembly)
            return Netmodule;

        if (metadata.AssemblyFiles.Count == 0)
            return null;

        // A file without metadata is a resource's.
        var modules = metadata.AssemblyFiles.Select(metadata.GetAssemblyFile).Where(file => file.ContainsMetadata).Select(file => metadata.GetString(file.Name)).ToList();
        return modules.Count == 0 ? null : (string.Format(CultureInfo.InvariantCulture, MultiFile.What, string.Join(", ", modules)), MultiFile.WayOut);
    }

    // The image with the machine code of several assemblies has no metadata header, and one export by which it is known.
    private static bool IsComposite(PEReader pe, byte[] bytes) =>
        pe.PEHeaders.PEHeader?.ExportTableDirectory.Size > 0 && bytes.AsSpan().IndexOf("RTR_HEADER\0"u8) >= 0;

    // The header of metadata (ECMA-335 II.24.2.1): signature, two versions, a reserved field, the version's text, flags and the
    // streams; that of the tables begins with a reserved field and its version (II.24.2.6).
    private static (string Name, Version Version) Tables(BlobReader metadata)
    {
        metadata.Offset = 12;
        var length = metadata.ReadInt32();
        metadata.Offset += length + sizeof(ushort);
        for (int streams = metadata.ReadUInt16(); streams > 0; streams--)
        {
            var start = metadata.ReadInt32();
            metadata.Offset += sizeof(int);
            var name = new StringBuilder();
            for (var letter = metadata.ReadByte(); letter != 0; letter = metadata.ReadByte())
                name.Append((char)letter);
            metadata.Align(4);
            if (name.ToString() is not ("#~" or UncompressedName))
                continue;

            metadata.Offset = start + sizeof(int);
            return (name.ToString(), new Version(metadata.ReadByte(), metadata.ReadByte()));
        }

        throw new BadImageFormatException("Its metadata has no tables.");
    }
}
