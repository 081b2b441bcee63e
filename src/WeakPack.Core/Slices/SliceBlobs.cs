using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace WeakPack.Slices;

/// <summary>The heaps of a slice: what its rows and bodies have of the module's, each once.</summary>
internal sealed class SliceBlobs
{
    private readonly MetadataReader _reader;
    private readonly SliceRows _rows;
    private readonly Dictionary<int, int> _strings = [];
    private readonly Dictionary<int, int> _plain = [];
    private readonly Dictionary<int, int> _members = []; // signatures
    private readonly Dictionary<int, int> _types = []; // of type specifications
    private readonly Dictionary<int, int> _texts = [];

    public SliceBlobs(MetadataReader reader, SliceRows rows)
    {
        (_reader, _rows) = (reader, rows);
        foreach (var heap in new[] { Strings, Blobs, Texts })
            heap.WriteByte(0); // what is empty is at 0
        Guids.WriteBytes(Heap(HeapIndex.Guid, 0).ReadBytes(reader.GetHeapSize(HeapIndex.Guid)));
    }

    public BlobBuilder Strings { get; } = new();

    public BlobBuilder Blobs { get; } = new();

    public BlobBuilder Guids { get; } = new();

    public BlobBuilder Texts { get; } = new();

    /// <summary>The table's blobs are signatures.</summary>
    public static bool IsSignature(TableIndex table) =>
        table is TableIndex.Field or TableIndex.MethodDef or TableIndex.MemberRef or TableIndex.StandAloneSig or TableIndex.Property or TableIndex.TypeSpec or TableIndex.MethodSpec;

    public static BlobReader Reader(MetadataReader reader, int place) => reader.GetBlobReader(MetadataTokens.BlobHandle(place));

    public int String(int place)
    {
        if (place == 0)
            return 0;
        if (_strings.TryGetValue(place, out var known))
            return known;
        var text = _reader.GetBlobReader(MetadataTokens.StringHandle(place));
        _strings.Add(place, known = Strings.Count);
        Strings.WriteBytes(text.ReadBytes(text.Length));
        Strings.WriteByte(0);
        return known;
    }

    public int Blob(int place, TableIndex table)
    {
        if (place == 0)
            return 0;
        var known = table == TableIndex.TypeSpec ? _types : IsSignature(table) ? _members : _plain;
        if (!known.TryGetValue(place, out var added))
            known.Add(place, added = Add(Reader(_reader, place), table));
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

    private int Add(BlobReader blob, TableIndex table)
    {
        var copy = new BlobBuilder();
        if (IsSignature(table))
            SignatureTokens.Copy(blob, table == TableIndex.TypeSpec, _rows.Map, copy);
        else
            copy.WriteBytes(blob.ReadBytes(blob.Length));
        var place = Blobs.Count;
        Blobs.WriteCompressedInteger(copy.Count);
        copy.WriteContentTo(Blobs);
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
