using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;
using WeakPack.Modules;

namespace WeakPack.DebugData;

/// <summary>The debug directory of a written image (PE/COFF, 5.1): which PDB belongs to it, and that PDB itself when it is embedded.</summary>
/// <remarks>The PDB is made of the written image, so its id, and its size, are known only when all else stands.</remarks>
internal static class DebugDirectory
{
    private const int EntrySize = 28;
    private const ushort PortableVersion = 0x0100;

    /// <summary>Appends the directory, in a section of its own.</summary>
    /// <param name="image">The written image.</param>
    /// <param name="pdb">Its PDB.</param>
    /// <param name="path">The path of the PDB.</param>
    /// <param name="isEmbedded">The PDB goes into the image.</param>
    /// <param name="isReproducible">The compiler said that the image depends on its inputs alone, and so it still does.</param>
    public static byte[] Append(byte[] image, PdbImage pdb, string path, bool isEmbedded, bool isReproducible)
    {
        var entries = Entries(pdb, path, isEmbedded, isReproducible);
        var address = 0;
        var bytes = PeSection.Append(image, ".rdata", isDiscardable: false, (sectionAddress, offset) => Write(entries, address = sectionAddress, offset));
        PeSection.SetDebugDirectory(bytes, address, entries.Count * EntrySize);
        return bytes;
    }

    // In the compiler's order.
    private static List<Entry> Entries(PdbImage pdb, string path, bool isEmbedded, bool isReproducible)
    {
        const ushort portableCodeView = 0x504D;
        List<Entry> entries =
        [
            new(DebugDirectoryEntryType.CodeView, pdb.Id.Stamp, PortableVersion, portableCodeView, CodeView(pdb.Id.Guid, path)),
            new(DebugDirectoryEntryType.PdbChecksum, 0, 1, 0, [.. Encoding.UTF8.GetBytes("SHA256\0"), .. pdb.Checksum]),
        ];
        if (isReproducible)
            entries.Add(new(DebugDirectoryEntryType.Reproducible, 0, 0, 0, []));
        if (isEmbedded)
            entries.Add(new(DebugDirectoryEntryType.EmbeddedPortablePdb, 0, PortableVersion, PortableVersion, Embed(pdb.Content)));
        return entries;
    }

    private static byte[] CodeView(Guid id, string path)
    {
        const int age = 1;
        return [.. Encoding.ASCII.GetBytes("RSDS"), .. id.ToByteArray(), age, 0, 0, 0, .. Encoding.UTF8.GetBytes(path), 0];
    }

    // https://github.com/dotnet/runtime/blob/main/docs/design/specs/PE-COFF.md, "Embedded Portable PDB Debug Directory Entry"
    private static byte[] Embed(BlobBuilder pdb)
    {
        using var data = new MemoryStream();
        data.Write(Encoding.ASCII.GetBytes("MPDB"), 0, 4);
        data.Write(BitConverter.GetBytes(pdb.Count), 0, 4);
        using (var deflate = new DeflateStream(data, CompressionLevel.Optimal, leaveOpen: true))
            pdb.WriteContentTo(deflate);
        return data.ToArray();
    }

    private static byte[] Write(List<Entry> entries, int address, int offset)
    {
        var table = new BlobBuilder();
        var data = new BlobBuilder();
        foreach (var entry in entries)
        {
            var place = entries.Count * EntrySize + data.Count;
            table.WriteUInt32(0); // characteristics
            table.WriteUInt32(entry.Stamp);
            table.WriteUInt16(entry.MajorVersion);
            table.WriteUInt16(entry.MinorVersion);
            table.WriteInt32((int)entry.Type);
            table.WriteInt32(entry.Data.Length);
            table.WriteInt32(entry.Data.Length == 0 ? 0 : address + place);
            table.WriteInt32(entry.Data.Length == 0 ? 0 : offset + place);
            data.WriteBytes(entry.Data);
        }

        table.LinkSuffix(data);
        return table.ToArray();
    }

    private sealed record Entry(DebugDirectoryEntryType Type, uint Stamp, ushort MajorVersion, ushort MinorVersion, byte[] Data);
}
