using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using WeakPack.Core.Tests.Stress;

namespace WeakPack.Fuzz.Mutations;

/// <summary>Damage to signatures and other blobs (ECMA-335 II.23, II.24.2.4).</summary>
internal static class BlobMutations
{
    // What element types begin with, and then some that there are not.
    private static readonly byte[] s_elements = [0x01, 0x08, 0x0E, 0x0F, 0x10, 0x11, 0x12, 0x13, 0x14, 0x15, 0x1B, 0x1C, 0x1D, 0x1E, 0x1F, 0x20, 0x41, 0x45, 0x50, 0x51, 0x55, 0x00, 0x17, 0x22, 0xC0, 0xDF, 0xFF];

    // Pointers, arrays and references to types need a byte or two for each level; instances and functions a few more.
    private static readonly byte[][] s_levels = [[0x0F], [0x1D], [0x45], [0x15, 0x12, 0x05, 0x01], [0x1B, 0x00, 0x00], [0x14], [0x1F, 0x05], [0x51]];

    /// <summary>A length at its limits.</summary>
    public static void Length(Target target, Dice dice)
    {
        var (place, start, length) = Any(target, dice);
        switch (dice.Below(4))
        {
            case 0:
                target.Bytes[place] = (byte)Limits.Of(dice, 1);
                break;
            case 1:
                target.Bytes[place] = (byte)(length + dice.Of(-1, 1));
                break;
            case 2:
                new byte[] { 0xDF, 0xFF, 0xFF, 0xFF }.CopyTo(target.Bytes, place);
                break;
            default:
                target.Bytes[start - 1] |= 0x80;
                break;
        }
    }

    /// <summary>Other bytes in a blob.</summary>
    public static void Content(Target target, Dice dice)
    {
        var (_, start, length) = Any(target, dice);
        for (var count = dice.Of(1, 1, 2, 5); count > 0 && length > 0; count--)
            target.Bytes[start + dice.Below(length)] = dice.Chance(60) ? dice.Of(s_elements) : (byte)dice.Below(256);
    }

    /// <summary>A count of parameters, arguments, sizes or elements that is far too large.</summary>
    public static void HugeCount(Target target, Dice dice)
    {
        var (_, start, length) = Any(target, dice);
        new byte[] { 0xDF, 0xFF, 0xFF, 0xFF }.AsSpan(0, Math.Min(4, length)).CopyTo(target.Bytes.AsSpan(start + dice.Below(Math.Max(1, Math.Min(length - 3, 3)))));
    }

    /// <summary>A signature that is nested as deep as the largest blob is long, in the place of another.</summary>
    public static void Deep(Target target, Dice dice)
    {
        var blobs = All(target).ToList();
        var (_, start, length) = blobs.MaxBy(blob => Place(target, blob).Length) is var largest ? Place(target, largest) : default;
        var level = dice.Of(s_levels);
        var header = dice.Of<byte[]>([], [], [0x06], [0x00, 0x00], [0x00, 0x01, 0x01], [0x07, 0x01], [0x0A, 0x01], [0x01, 0x00], [0x01, 0x00, 0x01, 0x00, 0x53]);
        header.CopyTo(target.Bytes, start);
        for (var i = header.Length; i < length; i++)
            target.Bytes[start + i] = i == length - 1 ? (byte)0x08 : level[(i - header.Length) % level.Length];

        var table = dice.Of(s_signatures.Where(entry => target.Reader.GetTableRowCount(entry) > 0).ToArray());
        var (row, size) = (1 + dice.Below(target.Reader.GetTableRowCount(table)), target.Reader.GetHeapSize(HeapIndex.Blob) > 0xFFFF ? 4 : 2);
        var last = TableMutations.Place(target, table, row) + target.Reader.GetTableRowSize(table) - size;

        // In these two tables something stands behind the blob: a list of parameters, nothing.
        var behind = table == TableIndex.MethodDef ? target.Reader.GetTableRowCount(TableIndex.Param) > 0xFFFF ? 4 : 2 : 0;
        target.Write(last - behind, size, MetadataTokens.GetHeapOffset(largest));
    }

    private static readonly TableIndex[] s_signatures =
        [TableIndex.Field, TableIndex.MethodDef, TableIndex.MemberRef, TableIndex.StandAloneSig, TableIndex.Property, TableIndex.TypeSpec, TableIndex.MethodSpec, TableIndex.CustomAttribute, TableIndex.FieldMarshal, TableIndex.DeclSecurity, TableIndex.Document, TableIndex.LocalConstant, TableIndex.ImportScope, TableIndex.MethodDebugInformation, TableIndex.CustomDebugInformation];

    /// <summary>Where a blob's length stands, and its content, and how long that is.</summary>
    public static (int Place, int Start, int Length) Place(Target target, BlobHandle blob)
    {
        var length = target.Reader.GetBlobReader(blob).Length;
        var place = target.Start + target.Reader.GetHeapMetadataOffset(HeapIndex.Blob) + MetadataTokens.GetHeapOffset(blob);
        return (place, place + (length < 0x80 ? 1 : length < 0x4000 ? 2 : 4), length);
    }

    private static (int Place, int Start, int Length) Any(Target target, Dice dice) => Place(target, dice.Of(All(target).ToArray()));

    private static IEnumerable<BlobHandle> All(Target target)
    {
        for (var blob = MetadataTokens.BlobHandle(1); !blob.IsNil; blob = target.Reader.GetNextHandle(blob))
            yield return blob;
    }
}
