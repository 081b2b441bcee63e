using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace WeakPack.Damage;

/// <summary>Looks at the resources of Windows (PE/COFF, "The .rsrc Section"): Mono.Cecil follows their directories to the end, if there is one.</summary>
internal sealed class WindowsResourceCheck
{
    private const int SizeOfHeader = 16; // of a directory; the numbers of entries with a name, and with a number, are its end
    private const int SizeOfEntry = 8;
    private const uint IsDirectory = 0x80000000;

    private BlobReader _resources;
    private int _entriesLeft;

    private WindowsResourceCheck(BlobReader resources)
    {
        _resources = resources;
        _entriesLeft = resources.Length / SizeOfEntry;
    }

    /// <exception cref="BadImageFormatException">They are larger than the file, or in themselves.</exception>
    public static void Run(PEReader pe)
    {
        if (pe.PEHeaders.PEHeader?.ResourceTableDirectory is not { Size: not 0 } directory)
            return;

        // Cecil finds sections by their size in the file, and leaves out resources that are in none.
        var address = (uint)directory.RelativeVirtualAddress;
        foreach (var section in pe.PEHeaders.SectionHeaders)
        {
            if (address - (uint)section.VirtualAddress >= (uint)section.SizeOfRawData)
                continue;
            var image = pe.GetEntireImage();
            var start = address - (uint)section.VirtualAddress + (long)(uint)section.PointerToRawData;
            if ((uint)directory.Size > image.Length - start)
                throw new BadImageFormatException("its Windows resources are said to be larger than the file");
            new WindowsResourceCheck(image.GetReader((int)start, directory.Size)).CheckDirectory(0, 0);
            return;
        }
    }

    // Each entry is there once. So directories that are in themselves, or in several, have more of them in the end than there is space for.
    private void CheckDirectory(int place, int level)
    {
        if (level > StructureCheck.MostLevels)
            throw Endless();
        _resources.Offset = place + SizeOfHeader - 2 * sizeof(ushort);
        var entries = _resources.ReadUInt16() + _resources.ReadUInt16();
        for (var i = 0; i < entries; i++)
        {
            if (--_entriesLeft < 0)
                throw Endless();
            _resources.Offset = place + SizeOfHeader + i * SizeOfEntry + sizeof(int);
            var target = _resources.ReadUInt32();
            if ((target & IsDirectory) != 0)
                CheckDirectory((int)(target & ~IsDirectory), level + 1);
        }
    }

    private static BadImageFormatException Endless() => new("its Windows resources are in themselves");
}
