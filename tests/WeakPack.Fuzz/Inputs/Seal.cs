using System.Security.Cryptography;
using System.Text;

namespace WeakPack.Fuzz.Inputs;

/// <summary>Gives a damaged import library a checksum that holds (docs/import-library.md), and the runtime package the same.</summary>
internal static class Seal
{
    /// <summary>Says that its hashes are made by a rule that no version knows, so that they are not made again.</summary>
    public static void ForgetHashes(byte[] library)
    {
        if (library.AsSpan().IndexOf("hashes=\"2\""u8) is >= 0 and var at)
            "hashes=\"0\""u8.CopyTo(library.AsSpan(at));
    }

    /// <returns>The runtime package; null when the damage has taken the checksum's place.</returns>
    public static byte[]? Renew(byte[] library, byte[] runtime, string digits)
    {
        var place = library.AsSpan().IndexOf(Encoding.ASCII.GetBytes($"checksum=\"{digits}\""));
        if (place < 0)
            return null;

        place += "checksum=\"".Length;
        library.AsSpan(place, digits.Length).Fill((byte)'0');
        var renewed = Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(library)));
        renewed.CopyTo(library, place);
        var stamped = (byte[])runtime.Clone();
        renewed.CopyTo(stamped, stamped.AsSpan().IndexOf(Encoding.ASCII.GetBytes(digits)));
        return stamped;
    }
}
