using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace WeakPack.Slices;

/// <summary>The file around a slice: as little of a PE file (ECMA-335 II.25) as readers want, with one section.</summary>
internal static class SliceImage
{
    private const int SectionAddress = 0x2000;
    private const int SectionPlace = 0x200;
    private const int CliHeaderSize = 72;
    private const int Alignment = 8;

    /// <summary>Where code and data are.</summary>
    public const int BodiesAddress = SectionAddress + CliHeaderSize;

    public static byte[] Write(MetadataReader reader, SliceTables tables, SliceBlobs blobs, SliceBodies bodies)
    {
        var metadata = Metadata(reader, tables, blobs);
        bodies.Content.Align(Alignment);
        bodies.Resources.Align(Alignment);
        var resources = BodiesAddress + bodies.Content.Count;

        var section = new BlobBuilder();
        section.WriteInt32(CliHeaderSize);
        section.WriteInt32(2 | (5 << 16)); // the runtime's version
        WriteDirectory(section, resources + bodies.Resources.Count, metadata.Count);
        section.WriteInt32((int)CorFlags.ILOnly);
        section.WriteInt32(0);
        WriteDirectory(section, resources, bodies.Resources.Count);
        section.WriteBytes(0, CliHeaderSize - section.Count);
        section.LinkSuffix(bodies.Content);
        section.LinkSuffix(bodies.Resources);
        section.LinkSuffix(metadata);

        var file = new BlobBuilder();
        WriteHeaders(file, section.Count);
        file.WriteBytes(0, SectionPlace - file.Count);
        file.LinkSuffix(section);
        return file.ToArray();
    }

    // The root (II.24.2.1) and the streams.
    private static BlobBuilder Metadata(MetadataReader reader, SliceTables tables, SliceBlobs blobs)
    {
        var stream = new BlobBuilder();
        tables.WriteTo(stream);
        (string Name, BlobBuilder Content)[] streams = [("#~", stream), ("#Strings", blobs.Strings), ("#US", blobs.Texts), ("#GUID", blobs.Guids), ("#Blob", blobs.Blobs)];

        var root = new BlobBuilder();
        root.WriteUInt32(0x424A5342);
        root.WriteInt32(1 | (1 << 16));
        root.WriteInt32(0);
        var version = Text(reader.MetadataVersion);
        root.WriteInt32(version.Length);
        root.WriteBytes(version);
        root.WriteUInt16(0);
        root.WriteUInt16((ushort)streams.Length);
        var place = root.Count + streams.Sum(item => (2 * sizeof(int)) + Text(item.Name).Length);
        foreach (var (name, content) in streams)
        {
            content.Align(sizeof(int));
            root.WriteInt32(place);
            root.WriteInt32(content.Count);
            root.WriteBytes(Text(name));
            place += content.Count;
        }

        foreach (var (_, content) in streams)
            root.LinkSuffix(content);
        return root;
    }

    private static void WriteHeaders(BlobBuilder file, int sectionSize)
    {
        const int peHeader = 0x80, placeOfIt = 0x3C, directories = 16, cliDirectory = 14;
        file.WriteUInt16(0x5A4D); // "MZ"
        file.WriteBytes(0, placeOfIt - file.Count);
        file.WriteInt32(peHeader);
        file.WriteBytes(0, peHeader - file.Count);
        file.WriteUInt32(0x4550); // "PE"
        file.WriteUInt16((ushort)Machine.I386);
        file.WriteUInt16(1);
        file.WriteBytes(0, 12);
        file.WriteUInt16(224); // what follows
        file.WriteUInt16((ushort)(Characteristics.Dll | Characteristics.ExecutableImage));

        file.WriteUInt16((ushort)PEMagic.PE32);
        file.WriteBytes(0, 30);
        file.WriteInt32(SectionAddress); // alignment of sections, and of them in the file
        file.WriteInt32(SectionPlace);
        file.WriteBytes(0, 16);
        file.WriteInt32(SectionAddress + Rounded(sectionSize, SectionAddress));
        file.WriteInt32(SectionPlace);
        file.WriteBytes(0, 4);
        file.WriteUInt16((ushort)Subsystem.WindowsCui);
        file.WriteBytes(0, 22);
        file.WriteInt32(directories);
        for (var i = 0; i < directories; i++)
            WriteDirectory(file, i == cliDirectory ? SectionAddress : 0, i == cliDirectory ? CliHeaderSize : 0);

        file.WriteBytes(".text\0\0\0"u8.ToArray());
        file.WriteInt32(sectionSize);
        file.WriteInt32(SectionAddress);
        file.WriteInt32(sectionSize);
        file.WriteInt32(SectionPlace);
        file.WriteBytes(0, 12);
        file.WriteUInt32((uint)(SectionCharacteristics.ContainsCode | SectionCharacteristics.MemRead | SectionCharacteristics.MemExecute));
    }

    private static void WriteDirectory(BlobBuilder blob, int address, int size)
    {
        blob.WriteInt32(size == 0 ? 0 : address);
        blob.WriteInt32(size);
    }

    // With at least one zero behind it, to a multiple of four.
    private static byte[] Text(string text)
    {
        var bytes = new byte[Rounded(text.Length + 1, sizeof(int))];
        System.Text.Encoding.ASCII.GetBytes(text, 0, text.Length, bytes, 0);
        return bytes;
    }

    private static int Rounded(int size, int alignment) => (size + alignment - 1) / alignment * alignment;
}
