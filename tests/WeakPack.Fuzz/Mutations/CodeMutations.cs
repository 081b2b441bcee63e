using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using WeakPack.Core.Tests.Stress;

namespace WeakPack.Fuzz.Mutations;

/// <summary>Damage to methods: their place, headers, clauses and instructions (ECMA-335 II.25.4).</summary>
internal static class CodeMutations
{
    private const int FatHeader = 12;

    /// <summary>Size, locals or flags of a method at their limits.</summary>
    public static void Header(Target target, Dice dice)
    {
        var start = Any(target, dice, fat: dice.Chance(80));
        switch (dice.Below(5))
        {
            case 0:
                target.Bytes[start] = (byte)dice.Below(256);
                break;
            case 1:
                target.Bytes[start + 1] = (byte)dice.Of(0x00, 0x10, 0x40, 0xF0, 0x20);
                break;
            case 2:
                target.Write(start + 4, 4, Limits.Of(dice, 4));
                break;
            case 3:
                target.Write(start + 8, 4, dice.Of(0x11FFFFFF, 0x11000000, 0x02000001, -1, 0x11000001, 0x7F000001));
                break;
            default:
                target.Write(start + 2, 2, Limits.Of(dice, 2));
                break;
        }
    }

    /// <summary>A section of exception clauses that says what is not so.</summary>
    public static void Clauses(Target target, Dice dice)
    {
        var start = dice.Of(Methods(target).Where(method => IsFat(target, method) && (target.Bytes[method] & 0x08) != 0).ToArray());
        var section = (start + FatHeader + (int)target.Read(start + 4, 4) + 3) / 4 * 4;
        if (dice.Chance(50))
            target.Bytes[section + dice.Below(4)] = dice.Of<byte>(0x00, 0x01, 0x41, 0x81, 0xC1, 0xFF, 0x0D, 0x02);
        else
            target.Bytes[section + 4 + dice.Below(24)] = (byte)Limits.Of(dice, 1);
    }

    public static void Instructions(Target target, Dice dice)
    {
        var start = Any(target, dice, fat: dice.Chance(80));
        var (code, length) = IsFat(target, start) ? (start + FatHeader, (int)target.Read(start + 4, 4)) : (start + 1, target.Bytes[start] >> 2);
        var at = code + dice.Below(length);
        if (dice.Chance(40))
            target.Bytes[at] = (byte)dice.Of(0xFE, 0x45, 0x28, 0x2B, 0x38, 0x72, 0xD0, 0x24, 0xFF, 0x11);
        else
            target.Write(at, 4, dice.Chance(50) ? dice.Of(0x06000000, 0x0A00FFFF, 0x70FFFFFF, 0x1B000001, 0x2B00FFFF, 0x02000001, 0x11000001, 0x7F000000) + dice.Below(4) : Limits.Of(dice, 4));
    }

    /// <summary>A method somewhere else: in another method, in data, nowhere.</summary>
    public static void Place(Target target, Dice dice)
    {
        var rows = target.Reader.GetTableRowCount(TableIndex.MethodDef);
        var place = TableMutations.Place(target, TableIndex.MethodDef, 1 + dice.Below(rows));
        target.Write(place, 4, dice.Chance(60) ? target.Read(place, 4) + dice.Below(64) - 32 : Limits.Of(dice, 4));
    }

    private static int Any(Target target, Dice dice, bool fat) => dice.Of(Methods(target).Where(method => IsFat(target, method) == fat).ToArray());

    private static bool IsFat(Target target, int start) => (target.Bytes[start] & 3) == 3;

    private static IEnumerable<int> Methods(Target target) =>
        target.Reader.MethodDefinitions.Select(method => target.Reader.GetMethodDefinition(method).RelativeVirtualAddress).Where(address => address != 0).Select(target.Offset);
}
