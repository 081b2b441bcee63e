using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;

namespace WeakPack.Modules;

/// <summary>
/// Gives a reference assembly the PE section <c>.mvid</c> that the C# compiler writes. MSBuild compares the MVIDs in
/// these sections to tell whether a reference assembly changed, and takes a file without one for changed each time.
/// </summary>
internal static class MvidSection
{
    private const string Name = ".mvid";
    private const int HeaderSize = 40;
    private const int GuidSize = 16;
    private const uint Characteristics = 0x42000040; // initialized data, discardable, readable (PE/COFF, 4.1)

    /// <summary>The image with the section behind all others; the same image when its headers have no room for one more.</summary>
    public static AssemblyImage Append(AssemblyImage image)
    {
        using var pe = new PEReader(new MemoryStream(image.Bytes, writable: false));
        var headers = pe.PEHeaders;
        if (headers.SectionHeaders.Any(section => section.Name == Name))
            return image;

        var header = headers.PEHeaderStartOffset + headers.CoffHeader.SizeOfOptionalHeader + headers.SectionHeaders.Length * HeaderSize;
        if (header + HeaderSize > headers.PEHeader!.SizeOfHeaders)
            return image;

        var reader = pe.GetMetadataReader();
        var mvid = reader.GetGuid(reader.GetModuleDefinition().Mvid);
        var last = headers.SectionHeaders[headers.SectionHeaders.Length - 1];
        var address = Align(last.VirtualAddress + last.VirtualSize, headers.PEHeader.SectionAlignment);
        var offset = Align(image.Bytes.Length, headers.PEHeader.FileAlignment);

        var bytes = new byte[offset + Align(GuidSize, headers.PEHeader.FileAlignment)];
        image.Bytes.CopyTo(bytes, 0);
        mvid.ToByteArray().CopyTo(bytes, offset);
        Encoding.ASCII.GetBytes(Name, 0, Name.Length, bytes, header);
        Write(bytes, header + 8, GuidSize);
        Write(bytes, header + 12, address);
        Write(bytes, header + 16, bytes.Length - offset);
        Write(bytes, header + 20, offset);
        Write(bytes, header + 36, unchecked((int)Characteristics));
        bytes[headers.CoffHeaderStartOffset + 2]++; // NumberOfSections
        const int sizeOfImage = 56;
        Write(bytes, headers.PEHeaderStartOffset + sizeOfImage, Align(address + GuidSize, headers.PEHeader.SectionAlignment));
        return new(image.Path, bytes, image.Symbols);
    }

    private static int Align(int value, int alignment) => (value + alignment - 1) / alignment * alignment;

    private static void Write(byte[] bytes, int offset, int value)
    {
        for (var i = 0; i < 4; i++)
            bytes[offset + i] = (byte)(value >> (8 * i));
    }
}
