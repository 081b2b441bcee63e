using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using WeakPack.Damage;

namespace WeakPack.Slices;

/// <summary>The cells of a module's tables as they are, by the columns of the format.</summary>
internal sealed class TableCells(MetadataReader reader)
{
    private readonly int[]?[] _offsets = new int[MetadataTokens.TableCount][];

    public MetadataReader Reader => reader;

    public static IReadOnlyList<TableSchema.Column> Columns(TableIndex table) =>
        TableSchema.Of(table) ?? throw new BadImageFormatException($"table {table} is none that compilers write");

    public int Rows(TableIndex table) => reader.GetTableRowCount(table);

    /// <summary>There is such a row.</summary>
    public bool Has(int token) => token >>> 24 < MetadataTokens.TableCount && (token & 0xFFFFFF) is var row && row > 0 && row <= Rows((TableIndex)(token >>> 24));

    /// <exception cref="BadImageFormatException">There is no such row.</exception>
    public unsafe int Read(TableIndex table, int row, int column)
    {
        var offsets = _offsets[(int)table] ??= Measure(table);
        if (row < 1 || row > Rows(table))
            throw new BadImageFormatException($"table {table} has no row {row}");
        var cell = reader.MetadataPointer + reader.GetTableMetadataOffset(table) + ((row - 1) * reader.GetTableRowSize(table)) + offsets[column];
        return offsets[column + 1] - offsets[column] == 2 ? *(ushort*)cell : *(int*)cell;
    }

    /// <summary>The token in a column that names a row; 0 for none.</summary>
    public int Token(TableIndex table, int row, int column) => Columns(table)[column].Decode(Read(table, row, column));

    /// <summary>The first row of a list, and the one behind the last.</summary>
    public (int Begin, int End) List(TableIndex table, int row, int column)
    {
        var members = Rows((TableIndex)Columns(table)[column].Tables[0]);
        var begin = Read(table, row, column);
        var end = row < Rows(table) ? Read(table, row + 1, column) : members + 1;
        return begin >= 1 && begin <= end && end <= members + 1 ? (begin, end) : throw new BadImageFormatException($"row {row} of table {table} leads nowhere");
    }

    private int[] Measure(TableIndex table)
    {
        var columns = Columns(table);
        var offsets = new int[columns.Count + 1];
        for (var i = 0; i < columns.Count; i++)
            offsets[i + 1] = offsets[i] + TableSchema.SizeOf(columns[i], IsLarge, Rows);
        return offsets[columns.Count] == reader.GetTableRowSize(table) ? offsets : throw new BadImageFormatException($"table {table} has rows of another size");
    }

    // Nobody tells, but these rows, which each assembly has, are of one size then and of another one otherwise.
    private bool IsLarge(HeapIndex heap)
    {
        var (module, assembly) = (reader.GetTableRowSize(TableIndex.Module), reader.GetTableRowSize(TableIndex.Assembly));
        var text = module is 12 or 18; // a number, a text, three guids
        return heap switch
        {
            HeapIndex.String => text,
            HeapIndex.Guid => module is 16 or 18,
            _ => assembly - (text ? 8 : 4) == 20, // numbers of 16 bytes, a blob, two texts
        };
    }
}
