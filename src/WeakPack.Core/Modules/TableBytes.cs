using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace WeakPack.Modules;

/// <summary>Changes columns in the tables of a written image. In the tables at hand the blob is the last column of a row.</summary>
internal sealed class TableBytes(byte[] image, MetadataReader reader, int metadataStart)
{
    private readonly int _blobSize = reader.GetHeapSize(HeapIndex.Blob) > 0xFFFF ? 4 : 2;

    public int LastBlob(TableIndex table, int row) => Read(End(table, row) - _blobSize, _blobSize);

    public void SetLastBlob(TableIndex table, int row, int blob) => Write(End(table, row) - _blobSize, _blobSize, blob);

    /// <summary>Sets the blob of the row with that parent: the coded index that stands before the blob.</summary>
    /// <returns>The row.</returns>
    public int SetBlobOf(TableIndex table, int parent, int blob)
    {
        // Constant has a type of one byte, and padding of one, before the parent (ECMA-335 II.22.9).
        var before = table == TableIndex.Constant ? 2 : 0;
        var size = reader.GetTableRowSize(table) - _blobSize - before;
        for (var row = 1; row <= reader.GetTableRowCount(table); row++)
        {
            if (Read(End(table, row) - _blobSize - size, size) == parent)
            {
                SetLastBlob(table, row, blob);
                return row;
            }
        }

        throw new InvalidOperationException($"{table} has no row of parent {parent}.");
    }

    /// <summary>Sets type and value of the constant of that parent.</summary>
    public void SetConstant(int parent, byte type, int blob)
    {
        var row = SetBlobOf(TableIndex.Constant, parent, blob);
        image[End(TableIndex.Constant, row) - reader.GetTableRowSize(TableIndex.Constant)] = type;
    }

    /// <summary>Sets what a method is to a property (ECMA-335 II.22.28): the column before method and association.</summary>
    public void SetSemantics(int method, int property, ushort kind)
    {
        var methodSize = reader.GetTableRowCount(TableIndex.MethodDef) > 0xFFFF ? 4 : 2;
        var associationSize = reader.GetTableRowSize(TableIndex.MethodSemantics) - methodSize - 2;
        for (var row = 1; row <= reader.GetTableRowCount(TableIndex.MethodSemantics); row++)
        {
            var association = End(TableIndex.MethodSemantics, row) - associationSize;
            if (Read(association, associationSize) == ((property << 1) | 1) && Read(association - methodSize, methodSize) == method)
            {
                Write(association - methodSize - 2, 2, kind);
                return;
            }
        }

        throw new InvalidOperationException($"Property {property} has no row for method {method}.");
    }

    private int End(TableIndex table, int row) => metadataStart + reader.GetTableMetadataOffset(table) + row * reader.GetTableRowSize(table);

    private int Read(int offset, int size) => size == 2 ? BitConverter.ToUInt16(image, offset) : BitConverter.ToInt32(image, offset);

    private void Write(int offset, int size, int value)
    {
        for (var i = 0; i < size; i++)
            image[offset + i] = (byte)(value >> (8 * i));
    }
}
