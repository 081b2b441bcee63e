using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using WeakPack.Modules;

namespace WeakPack.Slices;

/// <summary>The file around a slice (ECMA-335 II.25): with the headers of the file that it is a slice of, its Win32 resources, and room for its strong name.</summary>
/// <remarks>What tells of debug data is not in it: see <see cref="DebugData.DebugDirectory"/>.</remarks>
internal sealed class SliceFile
{
    private const int CliHeaderSize = 72;
    private const int Alignment = 8;
    private const SectionCharacteristics Data = SectionCharacteristics.MemRead | SectionCharacteristics.ContainsInitializedData;

    private readonly PEReader _original;
    private readonly SliceBodies _bodies;
    private readonly BlobBuilder _metadata;
    private readonly int _signatureSize;
    private readonly int _entryPoint;
    private readonly PeFile _file;

    private SliceFile(PEReader original, SliceBodies bodies, BlobBuilder metadata, int entryPoint)
    {
        (_original, _bodies, _metadata, _entryPoint) = (original, bodies, metadata, entryPoint);
        _signatureSize = StrongName.Place(original, original.GetEntireImage().Length).Size;
        _file = new PeFile(original.PEHeaders);
    }

    // Old versions of Windows start a 32-bit assembly by a jump into the runtime, and compilers write it for them.
    private static bool HasStartup(PEHeaders headers) =>
        headers.PEHeader!.ImportTableDirectory.Size > 0 && headers.CoffHeader.Machine is Machine.I386 or Machine.Unknown;

    /// <summary>Where code and data begin.</summary>
    public static int BodiesAddress(PEHeaders original) =>
        new PeFile(original).NextAddress + (HasStartup(original) ? SliceStartup.AddressTableSize : 0) + CliHeaderSize;

    /// <param name="original">The file that it is a slice of.</param>
    /// <param name="bodies">Its code, data and resources.</param>
    /// <param name="metadata">Its metadata.</param>
    /// <param name="entryPoint">The token of the method with which it starts; 0 for none.</param>
    /// <param name="timestamp">Its stamp.</param>
    /// <exception cref="BadImageFormatException">The original is damaged.</exception>
    public static byte[] Write(PEReader original, SliceBodies bodies, BlobBuilder metadata, int entryPoint, int timestamp)
    {
        var slice = new SliceFile(original, bodies, metadata, entryPoint);
        slice.AddText();
        if (Win32Resources.Are(original))
            slice.AddResources();
        if (HasStartup(original.PEHeaders))
            slice.AddRelocations();
        return slice._file.Write(timestamp);
    }

    private void AddText()
    {
        _bodies.Content.Align(Alignment);
        _bodies.Resources.Align(Alignment);
        var address = _file.NextAddress;
        var hasStartup = HasStartup(_original.PEHeaders);
        var header = address + (hasStartup ? SliceStartup.AddressTableSize : 0);
        var resources = header + CliHeaderSize + _bodies.Content.Count;
        var metadata = resources + _bodies.Resources.Count;
        var signature = metadata + _metadata.Count;
        var end = signature + _signatureSize;

        var section = new BlobBuilder();
        var startup = hasStartup ? new SliceStartup(address, (end + Alignment - 1) / Alignment * Alignment, _original.PEHeaders) : null;
        startup?.WriteAddressTable(section);
        _file.CliHeader = new(header, CliHeaderSize);
        WriteCliHeader(section, resources, metadata, signature);
        section.LinkSuffix(_bodies.Content);
        section.LinkSuffix(_bodies.Resources);
        section.LinkSuffix(_metadata);
        section.WriteBytes(0, _signatureSize);
        if (startup is not null)
        {
            section.Align(Alignment);
            startup.WriteImports(section);
            _file.ImportAddressTable = startup.AddressTable;
            _file.ImportTable = startup.ImportTable;
            _file.EntryPoint = startup.EntryPoint;
        }

        _file.Add(".text", SectionCharacteristics.MemRead | SectionCharacteristics.MemExecute | SectionCharacteristics.ContainsCode, section);
    }

    private void WriteCliHeader(BlobBuilder section, int resources, int metadata, int signature)
    {
        var original = _original.PEHeaders.CorHeader!;
        section.WriteInt32(CliHeaderSize);
        section.WriteUInt16(original.MajorRuntimeVersion);
        section.WriteUInt16(original.MinorRuntimeVersion);
        WriteDirectory(section, metadata, _metadata.Count);
        section.WriteInt32((int)original.Flags);
        section.WriteInt32(_entryPoint);
        WriteDirectory(section, resources, _bodies.Resources.Count);
        WriteDirectory(section, signature, _signatureSize);
        section.WriteBytes(0, 4 * 2 * sizeof(int)); // what only native code wants
    }

    private void AddResources()
    {
        var address = _file.NextAddress;
        var section = new BlobBuilder();
        section.WriteBytes(Win32Resources.Move(_original, address));
        _file.ResourceTable = new(address, section.Count);
        _file.Add(".rsrc", Data, section);
    }

    private void AddRelocations()
    {
        var address = _file.NextAddress;
        var section = new BlobBuilder();
        SliceStartup.WriteRelocation(section, _file.EntryPoint);
        _file.RelocationTable = new(address, section.Count);
        _file.Add(".reloc", Data | SectionCharacteristics.MemDiscardable, section);
    }

    private static void WriteDirectory(BlobBuilder section, int address, int size)
    {
        section.WriteInt32(size == 0 ? 0 : address);
        section.WriteInt32(size);
    }
}
