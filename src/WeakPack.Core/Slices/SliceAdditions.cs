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
    private readonly HashSet<int> _withoutCode = []; // the rows of methods
    private readonly Dictionary<int, byte[]> _resources = []; // by their rows

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

    /// <summary>Adds a public resource.</summary>
    /// <returns>Its token.</returns>
    public int AddResource(string name, byte[] content)
    {
        var token = Add(TableIndex.ManifestResource, 0, (int)ManifestResourceAttributes.Public, AddText(name), 0);
        _resources.Add(token & 0xFFFFFF, content);
        return token;
    }

    /// <summary>The content of an added resource; null for one of the module.</summary>
    public byte[]? Resource(int row) => _resources.TryGetValue(row, out var content) ? content : null;

    /// <summary>Makes a top-level type internal.</summary>
    public void HideType(int row) => _hidden.Add(row);

    /// <summary>The flags of a type, as they are in the slice.</summary>
    public int TypeFlags(int row, int original) => _hidden.Contains(row) ? original & ~(int)TypeAttributes.VisibilityMask : original;

    /// <summary>Leaves nothing of a method but what compilers see of it.</summary>
    public void RemoveCode(int row) => _withoutCode.Add(row);

    /// <summary>The method has no code of its own in the slice.</summary>
    public bool HasNoCode(int row) => _withoutCode.Contains(row);

    /// <summary>How a method is implemented, or its flags, as they are in the slice.</summary>
    /// <param name="row">The method.</param>
    /// <param name="column">Where this stands in the row (ECMA-335 II.22.26).</param>
    /// <param name="original">What the module has there.</param>
    public int MethodFlags(int row, int column, int original)
    {
        const int implementation = 1, flags = 2;
        const MethodImplAttributes kept = MethodImplAttributes.NoInlining | MethodImplAttributes.NoOptimization | MethodImplAttributes.AggressiveInlining | MethodImplAttributes.Synchronized;
        if (!HasNoCode(row) || !HadCode(row))
            return original;
        return column switch
        {
            implementation => original & (int)kept,
            flags => original & ~(int)MethodAttributes.PinvokeImpl,
            _ => original,
        };
    }

    /// <summary>The module has code for the method, or tells where another program has it; so it is neither abstract nor the runtime's own.</summary>
    public bool HadCode(int row)
    {
        const MethodImplAttributes others = MethodImplAttributes.CodeTypeMask | MethodImplAttributes.Unmanaged | MethodImplAttributes.InternalCall;
        var method = reader.GetMethodDefinition(MetadataTokens.MethodDefinitionHandle(row));
        return (method.Attributes & MethodAttributes.PinvokeImpl) != 0
            || ((method.Attributes & MethodAttributes.Abstract) == 0 && (method.ImplAttributes & others) == 0);
    }

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
