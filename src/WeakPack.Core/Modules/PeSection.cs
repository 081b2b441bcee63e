using System.Reflection.PortableExecutable;
using System.Text;

namespace WeakPack.Modules;

/// <summary>Gives a PE file one more section, behind all others.</summary>
internal static class PeSection
{
    private const int HeaderSize = 40; // PE/COFF, 4
    private const int DirectorySize = 8;
    private const int DebugDirectory = 6;
    private const uint InitializedData = 0x40;
    private const uint Readable = 0x40000000;
    private const uint Discardable = 0x02000000;

    /// <summary>Appends a section with read-only data.</summary>
    /// <param name="image">The file.</param>
    /// <param name="name">At most eight characters.</param>
    /// <param name="isDiscardable">It is of use in the file only.</param>
    /// <param name="content">Makes the data for the address and the file offset that it gets.</param>
    public static byte[] Append(byte[] image, string name, bool isDiscardable, Func<int, int, byte[]> content)
    {
        var headers = HeadersOf(image);
        var header = EndOfHeaders(headers);
        if (header + HeaderSize > headers.PEHeader!.SizeOfHeaders)
        {
            image = WithRoomForHeader(image, headers, header);
            headers = HeadersOf(image);
        }

        var pe = headers.PEHeader!;
        var last = headers.SectionHeaders[headers.SectionHeaders.Length - 1];
        var address = Align(last.VirtualAddress + last.VirtualSize, pe.SectionAlignment);
        var offset = Align(image.Length, pe.FileAlignment);
        var data = content(address, offset);
        var bytes = new byte[offset + Align(data.Length, pe.FileAlignment)];
        image.CopyTo(bytes, 0);
        data.CopyTo(bytes, offset);

        Encoding.ASCII.GetBytes(name, 0, name.Length, bytes, header);
        Write(bytes, header + 8, data.Length);
        Write(bytes, header + 12, address);
        Write(bytes, header + 16, bytes.Length - offset);
        Write(bytes, header + 20, offset);
        Write(bytes, header + 36, unchecked((int)(InitializedData | Readable | (isDiscardable ? Discardable : 0))));
        bytes[headers.CoffHeaderStartOffset + 2]++; // NumberOfSections
        Write(bytes, headers.PEHeaderStartOffset + 8, pe.SizeOfInitializedData + bytes.Length - offset);
        Write(bytes, headers.PEHeaderStartOffset + 56, Align(address + data.Length, pe.SectionAlignment)); // SizeOfImage
        return bytes;
    }

    /// <summary>Points the file at its debug directory.</summary>
    public static void SetDebugDirectory(byte[] image, int address, int size)
    {
        var place = DirectoriesOf(HeadersOf(image)) + DebugDirectory * DirectorySize;
        Write(image, place, address);
        Write(image, place + 4, size);
    }

    /// <summary>Where the table of data directories begins in the file.</summary>
    public static int DirectoriesOf(PEHeaders headers) =>
        headers.PEHeaderStartOffset + (headers.PEHeader!.Magic == PEMagic.PE32Plus ? 112 : 96);

    private static PEHeaders HeadersOf(byte[] image)
    {
        using var stream = new MemoryStream(image, writable: false);
        return new PEHeaders(stream);
    }

    private static int EndOfHeaders(PEHeaders headers) =>
        headers.PEHeaderStartOffset + headers.CoffHeader.SizeOfOptionalHeader + headers.SectionHeaders.Length * HeaderSize;

    // Addresses stay: the headers grow inside the page that they have in memory. In the file all sections move back.
    private static byte[] WithRoomForHeader(byte[] image, PEHeaders headers, int end)
    {
        var pe = headers.PEHeader!;
        var moved = new byte[image.Length + pe.FileAlignment];
        Array.Copy(image, moved, end);
        Array.Copy(image, pe.SizeOfHeaders, moved, pe.SizeOfHeaders + pe.FileAlignment, image.Length - pe.SizeOfHeaders);
        Write(moved, headers.PEHeaderStartOffset + 60, pe.SizeOfHeaders + pe.FileAlignment);
        for (var i = 0; i < headers.SectionHeaders.Length; i++)
        {
            var header = end - (headers.SectionHeaders.Length - i) * HeaderSize;
            Write(moved, header + 20, headers.SectionHeaders[i].PointerToRawData + pe.FileAlignment);
        }

        return moved;
    }

    private static int Align(int value, int alignment) => (value + alignment - 1) / alignment * alignment;

    private static void Write(byte[] bytes, int offset, int value)
    {
        for (var i = 0; i < 4; i++)
            bytes[offset + i] = (byte)(value >> (8 * i));
    }
}
