using System.Reflection.Metadata.Ecma335;
using WeakPack.Tables;

namespace WeakPack.Slices;

/// <summary>The rows of a module that are in a slice of it, and the numbers that they have there.</summary>
/// <remarks>A row is known by its token, of whatever table it is.</remarks>
internal sealed class SliceRows(TableCells cells)
{
    private const int LargestRow = 0xFFFFFF;

    // What is known of a row is one number. It stands on a page that is made for the first row on it: a slice can be all of a module, or next to nothing of it.
    private const int PageBits = 9;
    private const int Contained = 1;
    private const int Taken = 2;
    private const int NumberShift = 2;

    private readonly int[]?[]?[] _pages = new int[MetadataTokens.TableCount][][];
    private readonly List<int>?[] _rows = new List<int>[MetadataTokens.TableCount];

    /// <summary>The rows of a table, in the order of the slice.</summary>
    public IReadOnlyList<int> Of(TableIndex table) => _rows[(int)table] ?? (IReadOnlyList<int>)[];

    public bool Contains(int token) => (State(token) & Contained) != 0;

    /// <summary>It is there with all that belongs to it.</summary>
    public bool IsTaken(int token) => (State(token) & Taken) != 0;

    /// <summary>Adds a row; false when it has been added before.</summary>
    public bool Add(int token) => Mark(token, Contained);

    /// <summary>Says that a row is there with all that belongs to it; false when that has been said before.</summary>
    public bool Take(int token) => Mark(token, Taken);

    /// <summary>The slice's token for one of the module; what leads nowhere does so in the slice.</summary>
    public int Map(int token) => token == 0 ? 0 : (token & ~LargestRow) | Number(token);

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
            var owner = TableSchema.Columns(table)[OwnedRows.OwnerColumn(table)];
            Sort(rows, row => owner.Encode(Map(cells.Token(table, row, OwnedRows.OwnerColumn(table)))));
            Number((int)table, rows);
        }
    }

    // Rows of one owner stay in the module's order.
    private static void Sort(List<int> rows, Func<int, int> ownerOf)
    {
        var owners = new int[rows.Count];
        var order = new List<int>(rows.Count);
        for (var i = 0; i < owners.Length; i++)
        {
            owners[i] = ownerOf(rows[i]);
            order.Add(i);
        }

        var unsorted = rows.ToArray();
        order.Sort((one, other) => owners[one] != owners[other] ? owners[one].CompareTo(owners[other]) : unsorted[one].CompareTo(unsorted[other]));
        for (var i = 0; i < unsorted.Length; i++)
            rows[i] = unsorted[order[i]];
    }

    private bool Mark(int token, int mark)
    {
        if (!cells.Has(token))
            throw new BadImageFormatException($"there is no row of token 0x{token:X8}");
        var (table, row) = (token >>> 24, token & LargestRow);
        ref var pages = ref _pages[table];
        if (pages is null || row >> PageBits >= pages.Length)
            Array.Resize(ref pages, (cells.Rows((TableIndex)table) >> PageBits) + 1);
        var page = pages[row >> PageBits] ??= new int[1 << PageBits];
        ref var state = ref page[row & ((1 << PageBits) - 1)];
        if ((state & mark) != 0)
            return false;
        if (mark == Contained)
            (_rows[table] ??= []).Add(row);
        state |= mark;
        return true;
    }

    private int State(int token) =>
        _pages[TableOf(token)] is { } pages && (token & LargestRow) >> PageBits is var page && page < pages.Length
            ? pages[page]?[token & ((1 << PageBits) - 1)] ?? 0
            : 0;

    private int Number(int token) =>
        State(token) >> NumberShift is var number && number > 0 ? number : throw new BadImageFormatException($"nothing in it leads to the row of token 0x{token:X8}, which is named all the same");

    private void Number(int table, List<int> rows)
    {
        for (var i = 0; i < rows.Count; i++)
            _pages[table]![rows[i] >> PageBits]![rows[i] & ((1 << PageBits) - 1)] |= (i + 1) << NumberShift;
    }

    private static int TableOf(int token) => (token >>> 24) is var table && table < MetadataTokens.TableCount ? table : throw new BadImageFormatException($"There is no table of token 0x{token:X8}.");
}
