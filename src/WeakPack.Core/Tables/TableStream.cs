using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace WeakPack.Tables;

/// <summary>Writes the stream of tables (ECMA-335 II.24.2.6): those of an assembly, or those of debug data.</summary>
/// <param name="tables">The cells of each table, row by row; null for one without rows.</param>
/// <param name="rows">How many rows each table has. Those of debug data name rows of the assembly, too.</param>
/// <param name="heapSize">The bytes of a heap.</param>
internal sealed class TableStream(IReadOnlyList<int[]?> tables, Func<TableIndex, int> rows, Func<HeapIndex, int> heapSize)
{
    private const int ChunkSize = 0x4000;

    /// <param name="sorted">A bit for each table that is in the order that the format wants.</param>
    public BlobBuilder Write(long sorted)
    {
        var stream = new BlobBuilder(ChunkSize);
        long present = 0;
        for (var table = 0; table < tables.Count; table++)
            present |= tables[table] is null ? 0 : 1L << table;

        stream.WriteInt32(0);
        stream.WriteByte(2); // the version
        stream.WriteByte(0);
        stream.WriteByte((byte)((IsLarge(HeapIndex.String) ? 1 : 0) | (IsLarge(HeapIndex.Guid) ? 2 : 0) | (IsLarge(HeapIndex.Blob) ? 4 : 0)));
        stream.WriteByte(1);
        stream.WriteInt64(present);
        stream.WriteInt64(sorted);
        for (var table = 0; table < tables.Count; table++)
        {
            if (tables[table] is not null)
                stream.WriteInt32(rows((TableIndex)table));
        }

        for (var table = 0; table < tables.Count; table++)
        {
            if (tables[table] is { } cells)
                Write(cells, TableSchema.Columns((TableIndex)table), stream);
        }

        return stream;
    }

    private void Write(int[] cells, IReadOnlyList<TableSchema.Column> columns, BlobBuilder stream)
    {
        var sizes = new int[columns.Count];
        for (var i = 0; i < sizes.Length; i++)
            sizes[i] = TableSchema.SizeOf(columns[i], IsLarge, rows);
        for (var i = 0; i < cells.Length; i++)
        {
            if (sizes[i % sizes.Length] == sizeof(ushort))
                stream.WriteUInt16((ushort)cells[i]);
            else
                stream.WriteInt32(cells[i]);
        }
    }

    private bool IsLarge(HeapIndex heap) => heapSize(heap) > ushort.MaxValue;
}
