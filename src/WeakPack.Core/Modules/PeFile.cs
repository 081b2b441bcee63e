using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;

namespace WeakPack.Modules;

/// <summary>Where something is in memory, and its bytes.</summary>
internal sealed record PeDirectory(int Address, int Size);

/// <summary>A PE file that is written: what the headers of another one say of how it is to be run, and sections of its own (PE/COFF; ECMA-335 II.25).</summary>
/// <remarks>
/// System.Reflection.Metadata has a builder of such files. Of its generic types over structs the runtime compiled 36 methods anew in each process that starts, and all that
/// it does beside is this.
/// </remarks>
internal sealed class PeFile
{
    private const int HeaderSize = 40; // of a section
    private const int CoffHeaderSize = 20;
    private const int Directories = 16;

    // With the program that tells users of DOS what they have there.
    private static readonly byte[] s_dosHeader =
    [
        0x4D, 0x5A, 0x90, 0x00, 0x03, 0x00, 0x00, 0x00, 0x04, 0x00, 0x00, 0x00, 0xFF, 0xFF, 0x00, 0x00,
        0xB8, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x40, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x80, 0x00, 0x00, 0x00,
        0x0E, 0x1F, 0xBA, 0x0E, 0x00, 0xB4, 0x09, 0xCD, 0x21, 0xB8, 0x01, 0x4C, 0xCD, 0x21, .. "This program cannot be run in DOS mode.\r\r\n$\0\0\0\0\0\0\0"u8,
    ];

    private readonly PEHeaders _original;
    private readonly PEHeader _header;
    private readonly List<Section> _sections = [];
    private readonly PeDirectory?[] _directories = new PeDirectory[Directories];

    /// <exception cref="BadImageFormatException">The headers are damaged.</exception>
    public PeFile(PEHeaders original)
    {
        _original = original;
        _header = original.PEHeader ?? throw new BadImageFormatException("it is no file for a loader");
        if (_header.FileAlignment < 0x200 || _header.FileAlignment > 0x10000 || _header.SectionAlignment < _header.FileAlignment || _header.SectionAlignment > 0x10000000
            || !IsPowerOfTwo(_header.FileAlignment) || !IsPowerOfTwo(_header.SectionAlignment))
            throw new BadImageFormatException("its headers give its sections no sound alignment");
        NextAddress = _header.SectionAlignment;
    }

    /// <summary>The address of the section that is added next.</summary>
    public int NextAddress { get; private set; }

    /// <summary>The address of native code with which a loader begins; 0 for none.</summary>
    public int EntryPoint { get; set; }

    public PeDirectory? ImportTable { set => _directories[1] = value; }

    public PeDirectory? ResourceTable { set => _directories[2] = value; }

    public PeDirectory? RelocationTable { set => _directories[5] = value; }

    public PeDirectory? ImportAddressTable { set => _directories[12] = value; }

    public PeDirectory? CliHeader { set => _directories[14] = value; }

    private bool IsLarge => _header.Magic == PEMagic.PE32Plus;

    /// <summary>Adds a section. The content goes into the file.</summary>
    /// <param name="name">At most eight characters.</param>
    /// <param name="characteristics">What it holds, and what may be done with it.</param>
    /// <param name="content">What is at <see cref="NextAddress"/>.</param>
    public void Add(string name, SectionCharacteristics characteristics, BlobBuilder content)
    {
        _sections.Add(new(name, characteristics, content, NextAddress, content.Count));
        NextAddress = Aligned(NextAddress + content.Count, _header.SectionAlignment);
    }

    public byte[] Write(int timestamp)
    {
        var file = new BlobBuilder();
        file.WriteBytes(s_dosHeader);
        file.WriteUInt32(0x4550);
        WriteCoffHeader(file, timestamp);
        WriteHeader(file);
        foreach (var directory in _directories)
        {
            file.WriteInt32(directory?.Address ?? 0);
            file.WriteInt32(directory?.Size ?? 0);
        }

        var place = SizeOfHeaders;
        foreach (var section in _sections)
        {
            WriteHeader(file, section, place);
            place += SizeInFile(section);
        }

        file.Align(_header.FileAlignment);
        foreach (var section in _sections)
        {
            section.Content.Align(_header.FileAlignment);
            file.LinkSuffix(section.Content);
        }

        return file.ToArray();
    }

