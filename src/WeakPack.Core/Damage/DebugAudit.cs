using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using WeakPack.DebugData;

namespace WeakPack.Damage;

/// <summary>Reads all that a PDB has in blobs: does it lead to rows that are there, in the PDB or in its module?</summary>
internal static class DebugAudit
{
    /// <exception cref="BadImageFormatException">It does not.</exception>
    public static void Run(MetadataReader pdb, MetadataReader module)
    {
        foreach (var handle in pdb.Documents)
            pdb.GetString(pdb.GetDocument(handle).Name);
        foreach (var handle in pdb.MethodDebugInformation)
            CheckPoints(pdb, handle);
        foreach (var scope in pdb.LocalScopes.Select(pdb.GetLocalScope))
            _ = scope.EndOffset;
        foreach (var handle in pdb.ImportScopes)
        {
            foreach (var import in pdb.GetImportScope(handle).GetImports())
            {
                if (SourceCopier.NamesType(import.Kind))
                    Check(module, import.TargetType);
                else if (!import.TargetAssembly.IsNil)
                    Check(module, import.TargetAssembly);
            }
        }

        foreach (var handle in pdb.LocalConstants)
        {
            foreach (var token in ConstantSignature.Types(pdb.GetBlobReader(pdb.GetLocalConstant(handle).Signature)))
                Check(module, MetadataTokens.EntityHandle(token));
        }
    }

    private static void CheckPoints(MetadataReader pdb, MethodDebugInformationHandle handle)
    {
        var method = pdb.GetMethodDebugInformation(handle);
        if (method.SequencePointsBlob.IsNil)
            return;
        foreach (var point in method.GetSequencePoints())
        {
            if (MetadataTokens.GetRowNumber(point.Document) > pdb.Documents.Count)
                throw new BadImageFormatException("its PDB is damaged: a sequence point is in a document that is not there");
        }

        SequencePointBlob.Documents(pdb, method);
    }

    private static void Check(MetadataReader module, EntityHandle handle)
    {
        if (!MetadataTokens.TryGetTableIndex(handle.Kind, out var table) || MetadataTokens.GetRowNumber(handle) is var row && (row == 0 || row > module.GetTableRowCount(table)))
            throw new BadImageFormatException("its PDB is damaged: it names what is not in the assembly");
    }
}
