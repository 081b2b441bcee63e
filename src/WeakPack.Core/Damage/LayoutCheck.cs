using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace WeakPack.Damage;

/// <summary>Looks at the headers of sections and of metadata streams (ECMA-335 II.25.3, II.24.2.2): are they so that both readers find the same?</summary>
/// <remarks>
/// What System.Reflection.Metadata has seen to be sound says nothing of what Mono.Cecil reads elsewhere. It finds sections by their
/// size in the file and not in memory, and takes memory for each stream, before it knows the name, as much as its header says.
/// </remarks>
internal static class LayoutCheck
{
    private const int PlaceOfVersion = 12; // in the metadata: II.24.2.1
    private const int PlaceOfHeapSizes = 6; // in the stream of tables: II.24.2.6
    private const int HasExtraData = 0x40;

    // Of letters. Longer names may be, but Cecil loses its way behind the 16th, and no compiler writes one.
    private const int LongestName = 15;

    /// <exception cref="BadImageFormatException">They are not.</exception>
    public static void Run(PEReader pe)
    {
        CheckSections(pe.PEHeaders);
        CheckStreams(pe.GetMetadata().GetReader());
    }

    /// <summary>Whether a number stands before the tables of which Cecil does not know, as some obfuscators write it: Cecil would take it for the first row.</summary>
    public static unsafe bool HidesTables(MetadataReader reader)
    {
        var tables = new BlobReader(reader.MetadataPointer, reader.MetadataLength);
        tables.Offset = StartOfTables(tables) + PlaceOfHeapSizes;
        return (tables.ReadByte() & HasExtraData) != 0;
    }

    private static void CheckSections(PEHeaders headers)
    {
        var end = 0L;
        foreach (var section in headers.SectionHeaders)
        {
            if ((uint)section.VirtualAddress < end)
                throw new BadImageFormatException("its sections lie in each other");
            end = (uint)section.VirtualAddress + (long)Math.Max((uint)section.VirtualSize, (uint)section.SizeOfRawData);
        }
    }

    private static void CheckStreams(BlobReader metadata)
    {
        var total = 0L;
        foreach (var (start, size, name) in Streams(metadata))
        {
            total += size;
            if (start + (long)size > metadata.Length || total > metadata.Length)
                throw new BadImageFormatException("its streams are said to be larger than its metadata");

            // These belong to PDBs and to Edit and Continue, and change the rows that both readers count.
            if (name is "#Pdb" or "#JTD")
                throw Damaged();
        }
    }

    private static int StartOfTables(BlobReader metadata) => (int)Streams(metadata).Last(stream => stream.Name is "#~" or "#-").Start;

    private static List<StreamHeader> Streams(BlobReader metadata)
    {
        metadata.Offset = PlaceOfVersion;
        var version = metadata.ReadInt32();
        if (version % sizeof(int) != 0)
            throw Damaged(); // one reader rounds it up
        metadata.Offset += version + sizeof(ushort);
        var streams = new List<StreamHeader>();
        for (int count = metadata.ReadUInt16(); count > 0; count--)
            streams.Add(new(metadata.ReadUInt32(), metadata.ReadUInt32(), ReadName(ref metadata)));
        return streams;
    }

    private static string ReadName(ref BlobReader metadata)
    {
        var letters = new char[LongestName];
        var length = 0;
        for (var letter = metadata.ReadByte(); letter != 0; letter = metadata.ReadByte())
        {
            if (length == LongestName)
                throw Damaged();
            letters[length++] = (char)letter;
        }

        metadata.Align(sizeof(int));
        return new(letters, 0, length);
    }

    private static BadImageFormatException Damaged() => new("the headers of its streams are damaged");

    private sealed record StreamHeader(uint Start, uint Size, string Name);
}
