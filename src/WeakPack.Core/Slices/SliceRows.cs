using System.Reflection.Metadata.Ecma335;

namespace WeakPack.Slices;

/// <summary>The rows of a module that are in a slice of it, and the numbers that they have there.</summary>
/// <remarks>A row is known by its token, of whatever table it is.</remarks>
internal sealed class SliceRows(TableCells cells)
{
    private const int LargestRow = 0xFFFFFF;

    private readonly List<int>?[] _rows = new List<int>[MetadataTokens.TableCount];
    private readonly Dictionary<int, int> _numbers = []; // in the slice, by token

    /// <summary>The rows of a table, in the order of the slice.</summary>
    public IReadOnlyList<int> Of(TableIndex table) => _rows[(int)table] ?? (IReadOnlyList<int>)[];

    public bool Contains(int token) => _numbers.ContainsKey(token);

    /// <summary>Adds a row; false when it has been added before.</summary>
    public bool Add(int token)
    {
        if (_numbers.ContainsKey(token))
            return false;
        _numbers.Add(token, 0);
        (_rows[TableOf(token)] ??= []).Add(token & LargestRow);
        return true;
    }

    /// <summary>The slice's token for one of the module; what leads nowhere does so in the slice.</summary>
    public int Map(int token) => token == 0 ? 0 : (token & ~LargestRow) | _numbers[token];

    /// <summary>The module's token for one of the slice.</summary>
    public int Original(int token) => (token & ~LargestRow) | Of((TableIndex)TableOf(token))[(token & LargestRow) - 1];

    /// <summary>Numbers the rows: in the module's order, but where the format wants a table sorted by what its rows belong to.</summary>
    public void Number()
    {
        for (var table = 0; table < _rows.Length; table++)
        {
            if (OwnedRows.OwnerColumn((TableIndex)table) < 0 && _rows[table] is { } rows)
            {
                rows.Sort();
                Number(table, rows);
            }
        }

        // An owner has its number before what it owns.
        foreach (var table in OwnedRows.Tables)
        {
            if (_rows[(int)table] is not { } rows)
                continue;
            var keys = new long[rows.Count];
            var owner = TableCells.Columns(table)[OwnedRows.OwnerColumn(table)];
            for (var i = 0; i < keys.Length; i++)
                keys[i] = ((long)owner.Encode(Map(cells.Token(table, rows[i], OwnedRows.OwnerColumn(table)))) << 32) | (uint)rows[i];
            Array.Sort(keys);
            for (var i = 0; i < keys.Length; i++)
                rows[i] = (int)keys[i];
            Number((int)table, rows);
        }
    }

    private void Number(int table, List<int> rows)
    {
        for (var i = 0; i < rows.Count; i++)
            _numbers[(table << 24) | rows[i]] = i + 1;
    }

    private static int TableOf(int token) => (token >>> 24) is var table && table < MetadataTokens.TableCount ? table : throw new BadImageFormatException($"There is no table of token 0x{token:X8}.");
}
