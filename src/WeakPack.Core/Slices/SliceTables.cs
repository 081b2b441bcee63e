using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using WeakPack.Tables;

namespace WeakPack.Slices;

/// <summary>Writes the tables of a slice: each row's cells as they are, but with the places and numbers that hold there.</summary>
internal sealed class SliceTables(TableCells cells, SliceRows rows, SliceBlobs blobs, SliceBodies bodies)
{
    private const long Sorted = 0x16003301FA00; // those that the format wants so (ECMA-335 II.22)

    private readonly int[]?[] _values = new int[MetadataTokens.TableCount][]; // row by row

    /// <summary>Makes the cells, and with them fills the heaps.</summary>
    public void Fill()
    {
        for (var table = 0; table < _values.Length; table++)
        {
            if (rows.Of((TableIndex)table) is { Count: > 0 } taken)
                _values[table] = Fill((TableIndex)table, taken);
        }
    }

    /// <summary>The stream; the heaps have their sizes by now.</summary>
    public BlobBuilder Write() => new TableStream(_values, table => rows.Of(table).Count, blobs.HeapSize).Write(Sorted);

    private int[] Fill(TableIndex table, IReadOnlyList<int> taken)
    {
        var columns = TableSchema.Columns(table);
        var values = new int[taken.Count * columns.Count];
        for (var i = 0; i < taken.Count; i++)
        {
            for (var column = 0; column < columns.Count; column++)
                values[(i * columns.Count) + column] = Value(table, taken[i], column, columns[column]);
        }

        return values;
    }

    private int Value(TableIndex table, int row, int column, TableSchema.Column kind)
    {
        var cell = cells.Read(table, row, column);
        return kind.Kind switch
        {
            's' => blobs.String(cell),
            'b' => blobs.Blob(cell, table),
            'i' => kind.Encode(rows.Map(kind.Decode(cell))),
            'l' => FirstFrom(rows.Of((TableIndex)kind.Tables[0]), cell),
            _ when column == 0 => table switch
            {
                TableIndex.TypeDef => cells.Additions.TypeFlags(row, cell),
                TableIndex.MethodDef => bodies.AddCode(row),
                TableIndex.FieldRva => bodies.AddData(row),
                TableIndex.ManifestResource => bodies.AddResource(row),
                _ => cell,
            },
            _ when table == TableIndex.MethodDef => cells.Additions.MethodFlags(row, column, cell),
            _ => cell,
        };
    }

    // The number of the first row that is not before one: rows of lists stay in their order.
    private static int FirstFrom(IReadOnlyList<int> members, int row)
    {
        var (first, behind) = (0, members.Count);
        while (first < behind)
        {
            var middle = (first + behind) / 2;
            if (members[middle] < row)
                first = middle + 1;
            else
                behind = middle;
        }

        return first + 1;
    }
}
