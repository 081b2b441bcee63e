using System.Reflection.PortableExecutable;

namespace WeakPack.Modules;

/// <summary>An image's Win32 resources: its version, its icon and its manifest.</summary>
internal static class Win32Resources
{
    private const int ResourceDirectory = 2;
    private const int DirectorySize = 8;
    private const int TableHeaderSize = 16; // PE/COFF, 6.9
    private const int EntrySize = 8;
    private const int DataSize = 16;
    private const uint IsTable = 0x80000000;
    private const int MostLevels = 16; // Windows has three: type, name and language

    /// <summary>There are some.</summary>
    public static bool Are(PEReader pe) => pe.PEHeaders.PEHeader!.ResourceTableDirectory.Size > 0;

    /// <summary>The resources as they are at another address.</summary>
    /// <exception cref="BadImageFormatException">They are damaged.</exception>
    public static byte[] Move(PEReader pe, int address)
    {
        var directory = pe.PEHeaders.PEHeader!.ResourceTableDirectory;
        var section = pe.GetSectionData(directory.RelativeVirtualAddress);
        if (directory.Size > section.Length)
            throw Outside();
        var bytes = section.GetReader(0, directory.Size).ReadBytes(directory.Size);
        MoveTable(bytes, 0, address - directory.RelativeVirtualAddress, [], MostLevels);
        return bytes;
    }

    /// <summary>
    /// The image with an empty resource directory (ECMA-335 II.25.2.3.3), so that Cecil does not copy it: the version resource names the commit, which
    /// must not change what compilers see.
    /// </summary>
    public static AssemblyImage Hide(AssemblyImage image)
    {
        using var pe = new PEReader(new MemoryStream(image.Bytes, writable: false));
        var bytes = (byte[])image.Bytes.Clone();
        Array.Clear(bytes, PeSection.DirectoriesOf(pe.PEHeaders) + ResourceDirectory * DirectorySize, DirectorySize);
        return image.With(bytes, image.Symbols);
    }

    // Places are counted from the begin, but for those of the data, which are addresses in the image.
    private static void MoveTable(byte[] bytes, int table, int distance, HashSet<int> seen, int levels)
    {
        if (levels == 0)
            throw Outside();
        if (!seen.Add(table))
            return; // several tables may lead to one
        var entries = Read(bytes, table + 12) is var counts ? (ushort)counts + (int)(counts >> 16) : 0;
        for (var i = 0; i < entries; i++)
        {
            var place = Read(bytes, table + TableHeaderSize + (i * EntrySize) + sizeof(int));
            if ((place & IsTable) != 0)
                MoveTable(bytes, (int)(place & ~IsTable), distance, seen, levels - 1);
            else
                MoveData(bytes, (int)place, distance, seen);
        }
    }

    private static void MoveData(byte[] bytes, int data, int distance, HashSet<int> seen)
    {
        if (!seen.Add(data))
            return;
        if (data > bytes.Length - DataSize)
            throw Outside();
        BitConverter.GetBytes(Read(bytes, data) + (uint)distance).CopyTo(bytes, data);
    }

    private static uint Read(byte[] bytes, int place) => place >= 0 && place <= bytes.Length - sizeof(uint) ? BitConverter.ToUInt32(bytes, place) : throw Outside();

    private static BadImageFormatException Outside() => new("its Windows resources are damaged");
}
