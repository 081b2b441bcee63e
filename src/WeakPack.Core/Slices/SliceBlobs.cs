using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace WeakPack.Slices;

/// <summary>The heaps of a slice: what its rows and bodies have of the module's, each once.</summary>
internal sealed class SliceBlobs
{
    private const int ChunkSize = 0x1000; // a builder's own is 256 bytes, of which a large module would want many

    private readonly MetadataReader _reader;
    private readonly SliceRows _rows;
    private readonly SliceAdditions _additions;
    private readonly Func<int, int> _map;
    private readonly BlobBuilder _signature = new(); // the one at hand
    private readonly Dictionary<int, int> _strings = [];
    private readonly Dictionary<int, int> _longest = []; // where the longest string begins that ends at a place in the module's heap
    private readonly Dictionary<int, int> _plain = [];
    private readonly Dictionary<int, int> _members = []; // signatures
    private readonly Dictionary<int, int> _types = []; // of type specifications
    private readonly Dictionary<int, int> _texts = [];

    public SliceBlobs(MetadataReader reader, SliceRows rows, SliceAdditions additions)
    {
        (_reader, _rows, _additions) = (reader, rows, additions);
        _map = rows.Map;
        foreach (var heap in new[] { Strings, Blobs, Texts })
            heap.WriteByte(0); // what is empty is at 0
        Guids.WriteBytes(Heap(HeapIndex.Guid, 0).ReadBytes(reader.GetHeapSize(HeapIndex.Guid)));
    }

    public BlobBuilder Strings { get; } = new(ChunkSize);

    public BlobBuilder Blobs { get; } = new(ChunkSize);

    public BlobBuilder Guids { get; } = new();

    public BlobBuilder Texts { get; } = new(ChunkSize);

    /// <summary>The bytes of a heap that rows name.</summary>
    public int HeapSize(HeapIndex heap) => heap switch
    {
        HeapIndex.String => Strings.Count,
        HeapIndex.Guid => Guids.Count,
        HeapIndex.Blob => Blobs.Count,
        _ => throw new InvalidOperationException($"No row names anything in {heap}."),
    };

    /// <summary>The table's blobs are signatures.</summary>
    public static bool IsSignature(TableIndex table) =>
        table is TableIndex.Field or TableIndex.MethodDef or TableIndex.MemberRef or TableIndex.StandAloneSig or TableIndex.Property or TableIndex.TypeSpec or TableIndex.MethodSpec;

    public static BlobReader Reader(MetadataReader reader, int place) => reader.GetBlobReader(MetadataTokens.BlobHandle(place));

    public int String(int place)
    {
        if (place == 0)
            return 0;
        if (!_strings.TryGetValue(place, out var known))
            _strings.Add(place, known = _additions.Text(place) is { } added ? Add(added) : AddString(place));
        return known;
    }

    public int Blob(int place, TableIndex table)
    {
        if (place == 0)
            return 0;
        var known = table == TableIndex.TypeSpec ? _types : IsSignature(table) ? _members : _plain;
        if (!known.TryGetValue(place, out var added))
            known.Add(place, added = _additions.Blob(place) is { } blob ? AddBlob(blob) : AddBlob(Reader(_reader, place), table));
        return added;
    }

    /// <summary>A token in code: of a row, or of a text.</summary>
    public int Token(int token)
    {
        const int userString = 0x70, place = 0xFFFFFF;
        return token >>> 24 == userString ? (userString << 24) | Text(token & place) : _rows.Map(token);
    }

    private int Text(int place)
    {
        if (place == 0)
            return 0;
        if (_texts.TryGetValue(place, out var known))
            return known;

        // As it is: it need not be valid UTF-16.
        var heap = Heap(HeapIndex.UserString, place);
        var bytes = heap.ReadBytes(heap.ReadCompressedInteger());
        _texts.Add(place, known = Texts.Count);
        Texts.WriteCompressedInteger(bytes.Length);
        Texts.WriteBytes(bytes);
        return known;
    }

    // A compiler writes a name that others end with once: "Count" is the end of "get_Count".
    private unsafe int AddString(int place)
    {
        var text = _reader.GetBlobReader(MetadataTokens.StringHandle(place));
        var end = place + text.Length;
        if (_longest.TryGetValue(end, out var longest) && longest < place)
            return _strings[longest] + place - longest;
        var added = Strings.Count;
        _longest[end] = place;
        Strings.WriteBytes(text.StartPointer, text.Length);
        Strings.WriteByte(0);
        return added;
    }

    private int Add(byte[] text)
    {
        var place = Strings.Count;
        Strings.WriteBytes(text);
        Strings.WriteByte(0);
        return place;
    }

    private unsafe int AddBlob(BlobReader blob, TableIndex table)
    {
        var place = Blobs.Count;
        if (!IsSignature(table))
        {
            Blobs.WriteCompressedInteger(blob.Length);
            Blobs.WriteBytes(blob.StartPointer, blob.Length);
            return place;
        }

        _signature.Clear();
        SignatureTokens.Copy(blob, table == TableIndex.TypeSpec, _map, _signature);
        Blobs.WriteCompressedInteger(_signature.Count);
        _signature.WriteContentTo(Blobs);
        return place;
    }

    private int AddBlob(byte[] blob)
    {
        var place = Blobs.Count;
        Blobs.WriteCompressedInteger(blob.Length);
        Blobs.WriteBytes(blob);
        return place;
    }

    private unsafe BlobReader Heap(HeapIndex heap, int place)
    {
        var size = _reader.GetHeapSize(heap);
        var reader = new BlobReader(_reader.MetadataPointer + _reader.GetHeapMetadataOffset(heap), size);
        reader.Offset = place;
        return reader;
    }
}
