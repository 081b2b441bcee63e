using System.Reflection.Metadata.Ecma335;

namespace WeakPack.Damage;

/// <summary>What the columns of each table are (ECMA-335 II.22; Portable PDB).</summary>
internal static class TableSchema
{
    /// <summary>A column: a number of bytes, a heap, or the tables of which one is named.</summary>
    /// <param name="Kind">'n' a number, 's' a string, 'g' a guid, 'b' a blob, 'i' a row, 'l' the first row of a list.</param>
    /// <param name="Size">For a number: its bytes.</param>
    /// <param name="Tables">The tables in the order of their tags; one without a tag. -1 is a tag that is not in use.</param>
    /// <param name="IsRequired">There must be a row.</param>
    internal sealed record Column(char Kind, int Size, int[] Tables, bool IsRequired)
    {
        /// <summary>The bits of the tag (II.24.2.6).</summary>
        public int TagBits { get; } = Tables.Length <= 1 ? 0 : Tables.Length <= 2 ? 1 : Tables.Length <= 4 ? 2 : Tables.Length <= 8 ? 3 : 5;
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
    private static readonly Dictionary<TableIndex, Column[]> s_tables = new()
    {
        [TableIndex.Module] = Columns("2 s g g g"),
        [TableIndex.TypeRef] = Columns("+ResolutionScope s s"),
        [TableIndex.TypeDef] = Columns("4 s s TypeDefOrRef ~04 ~06"),
        [TableIndex.Field] = Columns("2 s b"),
        [TableIndex.MethodDef] = Columns("4 2 2 s b ~08"),
        [TableIndex.Param] = Columns("2 2 s"),
        [TableIndex.InterfaceImpl] = Columns("+02 +TypeDefOrRef"),
        [TableIndex.MemberRef] = Columns("+MemberRefParent s b"),
        [TableIndex.Constant] = Columns("2 +HasConstant b"),
        [TableIndex.CustomAttribute] = Columns("+HasCustomAttribute +CustomAttributeType b"),
        [TableIndex.FieldMarshal] = Columns("+HasFieldMarshal b"),
        [TableIndex.DeclSecurity] = Columns("2 +HasDeclSecurity b"),
        [TableIndex.ClassLayout] = Columns("2 4 +02"),
        [TableIndex.FieldLayout] = Columns("4 +04"),
        [TableIndex.StandAloneSig] = Columns("b"),
        [TableIndex.EventMap] = Columns("+02 ~14"),
        [TableIndex.Event] = Columns("2 s TypeDefOrRef"),
        [TableIndex.PropertyMap] = Columns("+02 ~17"),
        [TableIndex.Property] = Columns("2 s b"),
        [TableIndex.MethodSemantics] = Columns("2 +06 +HasSemantics"),
        [TableIndex.MethodImpl] = Columns("+02 +MethodDefOrRef +MethodDefOrRef"),
        [TableIndex.ModuleRef] = Columns("s"),
        [TableIndex.TypeSpec] = Columns("b"),
        [TableIndex.ImplMap] = Columns("2 +MemberForwarded s +1A"),
        [TableIndex.FieldRva] = Columns("4 +04"),
        [TableIndex.Assembly] = Columns("4 2 2 2 2 4 b s s"),
        [TableIndex.AssemblyRef] = Columns("2 2 2 2 4 b s s b"),
        [TableIndex.File] = Columns("4 s b"),
        [TableIndex.ExportedType] = Columns("4 4 s s +Implementation"),
        [TableIndex.ManifestResource] = Columns("4 4 s Implementation"),
        [TableIndex.NestedClass] = Columns("+02 +02"),
        [TableIndex.GenericParam] = Columns("2 2 +TypeOrMethodDef s"),
        [TableIndex.MethodSpec] = Columns("+MethodDefOrRef b"),
        [TableIndex.GenericParamConstraint] = Columns("+2A +TypeDefOrRef"),
        [TableIndex.Document] = Columns("b g b g"),
        [TableIndex.MethodDebugInformation] = Columns("30 b"),
        [TableIndex.LocalScope] = Columns("+06 35 ~33 ~34 4 4"),
        [TableIndex.LocalVariable] = Columns("2 2 s"),
        [TableIndex.LocalConstant] = Columns("s b"),
        [TableIndex.ImportScope] = Columns("35 b"),
        [TableIndex.StateMachineMethod] = Columns("+06 +06"),
        [TableIndex.CustomDebugInformation] = Columns("+HasCustomDebugInformation g b"),
    };

    /// <summary>The columns of a table; null for one that no compiler writes.</summary>
    public static IReadOnlyList<Column>? Of(TableIndex table) => s_tables.TryGetValue(table, out var columns) ? columns : null;

    private static Column[] Columns(string text) => [.. text.Split(' ').Select(Parse)];

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
