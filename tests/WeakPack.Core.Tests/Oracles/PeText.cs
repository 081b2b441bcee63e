using System.Buffers.Binary;
using System.Globalization;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Security.Cryptography;
using System.Text;

namespace WeakPack.Core.Tests.Oracles;

/// <summary>What a loader sees of a PE file before any metadata, as text: its headers, how it starts, and its Win32 resources. Places and sizes, which move, are left out.</summary>
internal sealed class PeText
{
    private readonly PEReader _pe;
    private readonly PEHeaders _headers;
    private readonly StringBuilder _text = new();

    private PeText(PEReader pe) => (_pe, _headers) = (pe, pe.PEHeaders);

    public static string Of(byte[] image)
    {
        using var pe = new PEReader(new MemoryStream(image));
        var text = new PeText(pe);
        text.Headers();
        text.Startup();
        text.Resources();
        return text._text.ToString();
    }

    private void Headers()
    {
        var (coff, pe, cli) = (_headers.CoffHeader, _headers.PEHeader!, _headers.CorHeader!);
        Line($"machine {coff.Machine} {pe.Magic} characteristics {coff.Characteristics} time {coff.TimeDateStamp:x8}");
        Line($"versions linker {pe.MajorLinkerVersion}.{pe.MinorLinkerVersion} os {pe.MajorOperatingSystemVersion}.{pe.MinorOperatingSystemVersion} image {pe.MajorImageVersion}.{pe.MinorImageVersion} subsystem {pe.MajorSubsystemVersion}.{pe.MinorSubsystemVersion}");
        Line($"{pe.Subsystem} {pe.DllCharacteristics} base {pe.ImageBase:x} alignment {pe.SectionAlignment:x} {pe.FileAlignment:x}");
        Line($"stack {pe.SizeOfStackReserve:x} {pe.SizeOfStackCommit:x} heap {pe.SizeOfHeapReserve:x} {pe.SizeOfHeapCommit:x}");
        Line($"runtime {cli.MajorRuntimeVersion}.{cli.MinorRuntimeVersion} {cli.Flags} {(cli.EntryPointTokenOrRelativeVirtualAddress == 0 ? "library" : "program")} signature {cli.StrongNameSignatureDirectory.Size}");
        Line($"metadata {_pe.GetMetadataReader().MetadataVersion}");
    }

    // A 32-bit image jumps by way of an imported address (ECMA-335 II.25.3.1); the jump's operand is relocated.
    private void Startup()
    {
        var pe = _headers.PEHeader!;
        if (pe.ImportTableDirectory.Size == 0)
        {
            Line($"no startup: {pe.AddressOfEntryPoint} {pe.ImportAddressTableDirectory.Size} {pe.BaseRelocationTableDirectory.Size}");
            return;
        }

        var import = At(pe.ImportTableDirectory.RelativeVirtualAddress);
        var lookup = import.ReadInt32();
        import.Offset += 8;
        var (library, address) = (import.ReadInt32(), import.ReadInt32());
        Line($"import {Name(At(lookup).ReadInt32() + 2)} = {Name(At(address).ReadInt32() + 2)} of {Name(library)}; ends with {import.ReadInt32()}");
        var jump = At(pe.AddressOfEntryPoint);
        Line($"jump {jump.ReadUInt16():x} to {(jump.ReadUInt32() - (uint)pe.ImageBase == address ? "it" : "nowhere")}, table of addresses {(pe.ImportAddressTableDirectory.RelativeVirtualAddress == address ? "there" : "elsewhere")}");
        var relocation = At(pe.BaseRelocationTableDirectory.RelativeVirtualAddress);
        var page = relocation.ReadInt32();
        relocation.ReadInt32();
        var place = relocation.ReadUInt16();
        Line($"relocation of kind {place >> 12} at {(page + (place & 0xFFF)) - pe.AddressOfEntryPoint}");
    }

    private void Resources()
    {
        var directory = _headers.PEHeader!.ResourceTableDirectory;
        if (directory.Size == 0)
            return;
        var bytes = At(directory.RelativeVirtualAddress).ReadBytes(directory.Size);
        Table(bytes, 0, "resource");

        void Table(byte[] all, int table, string path)
        {
            var count = BinaryPrimitives.ReadUInt16LittleEndian(all.AsSpan(table + 12)) + BinaryPrimitives.ReadUInt16LittleEndian(all.AsSpan(table + 14));
            for (var entry = table + 16; entry < table + 16 + 8 * count; entry += 8)
            {
                var (id, place) = (BinaryPrimitives.ReadInt32LittleEndian(all.AsSpan(entry)), BinaryPrimitives.ReadUInt32LittleEndian(all.AsSpan(entry + 4)));
                if (place >= 0x80000000)
                    Table(all, (int)(place & 0x7FFFFFFF), $"{path} {id}");
                else
                    Line($"{path} {id} {Data(all.AsSpan((int)place, 8))}");
            }
        }

        string Data(ReadOnlySpan<byte> entry) =>
            Convert.ToHexString(SHA256.HashData(At(BinaryPrimitives.ReadInt32LittleEndian(entry)).ReadBytes(BinaryPrimitives.ReadInt32LittleEndian(entry[4..]))));
    }

    private BlobReader At(int address) => _pe.GetSectionData(address).GetReader();

    private string Name(int address)
    {
        var reader = At(address);
        return reader.ReadUTF8(reader.IndexOf(0));
    }

    private void Line(FormattableString line) => _text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
