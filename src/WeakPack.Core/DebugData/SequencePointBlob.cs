using System.Reflection.Metadata;

namespace WeakPack.DebugData;

/// <summary>The blob of a method's sequence points (Portable PDB, "Sequence Points Blob"): offsets stay, row numbers are exchanged.</summary>
internal static class SequencePointBlob
{
    /// <summary>The documents that the blob itself names: those of a method whose code comes from several.</summary>
    public static IEnumerable<int> Documents(MetadataReader pdb, MethodDebugInformation method)
    {
        var documents = new List<int>();
        if (method.Document.IsNil && !method.SequencePointsBlob.IsNil)
            Write(pdb.GetBlobReader(method.SequencePointsBlob), namesDocument: true, localSignature: 0, Note, new BlobBuilder());
        return documents;

        int Note(int document)
        {
            documents.Add(document);
            return document;
        }
    }

    /// <param name="source">The blob.</param>
    /// <param name="namesDocument">The method's row names no document, so the blob does.</param>
    /// <param name="localSignature">The new row of the signature of locals.</param>
    /// <param name="mapDocument">From old to new rows.</param>
    /// <param name="target">Where the new blob goes.</param>
    public static void Write(BlobReader source, bool namesDocument, int localSignature, Func<int, int> mapDocument, BlobBuilder target)
    {
        source.ReadCompressedInteger();
        target.WriteCompressedInteger(localSignature);
        if (!namesDocument)
        {
            target.WriteBytes(source.ReadBytes(source.RemainingBytes));
            return;
        }

        target.WriteCompressedInteger(mapDocument(source.ReadCompressedInteger()));
        var isFirst = true;
        var isFirstVisible = true;
        while (source.RemainingBytes > 0)
        {
            var record = source;
            if (source.ReadCompressedInteger() == 0 && !isFirst)
            {
                target.WriteCompressedInteger(0);
                target.WriteCompressedInteger(mapDocument(source.ReadCompressedInteger()));
                continue;
            }

            isFirstVisible &= !SkipPoint(ref source, isFirstVisible);
            isFirst = false;
            target.WriteBytes(record.ReadBytes(source.Offset - record.Offset));
        }
    }

    // Lines and columns, all of them relative. A signed number is as long as an unsigned one.
    private static bool SkipPoint(ref BlobReader source, bool isFirstVisible)
    {
        var lines = source.ReadCompressedInteger();
        var columns = lines == 0 ? source.ReadCompressedInteger() : source.ReadCompressedSignedInteger();
        if (lines == 0 && columns == 0)
            return false;

        _ = isFirstVisible ? source.ReadCompressedInteger() : source.ReadCompressedSignedInteger();
        _ = isFirstVisible ? source.ReadCompressedInteger() : source.ReadCompressedSignedInteger();
        return true;
    }
}
