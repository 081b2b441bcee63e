using System.Reflection.PortableExecutable;

namespace WeakPack.Damage;

/// <summary>Looks at the declared sizes of a debug directory, before anyone takes memory for what is in it.</summary>
internal static class DebugCheck
{
    /// <summary>More than any compiler writes; that of Roslyn's largest assembly has 10 MB.</summary>
    public const int LargestPdb = 256 << 20;

    // No stream of deflate holds more than 1032 times its own length.
    private const int MostDeflated = 1032;

    /// <exception cref="BadImageFormatException">An entry is damaged.</exception>
    public static void Run(PEReader pe)
    {
        var length = pe.GetEntireImage().Length;
        var total = 0L;
        foreach (var entry in pe.ReadDebugDirectory())
        {
            if (entry.DataSize < 0 || entry.DataSize > 0 && (entry.DataPointer < 0 || entry.DataPointer > length - (long)entry.DataSize) || (total += entry.DataSize) > length)
                throw new BadImageFormatException("its debug directory is damaged");
            if (entry.Type == DebugDirectoryEntryType.EmbeddedPortablePdb)
                CheckEmbedded(pe, entry);
        }
    }

    // "MPDB" and the size that it will have, then the PDB itself, deflated.
    private static void CheckEmbedded(PEReader pe, DebugDirectoryEntry entry)
    {
        const int header = 8;
        if (entry.DataSize < header)
            throw new BadImageFormatException("its embedded PDB is damaged");
        var size = pe.GetEntireImage().GetReader(entry.DataPointer + sizeof(int), sizeof(int)).ReadInt32();
        if (size < 0 || size > LargestPdb || size > (long)MostDeflated * entry.DataSize)
            throw new BadImageFormatException($"its embedded PDB is said to have {(uint)size} bytes");
    }
}
