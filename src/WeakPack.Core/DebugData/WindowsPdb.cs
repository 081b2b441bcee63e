using System.Text;
using WeakPack.Diagnostics;

namespace WeakPack.DebugData;

/// <summary>WP3109: debug data in the format of Windows, which is not rewritten.</summary>
/// <remarks>Compilers on Windows write it for DebugType full and pdbonly; elsewhere they write a portable one all the same.</remarks>
internal static class WindowsPdb
{
    private static readonly byte[] s_signature = Encoding.ASCII.GetBytes("Microsoft C/C++ MSF 7.00");

    /// <summary>What there is to tell of an image that is about to be rewritten.</summary>
    public static IEnumerable<Diagnostic> Check(AssemblyImage image)
    {
        if (Is(image.Symbols))
            yield return Diagnostic.Create(Descriptors.WindowsPdb, new(image.Path), image.Path);
    }

    private static bool Is(byte[]? symbols) =>
        symbols is not null && symbols.Length > s_signature.Length && s_signature.SequenceEqual(symbols.Take(s_signature.Length));
}
