using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using WeakPack.Metadata;

namespace WeakPack.DebugData;

/// <summary>The documents of a PDB that is written: each file once, from however many sources it comes.</summary>
internal sealed class DocumentTable(PdbTables tables)
{
    private readonly Dictionary<string, int> _rows = new(StringComparer.Ordinal); // by name and hash

    /// <summary>Adds a document. False says that another source brought the same one before.</summary>
    public bool Add(MetadataReader pdb, Document document, out int row)
    {
        var hash = pdb.GetBlobBytes(document.Hash);
        var key = Convert.ToBase64String(hash) + pdb.GetString(document.Name);
        if (_rows.TryGetValue(key, out row))
            return false;

        row = tables.Add(
            TableIndex.Document,
            tables.Heaps.Blob(Name(pdb, document.Name)),
            tables.Heaps.Guid(pdb.GetGuid(document.HashAlgorithm)),
            tables.Heaps.Blob(hash),
            tables.Heaps.Guid(pdb.GetGuid(document.Language)));
        _rows.Add(key, row);
        return true;
    }

    // A separator, and the parts between (Portable PDB, "Document Name Blob").
    private byte[] Name(MetadataReader pdb, BlobHandle name)
    {
        var parts = pdb.GetBlobReader(name);
        var blob = new BlobBuilder();
        blob.WriteByte(parts.ReadByte());
        while (parts.RemainingBytes > 0)
            blob.WriteCompressedInteger(tables.Heaps.Blob(pdb.GetBlobBytes(parts.ReadBlobHandle())));
        return blob.ToArray();
    }

    /// <summary>The documents of a source that go into the PDB, in the source's order.</summary>
    public static IEnumerable<DocumentHandle> Wanted(DebugSource source)
    {
        var used = new HashSet<int>();
        foreach (var method in source.MethodRows)
            AddUsed(source.Pdb, MetadataTokens.MethodDefinitionHandle(method), used);
        AddUsedByTypes(source.Pdb, type => source.Takes(MetadataTokens.GetToken(type)), used);

        var known = new HashSet<int>();
        if (source.KeepsLooseDocuments)
        {
            foreach (var method in source.Pdb.MethodDebugInformation)
                AddUsed(source.Pdb, method.ToDefinitionHandle(), known);
            AddUsedByTypes(source.Pdb, _ => true, known);
        }

        foreach (var document in source.Pdb.Documents)
        {
            var row = MetadataTokens.GetRowNumber(document);
            if (used.Contains(row) || (source.KeepsLooseDocuments && !known.Contains(row)))
                yield return document;
        }
    }

    /// <summary>The rows of the documents in the blob of a type (Portable PDB, "Type Definition Documents").</summary>
    public static List<int> OfType(BlobReader blob)
    {
        var rows = new List<int>();
        while (blob.RemainingBytes > 0)
            rows.Add(blob.ReadCompressedInteger());
        return rows;
    }

    private static void AddUsed(MetadataReader pdb, MethodDefinitionHandle method, HashSet<int> used)
    {
        var information = pdb.GetMethodDebugInformation(method);
        if (!information.Document.IsNil)
            used.Add(MetadataTokens.GetRowNumber(information.Document));
        else if (!information.SequencePointsBlob.IsNil)
            used.UnionWith(SequencePointBlob.Documents(pdb, information));
    }

    private static void AddUsedByTypes(MetadataReader pdb, Predicate<EntityHandle> isWanted, HashSet<int> used)
    {
        foreach (var handle in pdb.CustomDebugInformation)
        {
            var information = pdb.GetCustomDebugInformation(handle);
            if (information.Parent.Kind == HandleKind.TypeDefinition && pdb.GetGuid(information.Kind) == DebugDataKinds.TypeDefinitionDocuments && isWanted(information.Parent))
                used.UnionWith(OfType(pdb.GetBlobReader(information.Value)));
        }
    }
}
