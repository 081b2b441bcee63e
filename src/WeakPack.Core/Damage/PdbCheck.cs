using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace WeakPack.Damage;

/// <summary>What <see cref="StructureCheck"/> looks for, in a portable PDB.</summary>
internal static class PdbCheck
{
    // Of bytes. Its parts are blobs that many names share, so a small file could ask for names of any length.
    private const int LongestName = 1 << 16;

    /// <exception cref="BadImageFormatException">The PDB is damaged; the message tells how.</exception>
    public static void Run(MetadataReader pdb)
    {
        CheckImports(pdb);
        CheckLists(pdb);
        foreach (var handle in pdb.Documents)
            CheckName(pdb, pdb.GetDocument(handle).Name);
    }

    private static void CheckImports(MetadataReader pdb)
    {
        var parents = new int[pdb.ImportScopes.Count + 1];
        foreach (var handle in pdb.ImportScopes)
        {
            var parent = MetadataTokens.GetRowNumber(pdb.GetImportScope(handle).Parent);
            parents[MetadataTokens.GetRowNumber(handle)] = parent < parents.Length ? parent : throw Damaged();
        }

        StructureCheck.CheckChains(parents, StructureCheck.MostLevels, "its PDB has a scope of imports in itself, or too deep");
    }

    private static void CheckLists(MetadataReader pdb)
    {
        int variables = 0, constants = 0;
        foreach (var handle in pdb.LocalScopes)
        {
            var scope = pdb.GetLocalScope(handle);
            var (variablesOfScope, constantsOfScope) = (scope.GetLocalVariables().Count, scope.GetLocalConstants().Count);
            variables += variablesOfScope;
            constants += constantsOfScope;
            if (variablesOfScope < 0 || constantsOfScope < 0 || variables > pdb.LocalVariables.Count || constants > pdb.LocalConstants.Count)
                throw Damaged();
        }
    }

    // A separator, and then a blob for each part (Portable PDB, "Document Name Blob").
    private static void CheckName(MetadataReader pdb, DocumentNameBlobHandle name)
    {
        if (name.IsNil)
            return;
        var blob = pdb.GetBlobReader((BlobHandle)name);
        var length = 0;
        for (blob.ReadByte(); blob.RemainingBytes > 0; length++)
        {
            if (blob.ReadBlobHandle() is { IsNil: false } part)
                length += pdb.GetBlobReader(part).Length;
            if (length > LongestName)
                throw Damaged();
        }
    }

    private static BadImageFormatException Damaged() => new("its PDB is damaged");
}
