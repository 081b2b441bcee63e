using System.Security.Cryptography;
using System.Text;

namespace WeakPack.ImportLibraries;

/// <summary>The checksum that an import library carries of itself.</summary>
internal static class Checksum
{
    /// <summary>Stands where the checksum will be, while it is taken.</summary>
    public static string Placeholder { get; } = new('0', 64);

    /// <summary>Puts the checksum in the place of the placeholder, and returns it.</summary>
    public static string Seal(byte[] file)
    {
        var place = Find(file, Placeholder);
        var checksum = Of(file);
        Encoding.ASCII.GetBytes(checksum, 0, checksum.Length, file, place);
        return checksum;
    }

    /// <summary>The file's bytes are those that were sealed.</summary>
    public static bool Holds(byte[] file, string checksum)
    {
        var place = checksum.Length == Placeholder.Length ? Find(file, checksum) : -1;
        if (place < 0)
            return false;

        // In three parts instead of a copy: a library may have megabytes. The last block is an empty one, for a hash returns a copy of that.
        using var sha = SHA256.Create();
        var behind = place + Placeholder.Length;
        sha.TransformBlock(file, 0, place, null, 0);
        sha.TransformBlock(Encoding.ASCII.GetBytes(Placeholder), 0, Placeholder.Length, null, 0);
        sha.TransformBlock(file, behind, file.Length - behind, null, 0);
        sha.TransformFinalBlock([], 0, 0);
        return Hex(sha.Hash) == checksum;
    }

    /// <summary>SHA-256 of some bytes, in hexadecimal digits.</summary>
    public static string Of(byte[] bytes)
    {
        using var sha = SHA256.Create();
        return Hex(sha.ComputeHash(bytes));
    }

    public static string Hex(byte[] bytes) => BitConverter.ToString(bytes).Replace("-", "").ToLowerInvariant();

    private static int Find(byte[] file, string text)
    {
        var pattern = Encoding.ASCII.GetBytes($"checksum=\"{text}\"");
        var at = file.AsSpan().IndexOf(pattern);
        return at < 0 ? -1 : at + "checksum=\"".Length;
    }
}
