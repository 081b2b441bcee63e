using System.Reflection.PortableExecutable;

namespace WeakPack.Inspection;

/// <summary>Tells native libraries from what should be an assembly.</summary>
internal static class NativeFile
{
    // ELF; Mach-O in both orders of bytes, for 32 and 64 bits, and for several architectures.
    private static readonly uint[] s_magic = [0x464C457F, 0xFEEDFACE, 0xFEEDFACF, 0xCEFAEDFE, 0xCFFAEDFE, 0xCAFEBABE, 0xBEBAFECA];

    /// <summary>The file is a whole native library of some system. One that is empty or cut off is none.</summary>
    public static bool Is(AssemblyImage file)
    {
        if (file.Bytes.Length < 4)
            return false;
        if (s_magic.Contains(BitConverter.ToUInt32(file.Bytes, 0)))
            return true;
        try
        {
            using var pe = new PEReader(new MemoryStream(file.Bytes));
            return !pe.HasMetadata && pe.PEHeaders.SectionHeaders.All(section => section.PointerToRawData + (long)section.SizeOfRawData <= file.Bytes.Length);
        }
        catch (BadImageFormatException)
        {
            return false;
        }
    }
}
