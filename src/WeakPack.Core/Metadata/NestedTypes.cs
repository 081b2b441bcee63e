using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace WeakPack.Metadata;

/// <summary>The types that are nested in each type, in the order of the table that tells them (ECMA-335 II.22.32).</summary>
/// <remarks>System.Reflection.Metadata makes some objects for each type that has any, as soon as one type is asked.</remarks>
internal sealed class NestedTypes
{
    private readonly int[] _first; // by the row of the type around: the row of the first one in it; 0 when there is none
    private readonly int[] _next; // by the row of a nested type: that of the next one in the same type

    public NestedTypes(PEReader pe, MetadataReader reader)
    {
        var types = reader.GetTableRowCount(TableIndex.TypeDef);
        _first = new int[types + 1];
        _next = new int[types + 1];
        var bytes = pe.GetMetadata().GetReader();
        var size = reader.GetTableRowSize(TableIndex.NestedClass);
        var behind = types + 1;
        for (var row = reader.GetTableRowCount(TableIndex.NestedClass); row > 0; row--)
        {
            bytes.Offset = reader.GetTableMetadataOffset(TableIndex.NestedClass) + ((row - 1) * size);
            var nested = size == 4 ? bytes.ReadUInt16() : bytes.ReadInt32();
            var around = size == 4 ? bytes.ReadUInt16() : bytes.ReadInt32();
            if (nested < 1 || nested >= behind || around < 1 || around > types)
                throw new BadImageFormatException("its table of nested types is damaged");
            behind = nested; // the table is sorted, and no type is in two
            _next[nested] = _first[around];
            _first[around] = nested;
        }
    }

    /// <summary>The types that are nested in a type, but not those in them.</summary>
    public IEnumerable<TypeDefinitionHandle> Of(TypeDefinitionHandle type)
    {
        for (var row = _first[MetadataTokens.GetRowNumber(type)]; row != 0; row = _next[row])
            yield return MetadataTokens.TypeDefinitionHandle(row);
    }
}
