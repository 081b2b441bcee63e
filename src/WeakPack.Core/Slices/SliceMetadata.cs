using System.Reflection.Metadata;

namespace WeakPack.Slices;

/// <summary>The metadata of a slice: the root (ECMA-335 II.24.2.1) and the streams.</summary>
internal static class SliceMetadata
{
    private const int ChunkSize = 0x4000;

    public static BlobBuilder Write(MetadataReader reader, SliceTables tables, SliceBlobs blobs)
    {
        var stream = new BlobBuilder(ChunkSize);
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

    // With at least one zero behind it, to a multiple of four.
    private static byte[] Text(string text)
    {
        var bytes = new byte[Rounded(text.Length + 1, sizeof(int))];
        System.Text.Encoding.ASCII.GetBytes(text, 0, text.Length, bytes, 0);
        return bytes;
    }

    private static int Rounded(int size, int alignment) => (size + alignment - 1) / alignment * alignment;
}
