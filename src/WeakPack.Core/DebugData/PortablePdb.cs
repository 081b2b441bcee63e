using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using WeakPack.Damage;

namespace WeakPack.DebugData;

/// <summary>An image's portable PDB: embedded in it or beside it.</summary>
internal sealed class PortablePdb : IDisposable
{
    /// <summary>How a portable PDB begins: "BSJB", the signature of metadata (ECMA-335 II.24.2.1).</summary>
    private const uint Signature = 0x424A5342;

    private readonly MetadataReaderProvider _provider;

    private PortablePdb(MetadataReaderProvider provider, bool isEmbedded)
    {
        _provider = provider;
        IsEmbedded = isEmbedded;
        Reader = ReaderOf(provider);
    }

    public bool IsEmbedded { get; }

    public MetadataReader Reader { get; }

    /// <summary>The PDB that belongs to an image; null when it has none, a Windows one, or one of another build.</summary>
    public static PortablePdb? Open(PEReader pe, byte[]? symbols)
    {
        var entries = pe.ReadDebugDirectory();
        var embedded = entries.FirstOrDefault(entry => entry.Type == DebugDirectoryEntryType.EmbeddedPortablePdb);
        if (embedded.DataSize > 0)
            return new(pe.ReadEmbeddedPortablePdbDebugDirectoryData(embedded), isEmbedded: true);
        if (symbols is null || !IsPortable(symbols))
            return null;

        var pdb = new PortablePdb(MetadataReaderProvider.FromPortablePdbImage(ImmutableCollectionsMarshal.AsImmutableArray(symbols)), isEmbedded: false);
        if (pdb.BelongsTo(pe, entries))
            return pdb;
        pdb.Dispose();
        return null;
    }

    public static bool IsPortable(byte[] symbols) => symbols.Length > 4 && BitConverter.ToUInt32(symbols, 0) == Signature;

    public void Dispose() => _provider.Dispose();

    private static MetadataReader ReaderOf(MetadataReaderProvider provider)
    {
        try
        {
            var reader = provider.GetMetadataReader();
            PdbCheck.Run(reader);
            return reader;
        }
        catch (OverflowException error) // as it takes the sizes of damaged streams
        {
            throw new BadImageFormatException("its PDB is damaged", error);
        }
    }

    private bool BelongsTo(PEReader pe, ImmutableArray<DebugDirectoryEntry> entries)
    {
        var id = new BlobContentId(Reader.DebugMetadataHeader!.Id);
        return entries.Any(entry => entry is { Type: DebugDirectoryEntryType.CodeView, IsPortableCodeView: true }
            && entry.Stamp == id.Stamp && pe.ReadCodeViewDebugDirectoryData(entry).Guid == id.Guid);
    }
}
