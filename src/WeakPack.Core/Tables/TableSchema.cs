using System.Reflection.Metadata.Ecma335;

namespace WeakPack.Tables;

/// <summary>What the columns of each table are (ECMA-335 II.22; Portable PDB).</summary>
internal static class TableSchema
{
    private const int LargestRow = 0xFFFFFF;

    /// <summary>A column: a number of bytes, a heap, or the tables of which one is named.</summary>
    /// <param name="Kind">'n' a number, 's' a string, 'g' a guid, 'b' a blob, 'i' a row, 'l' the first row of a list.</param>
    /// <param name="Size">For a number: its bytes.</param>
    /// <param name="Tables">The tables in the order of their tags; one without a tag. -1 is a tag that is not in use.</param>
    /// <param name="IsRequired">There must be a row.</param>
    internal sealed record Column(char Kind, int Size, int[] Tables, bool IsRequired)
    {
        /// <summary>The bits of the tag (II.24.2.6).</summary>
        public int TagBits { get; } = Tables.Length <= 1 ? 0 : Tables.Length <= 2 ? 1 : Tables.Length <= 4 ? 2 : Tables.Length <= 8 ? 3 : 5;

        /// <summary>The token that a cell of such a column stands for; 0 for none.</summary>
        /// <exception cref="BadImageFormatException">It stands for nothing.</exception>
        public int Decode(int cell)
        {
            var tag = cell & ((1 << TagBits) - 1);
            var row = (int)((uint)cell >> TagBits);
            if (row == 0)
                return 0;
            return tag < Tables.Length && Tables[tag] >= 0 && row <= LargestRow ? (Tables[tag] << 24) | row : throw new BadImageFormatException("a table names a row that is not there");
        }

        /// <summary>The cell for a token; 0 for none.</summary>
        public int Encode(int token) => token == 0 ? 0 : ((token & LargestRow) << TagBits) | Array.IndexOf(Tables, token >>> 24);
    }

    private static readonly Dictionary<string, int[]> s_coded = new(StringComparer.Ordinal)
    {
        ["TypeDefOrRef"] = [0x02, 0x01, 0x1B],
        ["HasConstant"] = [0x04, 0x08, 0x17],
        ["HasCustomAttribute"] = [0x06, 0x04, 0x01, 0x02, 0x08, 0x09, 0x0A, 0x00, 0x0E, 0x17, 0x14, 0x11, 0x1A, 0x1B, 0x20, 0x23, 0x26, 0x27, 0x28, 0x2A, 0x2C, 0x2B],
        ["HasFieldMarshal"] = [0x04, 0x08],
        ["HasDeclSecurity"] = [0x02, 0x06, 0x20],
        ["MemberRefParent"] = [0x02, 0x01, 0x1A, 0x06, 0x1B],
        ["HasSemantics"] = [0x14, 0x17],
        ["MethodDefOrRef"] = [0x06, 0x0A],
        ["MemberForwarded"] = [0x04, 0x06],
        ["Implementation"] = [0x26, 0x23, 0x27],
        ["CustomAttributeType"] = [-1, -1, 0x06, 0x0A, -1],
        ["ResolutionScope"] = [0x00, 0x1A, 0x23, 0x01],
        ["TypeOrMethodDef"] = [0x02, 0x06],
        ["HasCustomDebugInformation"] =
            [0x06, 0x04, 0x01, 0x02, 0x08, 0x09, 0x0A, 0x00, 0x0E, 0x17, 0x14, 0x11, 0x1A, 0x1B, 0x20, 0x23, 0x26, 0x27, 0x28, 0x2A, 0x2C, 0x2B, 0x30, 0x32, 0x33, 0x34, 0x35],
    };

