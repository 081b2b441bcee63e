using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using WeakPack.Core.Tests.Stress;

namespace WeakPack.Fuzz.Mutations;

/// <summary>Damage to what is around the metadata: headers, debug directory, resources, data of fields.</summary>
internal static class ImageMutations
{
    public static void Header(Target target, Dice dice)
    {
        var headers = target.Pe!.PEHeaders;
        var sections = headers.PEHeaderStartOffset + headers.CoffHeader.SizeOfOptionalHeader;
        var place = dice.Below(3) switch
        {
            0 => headers.PEHeaderStartOffset + 4 * dice.Below(headers.CoffHeader.SizeOfOptionalHeader / 4),
            1 => headers.CorHeaderStartOffset + 4 * dice.Below(18),
            _ => sections + 40 * dice.Below(headers.SectionHeaders.Length) + 8 + 4 * dice.Below(4),
        };
        target.Write(place, 4, dice.Chance(40) ? target.Read(place, 4) + dice.Of(-4, 4, 0x200, -0x200) : Limits.Of(dice, 4));
    }

    /// <summary>An entry that says what is not so, or a PDB in it that is said to be far larger or smaller than it is.</summary>
    public static void DebugDirectory(Target target, Dice dice)
    {
        var entries = target.Pe!.ReadDebugDirectory();
        var which = dice.Below(entries.Length);
        if (entries[which] is { Type: DebugDirectoryEntryType.EmbeddedPortablePdb } embedded && dice.Chance(70))
            target.Write(embedded.DataPointer + 4, 4, Limits.Of(dice, 4));
        else
            target.Write(target.Offset(target.Pe.PEHeaders.PEHeader!.DebugTableDirectory.RelativeVirtualAddress) + 28 * which + 4 * dice.Below(7), 4, Limits.Of(dice, 4));
    }

    /// <summary>A resource that is said to be larger than the file, or to be somewhere else.</summary>
    public static void Resource(Target target, Dice dice)
    {
        var row = 1 + dice.Below(target.Reader.GetTableRowCount(TableIndex.ManifestResource));
        var offset = (int)target.Reader.GetManifestResource(MetadataTokens.ManifestResourceHandle(row)).Offset;
        var place = dice.Chance(70)
            ? target.Offset(target.Pe!.PEHeaders.CorHeader!.ResourcesDirectory.RelativeVirtualAddress) + offset
            : TableMutations.Place(target, TableIndex.ManifestResource, row);
        target.Write(place, 4, Limits.Of(dice, 4));
    }

    /// <summary>A struct whose declared size makes a field's data larger than the file, or data that is elsewhere.</summary>
    public static void FieldData(Target target, Dice dice)
    {
        if (dice.Chance(60))
            target.Write(TableMutations.Place(target, TableIndex.ClassLayout, 1 + dice.Below(target.Reader.GetTableRowCount(TableIndex.ClassLayout))) + 2, 4, Limits.Of(dice, 4));
        else
            target.Write(TableMutations.Place(target, TableIndex.FieldRva, 1 + dice.Below(target.Reader.GetTableRowCount(TableIndex.FieldRva))), 4, Limits.Of(dice, 4));
    }
}
