using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using WeakPack.Metadata;

namespace WeakPack.DebugData;

/// <summary>A portable PDB, its id, which is made of its content, and the checksum of that content.</summary>
internal sealed record PdbImage(BlobBuilder Content, BlobContentId Id, byte[] Checksum);

/// <summary>Writes one PDB for a written module out of the PDBs of what went into it.</summary>
/// <remarks>
/// Row by row. Mono.Cecil's model of debug data has no place for much of it: documents without code, enum types of
/// constants, signatures of locals, documents of types.
/// </remarks>
internal sealed class PdbWriter
{
    private readonly PdbTables _tables = new();
    private readonly PEReader _pe;
    private readonly MetadataReader _module;
    private readonly IReadOnlyList<SourceCopier> _sources;

    private PdbWriter(PEReader pe, IReadOnlyList<DebugSource> sources)
    {
        _pe = pe;
        _module = pe.GetMetadataReader();
        var documents = new DocumentTable(_tables);
        _sources = [.. sources.Select(source => new SourceCopier(source, _tables, documents))];
    }

    /// <param name="pe">The written module; definitions of the sources have their tokens in it by now.</param>
    /// <param name="sources">The module's own PDB first.</param>
    public static PdbImage Write(PEReader pe, IReadOnlyList<DebugSource> sources)
    {
        var pdb = new PdbWriter(pe, sources);
        foreach (var source in pdb._sources)
            source.AddDocuments();
        pdb.AddMethods();
        foreach (var source in pdb._sources)
            source.AddCustomInformation();
        pdb.AddSourceLink();
        return pdb._tables.Write(pdb._module, pe.PEHeaders.CorHeader!.EntryPointTokenOrRelativeVirtualAddress);
    }

    // Each table in the order of the module's methods, as the format wants it.
    private void AddMethods()
    {
        var rows = _module.GetTableRowCount(TableIndex.MethodDef);
        var sources = new SourceCopier?[rows + 1];
        var originals = new int[rows + 1];
        foreach (var source in _sources)
        {
            foreach (var original in source.Source.MethodRows)
            {
                var row = source.Source.Find(MetadataTokens.GetToken(MetadataTokens.MethodDefinitionHandle(original))) & 0xFFFFFF;
                (sources[row], originals[row]) = (source, original);
            }
        }

        for (var row = 1; row <= rows; row++)
        {
            if (sources[row] is not { } source)
            {
                _tables.Add(TableIndex.MethodDebugInformation, 0, 0);
                continue;
            }

            var original = MetadataTokens.MethodDefinitionHandle(originals[row]);
            source.AddMethod(original, LocalSignature(MetadataTokens.MethodDefinitionHandle(row)));
            source.AddScopes(original, row);
            source.AddStateMachine(original, row);
        }
    }

    // Read from the header: a body is an object too many for each method of a large module.
    private int LocalSignature(MethodDefinitionHandle handle)
    {
        const int fatFormat = 3;
        const int flagsAndSizes = 8; // ECMA-335 II.25.4.3
        var address = _module.GetMethodDefinition(handle).RelativeVirtualAddress;
        if (address == 0)
            return 0;

        var header = _pe.GetSectionData(address).GetReader();
        if ((header.ReadByte() & fatFormat) != fatFormat)
            return 0;
        header.Offset = flagsAndSizes;
        return header.ReadInt32() & 0xFFFFFF;
    }

    private void AddSourceLink()
    {
        var own = _sources.FirstOrDefault(source => source.Source.IsOwn)?.SourceLink();
        var map = SourceLinkMap.Merge(own, _sources.Where(source => !source.Source.IsOwn).Select(source => new LinkedSources(source.SourceLink(), source.DocumentNames)));
        if (map is not null)
            _tables.Add(TableIndex.CustomDebugInformation, CodedIndex.HasCustomDebugInformation(EntityHandle.ModuleDefinition), _tables.Heaps.Guid(DebugDataKinds.SourceLink), _tables.Heaps.Blob(map));
    }
}
