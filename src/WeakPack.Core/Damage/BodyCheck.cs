using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace WeakPack.Damage;

/// <summary>Looks at the declared sizes of methods (ECMA-335 II.25.4): to write a module, Mono.Cecil takes memory for each before it sees that the file is not so large.</summary>
internal static class BodyCheck
{
    private const int FatHeader = 12;
    private const int FatFormat = 3;
    private const int PlaceOfSize = 4;

    /// <exception cref="BadImageFormatException">A method is said to be larger than the file.</exception>
    public static void Run(PEReader pe)
    {
        var reader = pe.GetMetadataReader();
        var total = 0L;
        foreach (var handle in reader.MethodDefinitions)
        {
            var method = reader.GetMethodDefinition(handle);
            var address = method.RelativeVirtualAddress;
            if (address == 0 || (method.ImplAttributes & MethodImplAttributes.CodeTypeMask) != MethodImplAttributes.IL)
                continue;

            var section = address < 0 ? default : pe.GetSectionData(address);
            if (section.Length == 0)
                throw Outside();
            var header = section.GetReader();
            if ((header.ReadByte() & FatFormat) != FatFormat)
                continue;
            if (section.Length < FatHeader)
                throw Outside();
            header.Offset = PlaceOfSize;
            var size = header.ReadUInt32();
            if (size > section.Length - FatHeader || StructureCheck.IsBeyondSharing(total += size, pe))
                throw Outside();
        }
    }

    private static BadImageFormatException Outside() => new("a method is said to be larger than the file");
}
