using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using WeakPack.Metadata;

namespace WeakPack.Slices;

/// <summary>The tokens in a method's body (ECMA-335 II.25.4), which can be seen and exchanged. All else stays where it is.</summary>
/// <remarks>The reader's own objects for bodies are too many for a large module.</remarks>
internal static class BodyTokens
{
    private const int FatHeader = 12;
    private const int PlaceOfSize = 4;
    private const int PlaceOfLocals = 8;
    private const int FormatMask = 0x03;
    private const int FatFormat = 0x03;
    private const int TinyFormat = 0x02;
    private const int HasSections = 0x08;
    private const int IsFatSection = 0x40;
    private const int IsNotLastSection = 0x80;
    private const int KindOfClause = 0x07;

    /// <summary>A method's body: its header, its code and its clauses.</summary>
    /// <exception cref="BadImageFormatException">The body is damaged.</exception>
    public static BlobReader Read(PEReader pe, int address)
    {
        var section = pe.GetSectionData(address);
        var reader = section.GetReader();
        var (start, length, hasSections) = Header(ref reader);
        var end = start + length;
        if (hasSections)
            end = EndOfSections(ref reader, end);
        return end <= section.Length ? section.GetReader(0, end) : throw Outside();
    }

    /// <summary>It must begin at a multiple of four.</summary>
    public static bool IsFat(BlobReader body) => (body.ReadByte() & FormatMask) == FatFormat;

    /// <summary>Maps each token.</summary>
    /// <param name="body">The body.</param>
    /// <param name="map">Gives a token another.</param>
    /// <param name="copy">A copy of the body, in which the tokens are exchanged; null to see them only.</param>
    /// <param name="at">Where the copy begins.</param>
    /// <exception cref="BadImageFormatException">The body is damaged.</exception>
    public static void Map(BlobReader body, Func<int, int> map, byte[]? copy = null, int at = 0)
    {
        var header = body;
        var (start, length, _) = Header(ref header);
        if (start == FatHeader && ReadInt32(body, PlaceOfLocals) != 0)
            Map(body, PlaceOfLocals, map, copy, at);

        var tokens = new IlTokens.Enumerator(Part(body, start, length));
        while (tokens.MoveNext())
        {
            var (offset, instruction, _) = tokens.Current;
            Map(body, start + offset + ((int)instruction > byte.MaxValue ? 2 : 1), map, copy, at);
        }

        if (start + length < body.Length)
            MapSections(body, start + length, map, copy, at);
    }

    private static (int Start, int Length, bool HasSections) Header(ref BlobReader body)
    {
        var first = body.ReadByte();
        switch (first & FormatMask)
        {
            case TinyFormat:
                return (1, first >> 2, false);
            case FatFormat:
                body.Offset = PlaceOfSize;
                var length = body.ReadInt32();
                return length >= 0 && length <= body.Length - FatHeader ? (FatHeader, length, (first & HasSections) != 0) : throw Outside();
            default:
                throw new BadImageFormatException("a method's body has an unknown format");
        }
    }

    private static int EndOfSections(ref BlobReader body, int at)
    {
        while (true)
        {
            at = Align(at);
            var header = (uint)ReadInt32(body, at);
            at += SizeOf(header);
            if ((header & IsNotLastSection) == 0)
                return at;
        }
    }

    // Clauses of exceptions (II.25.4.6); one whose flags are none catches a type. In others an offset stands there, or nothing.
    private static void MapSections(BlobReader body, int at, Func<int, int> map, byte[]? copy, int start)
    {
        while (at < body.Length)
        {
            at = Align(at);
            var header = (uint)ReadInt32(body, at);
            var isFat = (header & IsFatSection) != 0;
            var (size, placeOfType) = isFat ? (24, 20) : (12, 8);
            var end = at + SizeOf(header);
            for (var clause = at + sizeof(int); clause + size <= end; clause += size)
            {
                if ((ReadInt32(body, clause) & KindOfClause) == 0)
                    Map(body, clause + placeOfType, map, copy, start);
            }

            at = end;
        }
    }

    private static int SizeOf(uint header)
    {
        var size = (header & IsFatSection) != 0 ? (int)(header >> 8) : (int)(header >> 8) & byte.MaxValue;
        return size >= sizeof(int) ? size : throw new BadImageFormatException("a method's exception clauses are damaged");
    }

    private static int Align(int at) => (at + 3) & ~3;

    private static void Map(BlobReader body, int place, Func<int, int> map, byte[]? copy, int at)
    {
        var token = map(ReadInt32(body, place));
        if (copy is null)
            return;
        for (var i = 0; i < sizeof(int); i++)
            copy[at + place + i] = (byte)(token >> (8 * i));
    }

    private static int ReadInt32(BlobReader body, int place)
    {
        if (place > body.Length - sizeof(int))
            throw Outside();
        body.Offset = place;
        return body.ReadInt32();
    }

    private static unsafe BlobReader Part(BlobReader body, int start, int length) => new(body.StartPointer + start, length);

    private static BadImageFormatException Outside() => new("a method is said to be larger than the file");
}
