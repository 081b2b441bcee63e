using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace WeakPack.DebugData;

/// <summary>The heaps of a PDB that is written: each text, blob and guid once.</summary>
internal sealed class PdbHeaps
{
    private const int ChunkSize = 0x1000; // a builder's own is 256 bytes, of which a large module would want many

    private readonly Dictionary<string, int> _strings = new(StringComparer.Ordinal);
    private readonly Dictionary<byte[], int> _blobs = new(new BytesComparer());
    private readonly Dictionary<byte[], int> _guids = new(new BytesComparer());

    public PdbHeaps()
    {
        Strings.WriteByte(0); // what is empty is at 0
        Blobs.WriteByte(0);
    }

    public BlobBuilder Strings { get; } = new(ChunkSize);

    public BlobBuilder Blobs { get; } = new(ChunkSize);

    public BlobBuilder Guids { get; } = new();

    public int String(string text)
    {
        if (text.Length == 0)
            return 0;
        if (!_strings.TryGetValue(text, out var place))
        {
            _strings.Add(text, place = Strings.Count);
            Strings.WriteUTF8(text);
            Strings.WriteByte(0);
        }

        return place;
    }

    public int Blob(byte[] blob)
    {
        if (blob.Length == 0)
            return 0;
        if (!_blobs.TryGetValue(blob, out var place))
        {
            _blobs.Add(blob, place = Blobs.Count);
            Blobs.WriteCompressedInteger(blob.Length);
            Blobs.WriteBytes(blob);
        }

        return place;
    }

    /// <summary>The number of a guid, which counts from 1; 0 for none.</summary>
    public int Guid(Guid guid)
    {
        if (guid == default)
            return 0;
        var bytes = guid.ToByteArray();
        if (!_guids.TryGetValue(bytes, out var number))
        {
            _guids.Add(bytes, number = _guids.Count + 1);
            Guids.WriteBytes(bytes);
        }

        return number;
    }

    /// <summary>The bytes of a heap.</summary>
    public int Size(HeapIndex heap) => heap switch
    {
        HeapIndex.String => Strings.Count,
        HeapIndex.Guid => Guids.Count,
        HeapIndex.Blob => Blobs.Count,
        _ => throw new InvalidOperationException($"No row names anything in {heap}."),
    };

    private sealed class BytesComparer : IEqualityComparer<byte[]>
    {
        public bool Equals(byte[] x, byte[] y) => x.AsSpan().SequenceEqual(y);

        // FNV-1a
        public int GetHashCode(byte[] obj)
        {
            var hash = unchecked((int)2166136261);
            foreach (var value in obj)
                hash = unchecked((hash ^ value) * 16777619);
            return hash;
        }
    }
}
