using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using WeakPack.Metadata;

namespace WeakPack.Slices;

/// <summary>Copies a method's body (ECMA-335 II.25.4) with other tokens in it. Each stays where it is, and so does all else.</summary>
internal static class BodyTokens
{
    private const int FatHeader = 12;
    private const int PlaceOfLocals = 8;
    private const int HasSections = 0x08;
    private const int IsFatSection = 0x40;
    private const int IsNotLastSection = 0x80;
    private const int KindOfClause = 0x07;

    /// <param name="pe">The image.</param>
    /// <param name="address">Where the body is.</param>
    /// <param name="map">Gives each token another.</param>
    /// <exception cref="BadImageFormatException">The body is damaged.</exception>
    public static byte[] Copy(PEReader pe, int address, Func<int, int> map)
    {
        var body = pe.GetMethodBody(address);
        var section = pe.GetSectionData(address).GetReader();
        var isFat = (section.ReadByte() & 3) == 3;
        var start = isFat ? FatHeader : 1;
        var length = body.GetILReader().Length;
        var end = isFat && (pe.GetSectionData(address).GetReader(0, 1).ReadByte() & HasSections) != 0 ? EndOfSections(section, start + length) : start + length;
        section.Offset = 0;
        var bytes = section.ReadBytes(end);

        if (!body.LocalSignature.IsNil)
            Patch(bytes, PlaceOfLocals, map);
        foreach (var (offset, code, _) in IlTokens.All(body))
            Patch(bytes, start + offset + ((int)code > byte.MaxValue ? 2 : 1), map);
        if (end > start + length)
            PatchSections(bytes, start + length, map);
        return bytes;
    }

    private static int EndOfSections(BlobReader section, int at)
    {
        while (true)
        {
            at = Align(at);
            section.Offset = at;
            var header = section.ReadUInt32();
            at += SizeOf(header);
            if ((header & IsNotLastSection) == 0)
                return at;
        }
    }

    // Clauses of exceptions (II.25.4.6); one whose flags are none catches a type. In others an offset stands there, or nothing.
    private static void PatchSections(byte[] bytes, int at, Func<int, int> map)
    {
        while (at < bytes.Length)
        {
            at = Align(at);
            var header = BitConverter.ToUInt32(bytes, at);
            var isFat = (header & IsFatSection) != 0;
            var (size, placeOfType) = isFat ? (24, 20) : (12, 8);
            var end = at + SizeOf(header);
            for (var clause = at + sizeof(int); clause + size <= end; clause += size)
            {
                if ((bytes[clause] & KindOfClause) == 0)
                    Patch(bytes, clause + placeOfType, map);
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

    private static void Patch(byte[] bytes, int at, Func<int, int> map)
    {
        var token = map(BitConverter.ToInt32(bytes, at));
        for (var i = 0; i < sizeof(int); i++)
            bytes[at + i] = (byte)(token >> (8 * i));
    }
}
