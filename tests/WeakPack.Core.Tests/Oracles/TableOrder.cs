using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace WeakPack.Core.Tests.Oracles;

/// <summary>Whether the tables are sorted that ECMA-335 II.22 wants so. The runtime searches them, and finds nothing where they are not.</summary>
internal sealed class TableOrder
{
    private readonly MetadataReader _metadata;
    private readonly PEMemoryBlock _bytes;

    private TableOrder(PEReader pe) => (_metadata, _bytes) = (pe.GetMetadataReader(), pe.GetMetadata());

    /// <summary>The tables that are not sorted.</summary>
    public static IReadOnlyList<TableIndex> Unsorted(byte[] image)
    {
        using var pe = new PEReader(new MemoryStream(image));
        var order = new TableOrder(pe);
        return [.. order.Keys().Where(key => !order.IsSorted(key.Table, key.Offset, key.Size)).Select(key => key.Table)];
    }

    private IEnumerable<(TableIndex Table, int Offset, int Size)> Keys() =>
    [
        (TableIndex.InterfaceImpl, 0, Row(TableIndex.TypeDef)),
        (TableIndex.Constant, 2, Coded(2, TableIndex.Field, TableIndex.Param, TableIndex.Property)),
        (TableIndex.CustomAttribute, 0, Coded(5, TableIndex.MethodDef, TableIndex.Field, TableIndex.TypeRef, TableIndex.TypeDef, TableIndex.Param, TableIndex.InterfaceImpl, TableIndex.MemberRef,
            TableIndex.Module, TableIndex.DeclSecurity, TableIndex.Property, TableIndex.Event, TableIndex.StandAloneSig, TableIndex.ModuleRef, TableIndex.TypeSpec, TableIndex.Assembly, TableIndex.AssemblyRef,
            TableIndex.File, TableIndex.ExportedType, TableIndex.ManifestResource, TableIndex.GenericParam, TableIndex.GenericParamConstraint, TableIndex.MethodSpec)),
        (TableIndex.FieldMarshal, 0, Coded(1, TableIndex.Field, TableIndex.Param)),
        (TableIndex.DeclSecurity, 2, Coded(2, TableIndex.TypeDef, TableIndex.MethodDef, TableIndex.Assembly)),
        (TableIndex.ClassLayout, 6, Row(TableIndex.TypeDef)),
        (TableIndex.FieldLayout, 4, Row(TableIndex.Field)),
        (TableIndex.MethodSemantics, 2 + Row(TableIndex.MethodDef), Coded(1, TableIndex.Event, TableIndex.Property)),
        (TableIndex.MethodImpl, 0, Row(TableIndex.TypeDef)),
        (TableIndex.ImplMap, 2, Coded(1, TableIndex.Field, TableIndex.MethodDef)),
        (TableIndex.FieldRva, 4, Row(TableIndex.Field)),
        (TableIndex.NestedClass, 0, Row(TableIndex.TypeDef)),
        (TableIndex.GenericParam, 4, Coded(1, TableIndex.TypeDef, TableIndex.MethodDef)),
        (TableIndex.GenericParamConstraint, 0, Row(TableIndex.GenericParam)),
    ];

    private bool IsSorted(TableIndex table, int offset, int size)
    {
        var last = 0L;
        for (var row = 0; row < _metadata.GetTableRowCount(table); row++)
        {
            var reader = _bytes.GetReader(_metadata.GetTableMetadataOffset(table) + row * _metadata.GetTableRowSize(table), _metadata.GetTableRowSize(table));
            long number = table == TableIndex.GenericParam ? reader.ReadUInt16() : 0; // within an owner they are in order, too
            reader.Offset = offset;
            var key = ((long)(size == 2 ? reader.ReadUInt16() : reader.ReadUInt32()) << 16) + number;
            if (key < last)
                return false;
            last = key;
        }

        return true;
    }

    private int Row(TableIndex table) => Coded(0, table);

    private int Coded(int bits, params TableIndex[] tables) => tables.Max(_metadata.GetTableRowCount) < 1 << (16 - bits) ? 2 : 4;
}
