using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;

namespace WeakPack.Core.Tests.DebugData;

/// <summary>What an image's PDB, and the debug directory that names it, tell of the whole module.</summary>
internal sealed class PdbView : IDisposable
{
    private static readonly Guid s_sourceLink = new("CC110556-A091-4D38-9FEC-25AB9A351A6A");

    private readonly PEReader _pe;
    private readonly MetadataReaderProvider? _provider;

    public PdbView(AssemblyImage image)
    {
        _pe = new PEReader(new MemoryStream(image.Bytes));
        Directory = [.. _pe.ReadDebugDirectory()];
        _provider = Directory.Any(entry => entry.Type == DebugDirectoryEntryType.EmbeddedPortablePdb)
            ? _pe.ReadEmbeddedPortablePdbDebugDirectoryData(Directory.Single(entry => entry.Type == DebugDirectoryEntryType.EmbeddedPortablePdb))
            : image.Symbols is { } symbols ? MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(symbols)) : null;
    }

    public IReadOnlyList<DebugDirectoryEntry> Directory { get; }

    public bool HasPdb => _provider is not null;

    public MetadataReader Pdb => _provider!.GetMetadataReader();

    public CodeViewDebugDirectoryData CodeView => _pe.ReadCodeViewDebugDirectoryData(Directory.Single(entry => entry.Type == DebugDirectoryEntryType.CodeView));

    public PdbChecksumDebugDirectoryData Checksum => _pe.ReadPdbChecksumDebugDirectoryData(Directory.Single(entry => entry.Type == DebugDirectoryEntryType.PdbChecksum));

    public string[] Documents => [.. Pdb.Documents.Select(handle => Pdb.GetString(Pdb.GetDocument(handle).Name))];

    public Guid[] KindsOfModule => [.. OfModule.Select(information => Pdb.GetGuid(information.Kind))];

    public string? SourceLink => OfModule.Where(information => Pdb.GetGuid(information.Kind) == s_sourceLink)
        .Select(information => Encoding.UTF8.GetString(Pdb.GetBlobBytes(information.Value))).SingleOrDefault();

    private IEnumerable<CustomDebugInformation> OfModule => Pdb.GetCustomDebugInformation(EntityHandle.ModuleDefinition).Select(Pdb.GetCustomDebugInformation);

    public void Dispose()
    {
        _provider?.Dispose();
        _pe.Dispose();
    }
}