    private int SizeOfHeaders => Aligned(s_dosHeader.Length + sizeof(int) + CoffHeaderSize + SizeOfHeader + (_sections.Count * HeaderSize), _header.FileAlignment);

    private int SizeOfHeader => (IsLarge ? 112 : 96) + (Directories * 2 * sizeof(int));

    private void WriteCoffHeader(BlobBuilder file, int timestamp)
    {
        file.WriteUInt16((ushort)(_original.CoffHeader.Machine == Machine.Unknown ? Machine.I386 : _original.CoffHeader.Machine));
        file.WriteUInt16((ushort)_sections.Count);
        file.WriteInt32(timestamp);
        file.WriteInt64(0); // symbols
        file.WriteUInt16((ushort)SizeOfHeader);
        file.WriteUInt16((ushort)_original.CoffHeader.Characteristics);
    }

    private void WriteHeader(BlobBuilder file)
    {
        file.WriteUInt16((ushort)_header.Magic);
        file.WriteByte(_header.MajorLinkerVersion);
        file.WriteByte(_header.MinorLinkerVersion);
        file.WriteInt32(SizeOf(SectionCharacteristics.ContainsCode));
        file.WriteInt32(SizeOf(SectionCharacteristics.ContainsInitializedData));
        file.WriteInt32(0);
        file.WriteInt32(EntryPoint);
        file.WriteInt32(AddressOf(SectionCharacteristics.ContainsCode));
        if (!IsLarge)
            file.WriteInt32(AddressOf(SectionCharacteristics.ContainsInitializedData));
        WriteSize(file, _header.ImageBase);
        file.WriteInt32(_header.SectionAlignment);
        file.WriteInt32(_header.FileAlignment);
        file.WriteUInt16(_header.MajorOperatingSystemVersion);
        file.WriteUInt16(_header.MinorOperatingSystemVersion);
        file.WriteUInt16(_header.MajorImageVersion);
        file.WriteUInt16(_header.MinorImageVersion);
        file.WriteUInt16(_header.MajorSubsystemVersion);
        file.WriteUInt16(_header.MinorSubsystemVersion);
        file.WriteInt32(0);
        file.WriteInt32(NextAddress);
        file.WriteInt32(SizeOfHeaders);
        file.WriteInt32(0); // the checksum, which only drivers have
        file.WriteUInt16((ushort)_header.Subsystem);
        file.WriteUInt16((ushort)_header.DllCharacteristics);
        WriteSize(file, _header.SizeOfStackReserve);
        WriteSize(file, _header.SizeOfStackCommit);
        WriteSize(file, _header.SizeOfHeapReserve);
        WriteSize(file, _header.SizeOfHeapCommit);
        file.WriteInt32(0);
        file.WriteInt32(Directories);
    }

    private void WriteHeader(BlobBuilder file, Section section, int place)
    {
        var name = new byte[8];
        Encoding.ASCII.GetBytes(section.Name, 0, section.Name.Length, name, 0);
        file.WriteBytes(name);
        file.WriteInt32(section.Size);
        file.WriteInt32(section.Address);
        file.WriteInt32(SizeInFile(section));
        file.WriteInt32(place);
        file.WriteInt64(0); // relocations and line numbers, which are of objects
        file.WriteInt32(0);
        file.WriteUInt32((uint)section.Characteristics);
    }

    private void WriteSize(BlobBuilder file, ulong size)
    {
        if (IsLarge)
            file.WriteUInt64(size);
        else
            file.WriteUInt32((uint)size);
    }

    private int SizeOf(SectionCharacteristics kind)
    {
        var size = 0;
        foreach (var section in _sections)
            size += (section.Characteristics & kind) == 0 ? 0 : SizeInFile(section);
        return size;
    }

    private int AddressOf(SectionCharacteristics kind) => _sections.Find(section => (section.Characteristics & kind) != 0)?.Address ?? 0;

    private int SizeInFile(Section section) => Aligned(section.Size, _header.FileAlignment);

    private static bool IsPowerOfTwo(int value) => (value & (value - 1)) == 0;

    private static int Aligned(int value, int alignment) => (value + alignment - 1) / alignment * alignment;

    private sealed record Section(string Name, SectionCharacteristics Characteristics, BlobBuilder Content, int Address, int Size);
}
