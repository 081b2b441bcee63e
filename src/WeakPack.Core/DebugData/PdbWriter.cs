using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Security.Cryptography;
using WeakPack.Metadata;

namespace WeakPack.DebugData;

/// <summary>A portable PDB, its id, which is made of its content, and the checksum of that content.</summary>
internal sealed record PdbImage(BlobBuilder Content, BlobContentId Id, byte[] Checksum);

/// <summary>Writes one PDB for a written module out of the PDBs of what went into it.</summary>
/// <remarks>
/// Row by row with System.Reflection.Metadata. Mono.Cecil's model of debug data has no place for much of it: documents
/// without code, enum types of constants, signatures of locals, documents of types.
/// </remarks>
internal sealed class PdbWriter
{
    private readonly MetadataBuilder _builder = new();
    private readonly PEReader _pe;
    private readonly MetadataReader _module;
    private readonly IReadOnlyList<SourceCopier> _sources;

    private PdbWriter(PEReader pe, IReadOnlyList<DebugSource> sources)
    {
        _pe = pe;
        _module = pe.GetMetadataReader();
        var documents = new DocumentTable(_builder);
        _sources = [.. sources.Select(source => new SourceCopier(source, _builder, documents))];
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
        return pdb.Serialize();
    }

    // Each table in the order of the module's methods, as the format wants it.
    private void AddMethods()
    {
        var origins = new (SourceCopier Source, MethodDefinitionHandle Method)?[_module.MethodDefinitions.Count + 1];
        foreach (var source in _sources)
        {
            foreach (var row in source.Source.MethodRows)
            {
                var method = MetadataTokens.MethodDefinitionHandle(row);
                origins[source.Source.Find(MetadataTokens.GetToken(method)) & 0xFFFFFF] = (source, method);
            }
        }

        foreach (var handle in _module.MethodDefinitions)
        {
            if (origins[MetadataTokens.GetRowNumber(handle)] is not { } origin)
            {
                _builder.AddMethodDebugInformation(default, default);
                continue;
            }

            origin.Source.AddMethod(origin.Method, LocalSignature(handle));
            origin.Source.AddScopes(origin.Method, handle);
            origin.Source.AddStateMachine(origin.Method, handle);
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
        var map = SourceLinkMap.Merge(own, _sources.Where(source => !source.Source.IsOwn).Select(source => (source.SourceLink(), source.DocumentNames)));
        if (map is not null)
            _builder.AddCustomDebugInformation(EntityHandle.ModuleDefinition, _builder.GetOrAddGuid(DebugDataKinds.SourceLink), _builder.GetOrAddBlob(map));
    }

    private PdbImage Serialize()
    {
        byte[] checksum = [];
        var rows = Enumerable.Range(0, MetadataTokens.TableCount).Select(table => IsOfDebugData(table) ? 0 : _module.GetTableRowCount((TableIndex)table));
        var entryPoint = _pe.PEHeaders.CorHeader!.EntryPointTokenOrRelativeVirtualAddress;
        var content = new BlobBuilder();
        var id = new PortablePdbBuilder(_builder, rows.ToImmutableArray(), MetadataTokens.MethodDefinitionHandle(entryPoint & 0xFFFFFF), Identify).Serialize(content);
        return new(content, id, checksum);

        BlobContentId Identify(IEnumerable<Blob> blobs)
        {
            using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (var blob in blobs)
            {
                var bytes = blob.GetBytes();
                sha.AppendData(bytes.Array, bytes.Offset, bytes.Count);
            }

            checksum = sha.GetHashAndReset();
            return BlobContentId.FromHash(checksum);
        }
    }

    private static bool IsOfDebugData(int table) => table >= (int)TableIndex.Document;
}
