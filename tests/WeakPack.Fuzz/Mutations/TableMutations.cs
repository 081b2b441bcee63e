using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using WeakPack.Core.Tests.Stress;

namespace WeakPack.Fuzz.Mutations;

/// <summary>Damage to the tables of metadata (ECMA-335 II.22) and to what tells of their sizes.</summary>
internal static class TableMutations
{
    private static readonly TableIndex[] s_tables = Enum.GetValues<TableIndex>();

    /// <summary>Another value for a part of a row: of another row, of the row itself, at a limit.</summary>
    public static void Cell(Target target, Dice dice)
    {
        var table = dice.Of(s_tables.Where(index => target.Reader.GetTableRowCount(index) > 0).ToArray());
        var (rows, size) = (target.Reader.GetTableRowCount(table), target.Reader.GetTableRowSize(table));
        var row = 1 + dice.Below(rows);
        var at = dice.Below(size / 2) * 2;
        var place = Place(target, table, row) + at;
        switch (dice.Below(6))
        {
            case 0 or 1:
                target.Write(place, 2, target.Read(Place(target, table, 1 + dice.Below(rows)) + at, 2));
                break;
            case 2:
                target.Write(place, 2, row << dice.Of(0, 0, 1, 2, 3, 5) | dice.Below(4));
                break;
            case 3:
                target.Write(place, 2, rows + dice.Of(0, 1, 2));
                break;
            case 4:
                target.Write(place, 2, target.Read(place, 2) + dice.Of(-1, 1));
                break;
            default:
                target.Write(place, 2, Limits.Of(dice, 2));
                break;
        }
    }

    /// <summary>Another number of rows, in the header of the tables.</summary>
    public static void RowCount(Target target, Dice dice)
    {
        var tables = Stream(target, "#~");
        var present = BitConverter.ToUInt64(target.Bytes, tables + 8);
        var place = tables + 24 + 4 * dice.Below(System.Numerics.BitOperations.PopCount(present));
        target.Write(place, 4, dice.Chance(50) ? target.Read(place, 4) + dice.Of(-1, 1, 2) : Limits.Of(dice, 4));
    }

    /// <summary>Another size or place of a heap.</summary>
    public static void HeapSize(Target target, Dice dice)
    {
        var header = dice.Of(StreamHeaders(target).ToArray()).Offset;
        var place = header + dice.Of(0, 4);
        target.Write(place, 4, dice.Chance(50) ? target.Read(place, 4) + dice.Of(-4, 4, -1, 64) : Limits.Of(dice, 4));
    }

    /// <summary>Types that are nested in themselves, or in each other.</summary>
    public static void Nesting(Target target, Dice dice)
    {
        var (rows, size) = (target.Reader.GetTableRowCount(TableIndex.NestedClass), target.Reader.GetTableRowSize(TableIndex.NestedClass));
        var row = Place(target, TableIndex.NestedClass, 1 + dice.Below(rows));
        var nested = target.Read(row, size / 2);
        var inner = Enumerable.Range(1, rows).Select(other => Place(target, TableIndex.NestedClass, other)).Where(other => target.Read(other + size / 2, size / 2) == nested).ToArray();
        target.Write(row + size / 2, size / 2, inner.Length > 0 && dice.Chance(50) ? target.Read(dice.Of(inner), size / 2) : nested);
    }

    /// <summary>A type that derives from itself, or from one that derives from it.</summary>
    public static void TypeCircle(Target target, Dice dice)
    {
        var rows = target.Reader.GetTableRowCount(TableIndex.TypeDef);
        var (one, other) = (1 + dice.Below(rows), 1 + dice.Below(rows));
        SetBase(target, one, other);
        SetBase(target, other, one);
    }

    /// <summary>A type reference whose scope is itself.</summary>
    public static void ScopeCircle(Target target, Dice dice)
    {
        var row = 1 + dice.Below(target.Reader.GetTableRowCount(TableIndex.TypeRef));
        target.Write(Place(target, TableIndex.TypeRef, row), 2, row << 2 | 3);
        if (target.Reader.GetTableRowCount(TableIndex.ExportedType) is > 0 and var forwards && dice.Chance(50))
            target.Write(Place(target, TableIndex.ExportedType, 1) + target.Reader.GetTableRowSize(TableIndex.ExportedType) - 2, 2, (1 + dice.Below(forwards)) << 2 | 2);
    }

    /// <summary>A type specification that names itself, or another, where a type is to stand.</summary>
    public static void SpecificationCircle(Target target, Dice dice)
    {
        var rows = target.Reader.GetTableRowCount(TableIndex.TypeSpec);
        var (one, other) = (1 + dice.Below(rows), 1 + dice.Below(rows));
        foreach (var (row, named) in new[] { (one, other), (other, one) })
        {
            var blob = BlobMutations.Place(target, target.Reader.GetTypeSpecification(MetadataTokens.TypeSpecificationHandle(row)).Signature);
            byte[] circle = dice.Chance(50) ? [0x12, (byte)(named << 2 | 2)] : [0x1F, (byte)(named << 2 | 2), 0x08];
            circle.CopyTo(target.Bytes, blob.Start);
        }
    }

    /// <summary>A type parameter whose constraint, or an interface that, is the specification that names the parameter's type.</summary>
    public static void ConstraintCircle(Target target, Dice dice)
    {
        var table = dice.Of(TableIndex.GenericParamConstraint, TableIndex.InterfaceImpl, TableIndex.MethodImpl, TableIndex.GenericParam);
        var rows = target.Reader.GetTableRowCount(table);
        var place = Place(target, table, 1 + dice.Below(rows));
        target.Write(place + target.Reader.GetTableRowSize(table) - 2, 2, (1 + dice.Below(target.Reader.GetTableRowCount(TableIndex.TypeSpec))) << 2 | 2);
    }

    public static int Place(Target target, TableIndex table, int row) =>
        target.Start + target.Reader.GetTableMetadataOffset(table) + (row - 1) * target.Reader.GetTableRowSize(table);

    // Flags, name and namespace stand before the base (II.22.37).
    private static void SetBase(Target target, int row, int value)
    {
        var text = target.Reader.GetHeapSize(HeapIndex.String) > 0xFFFF ? 4 : 2;
        target.Write(Place(target, TableIndex.TypeDef, row) + 4 + 2 * text, 2, value << 2);
    }

    private static int Stream(Target target, string name) => target.Start + (int)target.Read(StreamHeaders(target).Single(stream => stream.Name == name).Offset, 4);

    // The header of metadata: II.24.2.1.
    private static List<(string Name, int Offset)> StreamHeaders(Target target)
    {
        var at = target.Start + 12;
        at += 4 + (int)target.Read(at, 4) + 2;
        var streams = new List<(string, int)>();
        for (var count = target.Read(at, 2); count > 0; count--)
        {
            var header = streams.Count == 0 ? at + 2 : at;
            var end = Array.IndexOf(target.Bytes, (byte)0, header + 8);
            streams.Add((System.Text.Encoding.ASCII.GetString(target.Bytes, header + 8, end - header - 8), header));
            at = header + 8 + (end - header - 8 + 4) / 4 * 4;
        }

        return streams;
    }
}
