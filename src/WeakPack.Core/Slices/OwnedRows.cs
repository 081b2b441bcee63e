using System.Reflection.Metadata.Ecma335;

namespace WeakPack.Slices;

/// <summary>Tables whose rows belong to a row of another one, and are sorted by it (ECMA-335 II.22).</summary>
internal static class OwnedRows
{
    /// <summary>Those tables; each behind the ones to whose rows its own can belong.</summary>
    public static TableIndex[] Tables { get; } =
    [
        TableIndex.InterfaceImpl, TableIndex.FieldMarshal, TableIndex.DeclSecurity, TableIndex.ClassLayout, TableIndex.FieldLayout,
        TableIndex.MethodSemantics, TableIndex.MethodImpl, TableIndex.ImplMap, TableIndex.FieldRva, TableIndex.NestedClass,
        TableIndex.GenericParam, TableIndex.GenericParamConstraint, TableIndex.Constant, TableIndex.CustomAttribute,
    ];

    /// <summary>The column that names the owner; -1 for a table whose rows have none.</summary>
    public static int OwnerColumn(TableIndex table) => table switch
    {
        TableIndex.InterfaceImpl or TableIndex.FieldMarshal or TableIndex.MethodImpl or TableIndex.NestedClass or TableIndex.GenericParamConstraint or TableIndex.CustomAttribute => 0,
        TableIndex.DeclSecurity or TableIndex.FieldLayout or TableIndex.ImplMap or TableIndex.FieldRva or TableIndex.Constant => 1,
        TableIndex.ClassLayout or TableIndex.MethodSemantics or TableIndex.GenericParam => 2,
        _ => -1,
    };
}
