using System.Runtime.InteropServices;

namespace WeakPack.ImportLibraries;

/// <summary>Text in XML whose letters stand for themselves, and are of one byte each in UTF-8.</summary>
internal static class PlainText
{
    private const ulong Each = 0x0101010101010101; // times a byte: eight of it
    private const ulong High = 0x80 * Each;

    /// <summary>Eight letters are looked at together: the manifest of a large library has megabytes.</summary>
    public static bool Is(ReadOnlySpan<byte> text)
    {
        foreach (var eight in MemoryMarshal.Cast<byte, ulong>(text))
        {
            if ((Outside(eight) | Zeros(eight ^ ('<' * Each)) | Zeros(eight ^ ('&' * Each))) != 0)
                return false;
        }

        foreach (var letter in text.Slice(text.Length & ~7))
        {
            if (letter is < 0x20 or >= 0x7F or (byte)'<' or (byte)'&')
                return false;
        }

        return true;
    }

    // Not zero when one of the bytes is less than 0x20, or 0x7F or more.
    private static ulong Outside(ulong eight) => unchecked(((eight - (0x20 * Each)) & ~eight) | eight | (eight + Each)) & High;

    // Not zero when one of the bytes is.
    private static ulong Zeros(ulong eight) => unchecked((eight - Each) & ~eight) & High;
}
