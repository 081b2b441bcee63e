using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Text;

namespace WeakPack.Slices;

/// <summary>What a slice has that its module has not: rows, and what they name in the heaps; and types that are internal there alone.</summary>
/// <remarks>Rows are numbered behind those of the module, and places in the heaps are behind its heaps, so that each cell is one of either.</remarks>
internal sealed class SliceAdditions(MetadataReader reader)
{
    private readonly List<int[]>?[] _rows = new List<int[]>[MetadataTokens.TableCount];
    private readonly List<byte[]> _texts = [];
    private readonly List<byte[]> _blobs = [];
    private readonly HashSet<int> _hidden = []; // the rows of types

    /// <summary>Adds a row. It is in the slice when it is taken or needed there, as any other.</summary>
    /// <param name="table">Its table.</param>
    /// <param name="cells">What stands in it, in the module's numbers.</param>
    /// <returns>Its token.</returns>
    public int Add(TableIndex table, params int[] cells)
    {
        var rows = _rows[(int)table] ??= [];
        rows.Add(cells);
        return ((int)table << 24) | (reader.GetTableRowCount(table) + rows.Count);
    }

    /// <summary>Adds a name.</summary>
    /// <returns>Its place.</returns>
    public int AddText(string text)
    {
        _texts.Add(Encoding.UTF8.GetBytes(text));
        return reader.GetHeapSize(HeapIndex.String) + _texts.Count - 1;
    }

    /// <summary>Adds a blob, in which no row is named.</summary>
    /// <returns>Its place.</returns>
    public int AddBlob(byte[] blob)
    {
        _blobs.Add(blob);
        return reader.GetHeapSize(HeapIndex.Blob) + _blobs.Count - 1;
    }

    /// <summary>Makes a top-level type internal.</summary>
    public void HideType(int row) => _hidden.Add(row);

    /// <summary>The flags of a type, as they are in the slice.</summary>
    public int TypeFlags(int row, int original) => _hidden.Contains(row) ? original & ~(int)TypeAttributes.VisibilityMask : original;

    /// <summary>The number of rows that were added to a table.</summary>
    public int Rows(TableIndex table) => _rows[(int)table]?.Count ?? 0;

    /// <summary>The cells of an added row; null for one of the module, and for what there is not.</summary>
    public int[]? Row(TableIndex table, int row)
    {
        if (_rows[(int)table] is not { } rows)
            return null;
        var added = row - reader.GetTableRowCount(table) - 1;
        return added >= 0 && added < rows.Count ? rows[added] : null;
    }

    /// <summary>An added name; null for a place in the module's heap.</summary>
    public byte[]? Text(int place) => At(_texts, place - reader.GetHeapSize(HeapIndex.String));

    /// <summary>An added blob; null for a place in the module's heap.</summary>
    public byte[]? Blob(int place) => At(_blobs, place - reader.GetHeapSize(HeapIndex.Blob));

    private static byte[]? At(List<byte[]> added, int index) => index >= 0 && index < added.Count ? added[index] : null;
}
