using System.Numerics;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Security.Cryptography;

namespace WeakPack.Core.Tests.Oracles;

/// <summary>What the strong name of an image is worth, computed apart from the code under test: with numbers, not with an RSA class.</summary>
internal sealed class StrongNameOracle
{
    // How a SHA-1 hash begins in a PKCS #1 signature (RFC 8017, 9.2): the algorithm's name in DER.
    private static readonly byte[] s_sha1 = [0x30, 0x21, 0x30, 0x09, 0x06, 0x05, 0x2b, 0x0e, 0x03, 0x02, 0x1a, 0x05, 0x00, 0x04, 0x14];

    private StrongNameOracle(byte[] image)
    {
        using var pe = new PEReader(new MemoryStream(image));
        var metadata = pe.GetMetadataReader();
        PublicKey = metadata.GetBlobBytes(metadata.GetAssemblyDefinition().PublicKey);
        Flags = pe.PEHeaders.CorHeader!.Flags;
        var directory = pe.PEHeaders.CorHeader.StrongNameSignatureDirectory;
        var at = 0;
        Assert.IsTrue(directory.Size == 0 || pe.PEHeaders.TryGetDirectoryOffset(directory, out at));
        Signature = image[at..(at + directory.Size)];
        Checksum = pe.PEHeaders.PEHeader!.CheckSum;
        SumOfWords = Sum(image, pe.PEHeaders.PEHeaderStartOffset + 64);
        IsValid = Signature.Any(b => b != 0) && Opened(PublicKey, Signature) is { } digest && digest.SequenceEqual(Digest(image, pe.PEHeaders, at, directory.Size));
    }

    public byte[] PublicKey { get; }

    public CorFlags Flags { get; }

    public byte[] Signature { get; }

    public uint Checksum { get; }

    /// <summary>What the checksum is to be, where there is one.</summary>
    public uint SumOfWords { get; }

    /// <summary>The signature was made with the private half of the public key, over these very bytes.</summary>
    public bool IsValid { get; }

    public static StrongNameOracle Of(byte[] image) => new(image);

    /// <summary>As the runtime does it: the parts of the file that count, one behind the other.</summary>
    private static byte[] Digest(byte[] image, PEHeaders headers, int at, int size)
    {
        var without = (byte[])image.Clone();
        var optional = headers.PEHeaderStartOffset;
        without.AsSpan(optional + 64, 4).Clear();
        without.AsSpan(optional + headers.CoffHeader.SizeOfOptionalHeader - 16 * 8 + 4 * 8, 8).Clear();
        var sectionTable = optional + headers.CoffHeader.SizeOfOptionalHeader;
        List<byte> counted = [.. without[..(sectionTable + 40 * headers.CoffHeader.NumberOfSections)]];
        for (var offset = headers.SectionHeaders.Min(s => s.PointerToRawData); offset < headers.SectionHeaders.Max(s => s.PointerToRawData + s.SizeOfRawData); offset++)
        {
            if (offset < at || offset >= at + size)
                counted.Add(without[offset]);
        }

#pragma warning disable CA5350 // Strong names are made with SHA-1; nobody has a choice.
        return SHA1.HashData(counted.ToArray());
#pragma warning restore CA5350
    }

    // All words, with what overflows added again at the end; the checksum itself left out.
    private static uint Sum(byte[] image, int checksum)
    {
        ulong sum = 0;
        byte[] even = [.. image, .. new byte[image.Length % 2]];
        for (var i = 0; i < even.Length; i += 2)
            sum += i == checksum || i == checksum + 2 ? 0UL : BitConverter.ToUInt16(even, i);
        while (sum > 0xFFFF)
            sum = (sum & 0xFFFF) + (sum >> 16);
        return (uint)sum + (uint)image.Length;
    }

    /// <summary>The hash in a signature; null when it is padded as no signature is.</summary>
    private static byte[]? Opened(byte[] publicKey, byte[] signature)
    {
        var exponent = BitConverter.ToUInt32(publicKey, 28);
        var modulus = new BigInteger(publicKey.AsSpan(32), isUnsigned: true);
        var opened = BigInteger.ModPow(new BigInteger(signature, isUnsigned: true), exponent, modulus).ToByteArray(isUnsigned: true, isBigEndian: true);
        byte[] expected = [1, .. Enumerable.Repeat((byte)0xFF, signature.Length - s_sha1.Length - 20 - 3), 0, .. s_sha1];
        return opened.Length == expected.Length + 20 && opened.AsSpan().StartsWith(expected) ? opened[expected.Length..] : null;
    }
}
