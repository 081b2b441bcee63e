using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using WeakPack.Modules;

namespace WeakPack.Slices;

/// <summary>The file around a slice (ECMA-335 II.25): with the headers of the file that it is a slice of, its Win32 resources, and room for its strong name.</summary>
/// <remarks>What tells of debug data is not in it: see <see cref="DebugData.DebugDirectory"/>.</remarks>
internal sealed class SliceFile : PEBuilder
{
    private const string Text = ".text";
    private const string Resources = ".rsrc";
    private const string Relocations = ".reloc";
    private const int CliHeaderSize = 72;
    private const int Alignment = 8;

    private readonly PEReader _original;
    private readonly SliceBodies _bodies;
    private readonly BlobBuilder _metadata;
    private readonly int _signatureSize;
    private readonly int _entryPoint;
    private readonly PEDirectoriesBuilder _directories = new();

    private SliceFile(PEReader original, int signatureSize, SliceBodies bodies, BlobBuilder metadata, int entryPoint, int timestamp)
        : base(Headers(original.PEHeaders), _ => new BlobContentId(Guid.Empty, (uint)timestamp))
    {
        (_original, _signatureSize, _bodies, _metadata, _entryPoint) = (original, signatureSize, bodies, metadata, entryPoint);
    }

    // Old versions of Windows start a 32-bit assembly by a jump into the runtime, and compilers write it for them.
    private static bool HasStartup(PEHeaders headers) =>
        headers.PEHeader!.ImportTableDirectory.Size > 0 && headers.CoffHeader.Machine is Machine.I386 or Machine.Unknown;

    /// <summary>Where code and data begin.</summary>
    public static int BodiesAddress(PEHeaders original) =>
        Headers(original).SectionAlignment + (HasStartup(original) ? SliceStartup.AddressTableSize : 0) + CliHeaderSize;

    /// <param name="original">The file that it is a slice of.</param>
    /// <param name="bodies">Its code, data and resources.</param>
    /// <param name="metadata">Its metadata.</param>
    /// <param name="entryPoint">The token of the method with which it starts; 0 for none.</param>
    /// <param name="timestamp">Its stamp.</param>
    /// <exception cref="BadImageFormatException">The original is damaged.</exception>
    public static byte[] Write(PEReader original, SliceBodies bodies, BlobBuilder metadata, int entryPoint, int timestamp)
    {
        var file = new BlobBuilder();
        new SliceFile(original, StrongName.Place(original, original.GetEntireImage().Length).Size, bodies, metadata, entryPoint, timestamp).Serialize(file);
        return file.ToArray();
    }

    protected override ImmutableArray<Section> CreateSections()
    {
        const SectionCharacteristics data = SectionCharacteristics.MemRead | SectionCharacteristics.ContainsInitializedData;
        var sections = ImmutableArray.CreateBuilder<Section>();
        sections.Add(new(Text, SectionCharacteristics.MemRead | SectionCharacteristics.MemExecute | SectionCharacteristics.ContainsCode));
        if (Win32Resources.Are(_original))
            sections.Add(new(Resources, data));
        if (HasStartup(_original.PEHeaders))
            sections.Add(new(Relocations, data | SectionCharacteristics.MemDiscardable));
        return sections.ToImmutable();
    }

    protected override BlobBuilder SerializeSection(string name, SectionLocation location) => name switch
    {
        Text => WriteText(location.RelativeVirtualAddress),
        Resources => WriteResources(location.RelativeVirtualAddress),
        Relocations => WriteRelocations(location.RelativeVirtualAddress),
        _ => throw new InvalidOperationException($"There is no section {name}."),
    };

    protected override PEDirectoriesBuilder GetDirectories() => _directories;

    private BlobBuilder WriteText(int address)
    {
        _bodies.Content.Align(Alignment);
        _bodies.Resources.Align(Alignment);
        var hasStartup = HasStartup(_original.PEHeaders);
        var header = address + (hasStartup ? SliceStartup.AddressTableSize : 0);
        var resources = header + CliHeaderSize + _bodies.Content.Count;
        var metadata = resources + _bodies.Resources.Count;
        var signature = metadata + _metadata.Count;
        var end = signature + _signatureSize;

        var section = new BlobBuilder();
        var startup = hasStartup ? new SliceStartup(address, (end + Alignment - 1) / Alignment * Alignment, Header) : null;
        startup?.WriteAddressTable(section);
        _directories.CorHeaderTable = new(section.Count + address, CliHeaderSize);
        WriteCliHeader(section, resources, metadata, signature);
        section.LinkSuffix(_bodies.Content);
        section.LinkSuffix(_bodies.Resources);
        section.LinkSuffix(_metadata);
        section.WriteBytes(0, _signatureSize);
        if (startup is not null)
        {
            section.Align(Alignment);
            startup.WriteImports(section);
            _directories.ImportAddressTable = startup.AddressTable;
            _directories.ImportTable = startup.ImportTable;
            _directories.AddressOfEntryPoint = startup.EntryPoint;
        }

        return section;
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

    private BlobBuilder WriteResources(int address)
    {
        var section = new BlobBuilder();
        section.WriteBytes(Win32Resources.Move(_original, address));
        _directories.ResourceTable = new(address, section.Count);
        return section;
    }

    private BlobBuilder WriteRelocations(int address)
    {
        var section = new BlobBuilder();
        SliceStartup.WriteRelocation(section, _directories.AddressOfEntryPoint);
        _directories.BaseRelocationTable = new(address, section.Count);
        return section;
    }

    private static PEHeaderBuilder Headers(PEHeaders original)
    {
        var header = original.PEHeader ?? throw new BadImageFormatException("it is no file for a loader");
        if (header.FileAlignment < 0x200 || header.FileAlignment > 0x10000 || header.SectionAlignment < header.FileAlignment || !IsPowerOfTwo(header.FileAlignment) || !IsPowerOfTwo(header.SectionAlignment))
            throw new BadImageFormatException("its headers give its sections no sound alignment");
        return new(
            original.CoffHeader.Machine, header.SectionAlignment, header.FileAlignment, header.ImageBase, header.MajorLinkerVersion, header.MinorLinkerVersion,
            header.MajorOperatingSystemVersion, header.MinorOperatingSystemVersion, header.MajorImageVersion, header.MinorImageVersion, header.MajorSubsystemVersion, header.MinorSubsystemVersion,
            header.Subsystem, header.DllCharacteristics, original.CoffHeader.Characteristics,
            header.SizeOfStackReserve, header.SizeOfStackCommit, header.SizeOfHeapReserve, header.SizeOfHeapCommit);
    }

    private static bool IsPowerOfTwo(int value) => (value & (value - 1)) == 0;

    private static void WriteDirectory(BlobBuilder section, int address, int size)
    {
        section.WriteInt32(size == 0 ? 0 : address);
        section.WriteInt32(size);
    }
}
