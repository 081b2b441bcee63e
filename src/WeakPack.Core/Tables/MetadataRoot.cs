using System.Reflection.Metadata;
using System.Text;

namespace WeakPack.Tables;

/// <summary>A stream of metadata (ECMA-335 II.24.2.2).</summary>
internal sealed record MetadataStream(string Name, BlobBuilder Content);

/// <summary>The root of metadata (ECMA-335 II.24.2.1), and the streams behind it.</summary>
internal static class MetadataRoot
{
    /// <param name="version">The version of the format, as a text.</param>
    /// <param name="streams">The streams. They go into what is returned.</param>
    public static BlobBuilder Write(string version, IReadOnlyList<MetadataStream> streams)
    {
        var root = new BlobBuilder();
        root.WriteUInt32(0x424A5342);
        root.WriteInt32(1 | (1 << 16));
        root.WriteInt32(0);
        var text = Padded(version);
        root.WriteInt32(text.Length);
        root.WriteBytes(text);
        root.WriteUInt16(0);
        root.WriteUInt16((ushort)streams.Count);
        var place = root.Count;
        foreach (var stream in streams)
            place += (2 * sizeof(int)) + Padded(stream.Name).Length;
        foreach (var stream in streams)
        {
            stream.Content.Align(sizeof(int));
            root.WriteInt32(place);
            root.WriteInt32(stream.Content.Count);
            root.WriteBytes(Padded(stream.Name));
            place += stream.Content.Count;
        }

        foreach (var stream in streams)
            root.LinkSuffix(stream.Content);
        return root;
    }

    // With at least one zero behind it, to a multiple of four.
    private static byte[] Padded(string text)
    {
        var bytes = new byte[(text.Length / sizeof(int) * sizeof(int)) + sizeof(int)];
        Encoding.ASCII.GetBytes(text, 0, text.Length, bytes, 0);
        return bytes;
    }
}
