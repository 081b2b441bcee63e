using WeakPack.Core.Tests.Stress;

namespace WeakPack.Fuzz.Mutations;

/// <summary>Damage that knows nothing of what it damages.</summary>
internal static class ByteMutations
{
    public static byte[] Flip(byte[] bytes, Dice dice)
    {
        for (var count = dice.Of(1, 1, 4, 32); count > 0 && bytes.Length > 0; count--)
            bytes[dice.Below(bytes.Length)] ^= (byte)(1 << dice.Below(8));
        return bytes;
    }

    public static byte[] Cut(byte[] bytes, Dice dice) => bytes[..dice.Below(bytes.Length + 1)];

    /// <summary>Puts one part of the file in the place of another.</summary>
    public static byte[] Splice(byte[] bytes, Dice dice)
    {
        if (bytes.Length == 0)
            return bytes;
        var length = 1 + dice.Below(Math.Min(bytes.Length, 256));
        bytes.AsSpan(dice.Below(bytes.Length - length + 1), length).ToArray().CopyTo(bytes, dice.Below(bytes.Length - length + 1));
        return bytes;
    }

    /// <summary>Puts a number that is at some limit anywhere.</summary>
    public static byte[] Number(byte[] bytes, Dice dice)
    {
        if (bytes.Length < 4)
            return bytes;
        BitConverter.GetBytes((int)Limits.Of(dice, 4)).CopyTo(bytes, dice.Below(bytes.Length - 3));
        return bytes;
    }
}

/// <summary>Numbers at which mistakes are made.</summary>
internal static class Limits
{
    private static readonly long[] s_all = [0, 1, 2, 3, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x10000, 0xFFFFFF, 0x1000000, 0x1FFFFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF];

    public static long Of(Dice dice, int size) => dice.Of(s_all) & (size == 4 ? 0xFFFFFFFF : (1L << (8 * size)) - 1);
}
