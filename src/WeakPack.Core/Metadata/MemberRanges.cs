using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace WeakPack.Metadata;

/// <summary>The rows of the properties, or of the events, of each type.</summary>
/// <remarks>
/// System.Reflection.Metadata searches the table that tells them (ECMA-335 II.22.35, II.22.12) row by row, anew for each type, since
/// it need not be sorted. For all types of a large module that takes longer than everything else.
/// </remarks>
internal sealed class MemberRanges
{
    private readonly int[] _rowOf; // in the table, by the row of the type; 0 for a type that is not in it
    private readonly int[] _starts; // by the row in the table, and behind the last one the end
    private readonly int _count;

    private MemberRanges(PEReader pe, MetadataReader reader, TableIndex table, TableIndex members)
    {
        var types = reader.GetTableRowCount(TableIndex.TypeDef);
        var rows = reader.GetTableRowCount(table);
        _rowOf = new int[types + 1];
        _starts = new int[rows + 2];
        _count = reader.GetTableRowCount(members);

        var isWideType = types > ushort.MaxValue;
        var isWideMember = reader.GetTableRowSize(table) - (isWideType ? 4 : 2) == 4;
        var bytes = pe.GetMetadata().GetReader();
        bytes.Offset = reader.GetTableMetadataOffset(table);
        for (var row = 1; row <= rows; row++)
        {
            var type = isWideType ? bytes.ReadInt32() : bytes.ReadUInt16();
            _starts[row] = isWideMember ? bytes.ReadInt32() : bytes.ReadUInt16();
            if (type > 0 && type <= types && _rowOf[type] == 0)
                _rowOf[type] = row;
        }

        _starts[rows + 1] = _count + 1;
    }

    public static MemberRanges OfProperties(PEReader pe, MetadataReader reader) => new(pe, reader, TableIndex.PropertyMap, TableIndex.Property);

    public static MemberRanges OfEvents(PEReader pe, MetadataReader reader) => new(pe, reader, TableIndex.EventMap, TableIndex.Event);

    /// <summary>The number of a type's members; less than none where the table is damaged.</summary>
    public int CountOf(TypeDefinitionHandle type)
    {
        var row = _rowOf[MetadataTokens.GetRowNumber(type)];
        return row == 0 ? 0 : _starts[row + 1] - _starts[row];
    }

    /// <summary>The first row of a type's members, and the one behind the last.</summary>
    /// <exception cref="BadImageFormatException">There are no such rows.</exception>
    public (int Begin, int End) Of(TypeDefinitionHandle type)
    {
        var row = _rowOf[MetadataTokens.GetRowNumber(type)];
        if (row == 0)
            return (1, 1);

        var (begin, end) = (_starts[row], _starts[row + 1]);
        return begin >= 1 && begin <= end && end <= _count + 1
            ? (begin, end)
            : throw new BadImageFormatException($"A type has the members {begin} to {end - 1} of {_count}.");
    }
}
