using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using WeakPack.Tables;

namespace WeakPack.Damage;

/// <summary>Reads every cell of the tables: does it lead to a row, or into a heap, that is there?</summary>
internal sealed class TableAudit
{
    private readonly MetadataReader _reader;
    private readonly MetadataReader _module;
    private readonly string _prefix;

    private TableAudit(MetadataReader reader, MetadataReader module, string prefix)
    {
        _reader = reader;
        _module = module;
        _prefix = prefix;
    }

    /// <param name="reader">The tables.</param>
    /// <param name="rows">The module's tables, into which those of a PDB lead as well.</param>
    /// <param name="prefix">Begins what is told.</param>
    /// <exception cref="BadImageFormatException">One does not.</exception>
    public static unsafe void Run(MetadataReader reader, MetadataReader rows, string prefix)
    {
        var metadata = new BlobReader(reader.MetadataPointer, reader.MetadataLength);
        var audit = new TableAudit(reader, rows, prefix);
        foreach (var table in Enumerable.Range(0, MetadataTokens.TableCount).Select(index => (TableIndex)index).Where(table => reader.GetTableRowCount(table) > 0))
            audit.Read(table, metadata);
    }

    private void Read(TableIndex table, BlobReader metadata)
    {
        var columns = TableSchema.Of(table) ?? throw Damaged($"table {table} is none that compilers write");
        var sizes = columns.Select(column => TableSchema.SizeOf(column, heap => _reader.GetHeapSize(heap) > ushort.MaxValue, table => Rows((int)table))).ToList();
        if (sizes.Sum() != _reader.GetTableRowSize(table))
            throw Damaged($"table {table} has rows of another size");

        metadata.Offset = _reader.GetTableMetadataOffset(table);
        var before = new int[columns.Count];
        for (var row = 1; row <= _reader.GetTableRowCount(table); row++)
        {
            for (var i = 0; i < columns.Count; i++)
            {
                var value = sizes[i] == 2 ? metadata.ReadUInt16() : metadata.ReadInt32();
                if (!IsSound(columns[i], value) || (columns[i].Kind == 'l' && value < before[i]))
                    throw Damaged($"row {row} of table {table} leads nowhere");
                before[i] = value;
            }
        }
    }

    private bool IsSound(TableSchema.Column column, int value)
    {
        switch (column.Kind)
        {
            case 's':
                return value >= 0 && value < Math.Max(1, _reader.GetHeapSize(HeapIndex.String)) && _reader.GetString(MetadataTokens.StringHandle(value)) is not null;
            case 'g':
                return value >= 0 && value <= _reader.GetHeapSize(HeapIndex.Guid) / 16;
            case 'b':
                return value >= 0 && value < Math.Max(1, _reader.GetHeapSize(HeapIndex.Blob)) && _reader.GetBlobReader(MetadataTokens.BlobHandle(value)).Length >= 0;
            case 'l':
                return value >= 1 && value <= Rows(column.Tables[0]) + 1;
            case 'i':
                var tag = value & ((1 << column.TagBits) - 1);
                var row = (int)((uint)value >> column.TagBits);
                return row == 0 ? !column.IsRequired : tag < column.Tables.Length && column.Tables[tag] >= 0 && row <= Rows(column.Tables[tag]);
            default:
                return true;
        }
    }

    private int Rows(int table) => (table >= (int)TableIndex.Document ? _reader : _module).GetTableRowCount((TableIndex)table);

    private BadImageFormatException Damaged(string what) => new(_prefix + what);
}