    // Numbers by their bytes; s, g, b: heaps; a table by its number, '+' before what must not be nil, '~' before a list.
    private static readonly Dictionary<int, Column[]> s_tables = new()
    {
        [(int)TableIndex.Module] = Row("2 s g g g"),
        [(int)TableIndex.TypeRef] = Row("+ResolutionScope s s"),
        [(int)TableIndex.TypeDef] = Row("4 s s TypeDefOrRef ~04 ~06"),
        [(int)TableIndex.Field] = Row("2 s b"),
        [(int)TableIndex.MethodDef] = Row("4 2 2 s b ~08"),
        [(int)TableIndex.Param] = Row("2 2 s"),
        [(int)TableIndex.InterfaceImpl] = Row("+02 +TypeDefOrRef"),
        [(int)TableIndex.MemberRef] = Row("+MemberRefParent s b"),
        [(int)TableIndex.Constant] = Row("2 +HasConstant b"),
        [(int)TableIndex.CustomAttribute] = Row("+HasCustomAttribute +CustomAttributeType b"),
        [(int)TableIndex.FieldMarshal] = Row("+HasFieldMarshal b"),
        [(int)TableIndex.DeclSecurity] = Row("2 +HasDeclSecurity b"),
        [(int)TableIndex.ClassLayout] = Row("2 4 +02"),
        [(int)TableIndex.FieldLayout] = Row("4 +04"),
        [(int)TableIndex.StandAloneSig] = Row("b"),
        [(int)TableIndex.EventMap] = Row("+02 ~14"),
        [(int)TableIndex.Event] = Row("2 s TypeDefOrRef"),
        [(int)TableIndex.PropertyMap] = Row("+02 ~17"),
        [(int)TableIndex.Property] = Row("2 s b"),
        [(int)TableIndex.MethodSemantics] = Row("2 +06 +HasSemantics"),
        [(int)TableIndex.MethodImpl] = Row("+02 +MethodDefOrRef +MethodDefOrRef"),
        [(int)TableIndex.ModuleRef] = Row("s"),
        [(int)TableIndex.TypeSpec] = Row("b"),
        [(int)TableIndex.ImplMap] = Row("2 +MemberForwarded s +1A"),
        [(int)TableIndex.FieldRva] = Row("4 +04"),
        [(int)TableIndex.Assembly] = Row("4 2 2 2 2 4 b s s"),
        [(int)TableIndex.AssemblyRef] = Row("2 2 2 2 4 b s s b"),
        [(int)TableIndex.File] = Row("4 s b"),
        [(int)TableIndex.ExportedType] = Row("4 4 s s +Implementation"),
        [(int)TableIndex.ManifestResource] = Row("4 4 s Implementation"),
        [(int)TableIndex.NestedClass] = Row("+02 +02"),
        [(int)TableIndex.GenericParam] = Row("2 2 +TypeOrMethodDef s"),
        [(int)TableIndex.MethodSpec] = Row("+MethodDefOrRef b"),
        [(int)TableIndex.GenericParamConstraint] = Row("+2A +TypeDefOrRef"),
        [(int)TableIndex.Document] = Row("b g b g"),
        [(int)TableIndex.MethodDebugInformation] = Row("30 b"),
        [(int)TableIndex.LocalScope] = Row("+06 35 ~33 ~34 4 4"),
        [(int)TableIndex.LocalVariable] = Row("2 2 s"),
        [(int)TableIndex.LocalConstant] = Row("s b"),
        [(int)TableIndex.ImportScope] = Row("35 b"),
        [(int)TableIndex.StateMachineMethod] = Row("+06 +06"),
        [(int)TableIndex.CustomDebugInformation] = Row("+HasCustomDebugInformation g b"),
    };

    /// <summary>The columns of a table; null for one that no compiler writes.</summary>
    public static IReadOnlyList<Column>? Of(TableIndex table) => s_tables.TryGetValue((int)table, out var columns) ? columns : null;

    /// <summary>The columns of a table.</summary>
    /// <exception cref="BadImageFormatException">It is none that compilers write.</exception>
    public static IReadOnlyList<Column> Columns(TableIndex table) => Of(table) ?? throw new BadImageFormatException($"table {table} is none that compilers write");

    /// <summary>The bytes of a column (II.24.2.6).</summary>
    /// <param name="column">The column.</param>
    /// <param name="isLarge">Whether a heap is so large that its places need four.</param>
    /// <param name="rows">The number of rows of each table.</param>
    public static int SizeOf(Column column, Func<HeapIndex, bool> isLarge, Func<TableIndex, int> rows) => column.Kind switch
    {
        'n' => column.Size,
        's' => isLarge(HeapIndex.String) ? 4 : 2,
        'g' => isLarge(HeapIndex.Guid) ? 4 : 2,
        'b' => isLarge(HeapIndex.Blob) ? 4 : 2,
        _ => column.Tables.Max(table => table < 0 ? 0 : rows((TableIndex)table)) > ushort.MaxValue >> column.TagBits ? 4 : 2,
    };

    private static Column[] Row(string text) => [.. text.Split(' ').Select(Parse)];

    private static Column Parse(string text)
    {
        if (text is "s" or "g" or "b")
            return new(text[0], 0, [], IsRequired: false);
        if (text is "2" or "4")
            return new('n', text[0] - '0', [], IsRequired: false);

        var name = text.TrimStart('+', '~');
        return new(text[0] == '~' ? 'l' : 'i', 0, s_coded.TryGetValue(name, out var tables) ? tables : [Convert.ToInt32(name, 16)], text[0] == '+');
    }
}
