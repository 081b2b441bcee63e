using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using WeakPack.Tables;

namespace WeakPack.Slices;

/// <summary>The cells of a module's tables as they are, by the columns of the format, and of the rows that are added.</summary>
internal sealed class TableCells(MetadataReader reader)
{
    private readonly TableColumn[]?[] _columns = new TableColumn[MetadataTokens.TableCount][];

    public SliceAdditions Additions { get; } = new(reader);

    /// <summary>The number of rows, with those that were added by now.</summary>
    public int Rows(TableIndex table) => reader.GetTableRowCount(table) + Additions.Rows(table);

    /// <summary>There is such a row.</summary>
    public bool Has(int token) => token >>> 24 < MetadataTokens.TableCount && (token & 0xFFFFFF) is var row && row > 0 && row <= Rows((TableIndex)(token >>> 24));

    /// <summary>A column of the module's own rows.</summary>
    public TableColumn Column(TableIndex table, int column) => (_columns[(int)table] ??= Measure(table))[column];

    /// <inheritdoc cref="TableColumn.Read"/>
    public int Read(TableIndex table, int row, int column) => Additions.Row(table, row)?[column] ?? Column(table, column).Read(row);

    /// <inheritdoc cref="TableColumn.Token"/>
    public int Token(TableIndex table, int row, int column) => TableSchema.Columns(table)[column].Decode(Read(table, row, column));

    /// <summary>The first row of a list, and the one behind the last.</summary>
    public (int Begin, int End) List(TableIndex table, int row, int column)
    {
        var members = reader.GetTableRowCount((TableIndex)TableSchema.Columns(table)[column].Tables[0]);
        var begin = Read(table, row, column);
        var end = row < reader.GetTableRowCount(table) ? Read(table, row + 1, column) : members + 1;
        return begin >= 1 && begin <= end && end <= members + 1 ? (begin, end) : throw new BadImageFormatException($"row {row} of table {table} leads nowhere");
    }

    private unsafe TableColumn[] Measure(TableIndex table)
    {
        var kinds = TableSchema.Columns(table);
        var columns = new TableColumn[kinds.Count];
        var cell = reader.MetadataPointer + reader.GetTableMetadataOffset(table);
        var end = cell + reader.GetTableRowSize(table);
        for (var i = 0; i < columns.Length; i++)
        {
            var size = TableSchema.SizeOf(kinds[i], IsLarge, reader.GetTableRowCount);
            columns[i] = new(kinds[i], cell, size, reader.GetTableRowSize(table), reader.GetTableRowCount(table));
            cell += size;
        }

        return cell == end ? columns : throw new BadImageFormatException($"table {table} has rows of another size");
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

/// <summary>One column of a table.</summary>
internal sealed unsafe class TableColumn(TableSchema.Column kind, byte* first, int size, int rowSize, int rows)
{
    public int Rows => rows;

    /// <exception cref="BadImageFormatException">There is no such row.</exception>
    public int Read(int row)
    {
        if (row < 1 || row > rows)
            throw new BadImageFormatException($"a table has no row {row}");
        var cell = first + ((long)(row - 1) * rowSize);
        return size == 2 ? *(ushort*)cell : *(int*)cell;
    }

    /// <summary>The token in a column that names a row; 0 for none.</summary>
    /// <exception cref="BadImageFormatException">There is no such row, or it names nothing.</exception>
    public int Token(int row) => kind.Decode(Read(row));
}
