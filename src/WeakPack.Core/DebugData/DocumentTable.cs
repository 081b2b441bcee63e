using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using WeakPack.Metadata;

namespace WeakPack.DebugData;

/// <summary>The documents of a PDB that is written: each file once, from however many sources it comes.</summary>
internal sealed class DocumentTable(MetadataBuilder builder)
{
    private readonly Dictionary<(string Name, string Hash), DocumentHandle> _documents = [];

    /// <summary>Adds a document. False says that another source brought the same one before.</summary>
    public bool Add(MetadataReader pdb, Document document, out DocumentHandle handle)
    {
        var key = (pdb.GetString(document.Name), Convert.ToBase64String(pdb.GetBlobBytes(document.Hash)));
        if (_documents.TryGetValue(key, out handle))
            return false;

        handle = builder.AddDocument(
            builder.GetOrAddDocumentName(key.Item1),
            builder.GetOrAddGuid(pdb.GetGuid(document.HashAlgorithm)),
            builder.GetOrAddBlob(pdb.GetBlobBytes(document.Hash)),
            builder.GetOrAddGuid(pdb.GetGuid(document.Language)));
        _documents.Add(key, handle);
        return true;
    }

    /// <summary>The documents of a source that go into the PDB, in the source's order.</summary>
    public static IEnumerable<DocumentHandle> Wanted(DebugSource source)
    {
        var pdb = source.Pdb;
        var used = Used(pdb, source.Methods.Select(pair => pair.Source), handle => source.Find(handle) is not null);
        var known = source.KeepsLooseDocuments
            ? Used(pdb, pdb.MethodDebugInformation.Select(handle => handle.ToDefinitionHandle()), _ => true)
            : null;
        return pdb.Documents.Where(handle => used.Contains(handle) || known?.Contains(handle) == false);
    }

    private static HashSet<DocumentHandle> Used(MetadataReader pdb, IEnumerable<MethodDefinitionHandle> methods, Predicate<EntityHandle> isType)
    {
        var used = new HashSet<DocumentHandle>();
        foreach (var method in methods.Select(pdb.GetMethodDebugInformation))
        {
            if (!method.Document.IsNil)
                used.Add(method.Document);
            else if (!method.SequencePointsBlob.IsNil)
                used.UnionWith(SequencePointBlob.Documents(pdb, method).Select(MetadataTokens.DocumentHandle));
        }

        foreach (var information in pdb.CustomDebugInformation.Select(pdb.GetCustomDebugInformation))
        {
            if (information.Parent.Kind == HandleKind.TypeDefinition && pdb.GetGuid(information.Kind) == DebugDataKinds.TypeDefinitionDocuments && isType(information.Parent))
                used.UnionWith(OfType(pdb.GetBlobReader(information.Value)));
        }

        return used;
    }

    /// <summary>The documents in the blob of a type (Portable PDB, "Type Definition Documents").</summary>
    public static IEnumerable<DocumentHandle> OfType(BlobReader blob)
    {
        var documents = new List<DocumentHandle>();
        while (blob.RemainingBytes > 0)
            documents.Add(MetadataTokens.DocumentHandle(blob.ReadCompressedInteger()));
        return documents;
    }
}
