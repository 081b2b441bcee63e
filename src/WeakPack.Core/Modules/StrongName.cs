using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace WeakPack.Modules;

/// <summary>A strong name that can't be renewed; the message is the reason and the way out.</summary>
internal sealed class StrongNameException(string message) : Exception(message);

/// <summary>
/// Signs a rewritten assembly as the compiler had signed it (ECMA-335 II.6.2.1.3): a hash of the file without its
/// signature, encrypted with the private key.
/// </summary>
/// <remarks>
/// What the compiler did is seen in its output, whatever switches led to it: a signature that is all zeros was left for
/// later (delay signing) or for never (public signing), and so it stays. The public key and the flag that says
/// "signed" are carried over with the rest of the assembly.
/// </remarks>
internal static class StrongName
{
    private const int KeyHeaderSize = 32; // of a public key before its modulus (ECMA-335 II.6.2.1.3)
    private const int SectionHeaderSize = 40;
    private const int ChecksumOffset = 64; // in the PE header (ECMA-335 II.25.2.3.2)

    /// <summary>Signs the written image when the compiled one was signed. It must be the last change of its bytes.</summary>
    /// <exception cref="StrongNameException">There is no key, or not the one with which the compiler signed.</exception>
    public static AssemblyImage Renew(AssemblyImage written, AssemblyImage compiled, SigningKey? key)
    {
        var space = Signature(compiled);
        if (space.All(value => value == 0))
            return written;
        if (key is null)
            throw new StrongNameException("no key was handed over. Name it in the project, by 'SignAssembly' and 'AssemblyOriginatorKeyFile', instead of in an attribute");
        if (SizeOfKey(written) != space.Length)
            throw new StrongNameException("its signature is made with another key than its name ([AssemblySignatureKey]). Sign with the key of the name, or delay the signing");

        return written.With(Sign(written, key), written.Symbols);
    }

    private static byte[] Sign(AssemblyImage image, SigningKey key)
    {
        using var pe = Open(image);
        var bytes = (byte[])image.Bytes.Clone();
        var (start, size) = Place(pe, image.Bytes.Length);
        var signature = Sign(Hash(bytes, pe.PEHeaders, start, size), PublicKey(pe), key);
        Array.Reverse(signature); // RSA counts from the other end
        signature.CopyTo(bytes, start);
        SetChecksum(bytes, pe.PEHeaders);
        return bytes;
    }

    private static byte[] Sign(byte[] hash, byte[] publicKey, SigningKey key)
    {
        try
        {
            using var rsa = key.Open();
            if (rsa.PublicOnly)
                throw new StrongNameException($"'{key.Name}' holds no private key. Name a file that does, or set 'PublicSign' or 'DelaySign'");

            var modulus = rsa.ExportParameters(includePrivateParameters: false).Modulus!;
            Array.Reverse(modulus);
            if (!publicKey.Skip(KeyHeaderSize).SequenceEqual(modulus))
                throw new StrongNameException($"the key in '{key.Name}' is another than that of the assembly's name. Name the key with which the compiler signs");

            return rsa.SignHash(hash, HashAlgorithmName.SHA1, RSASignaturePadding.Pkcs1);
        }
        catch (Exception error) when (error is CryptographicException or PlatformNotSupportedException)
        {
            throw new StrongNameException($"the key in '{key.Name}' can't be used ({error.Message.TrimEnd('.')}). Name a file that holds a key pair, as 'sn -k' writes it");
        }
    }

    // The headers without the padding behind them, then each section without the signature. Two fields of the headers count
    // as zeros, for they are filled in later: the checksum, and the place of an Authenticode signature.
    private static byte[] Hash(byte[] image, PEHeaders headers, int start, int size)
    {
        var header = new byte[headers.PEHeaderStartOffset + headers.CoffHeader.SizeOfOptionalHeader + headers.SectionHeaders.Length * SectionHeaderSize];
        Array.Copy(image, header, header.Length);
        Array.Clear(header, headers.PEHeaderStartOffset + ChecksumOffset, sizeof(int));
        var directories = headers.PEHeaderStartOffset + (headers.PEHeader!.Magic == PEMagic.PE32Plus ? 112 : 96);
        Array.Clear(header, directories + 4 * 8, 8); // the fifth directory is the certificate table

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
        hash.AppendData(header);
        foreach (var section in headers.SectionHeaders)
        {
            var (from, to) = (section.PointerToRawData, section.PointerToRawData + section.SizeOfRawData);
            if (from <= start && start + size <= to)
            {
                hash.AppendData(image, from, start - from);
                from = start + size;
            }

            hash.AppendData(image, from, to - from);
        }

        return hash.GetHashAndReset();
    }

    // Compilers set it in what they sign (and in nothing else): the sum of all 16-bit words, carries added, and the length.
    private static void SetChecksum(byte[] image, PEHeaders headers)
    {
        var field = headers.PEHeaderStartOffset + ChecksumOffset;
        Array.Clear(image, field, sizeof(int));
        uint sum = 0;
        for (var i = 0; i < image.Length; i += 2)
        {
            sum += image[i] | (i + 1 < image.Length ? (uint)image[i + 1] << 8 : 0);
            sum = (sum & 0xFFFF) + (sum >> 16);
        }

        BitConverter.GetBytes(sum + (uint)image.Length).CopyTo(image, field);
    }

    private static byte[] Signature(AssemblyImage image)
    {
        using var pe = Open(image);
        var (start, size) = Place(pe, image.Bytes.Length);
        return image.Bytes.AsSpan(start, size).ToArray();
    }

    /// <summary>Where in the file its signature has its place; of no size when it has none.</summary>
    /// <exception cref="BadImageFormatException">The signature lies outside of the file.</exception>
    public static (int Start, int Size) Place(PEReader pe, int length)
    {
        var directory = pe.PEHeaders.CorHeader!.StrongNameSignatureDirectory;
        if (directory.Size == 0)
            return (0, 0);
        return pe.PEHeaders.TryGetDirectoryOffset(directory, out var start) && directory.Size > 0 && start <= length - directory.Size
            ? (start, directory.Size)
            : throw new BadImageFormatException("The space of its strong name lies outside of the file.");
    }

    // A signature is as long as the modulus of the key.
    private static int SizeOfKey(AssemblyImage image)
    {
        using var pe = Open(image);
        return PublicKey(pe).Length - KeyHeaderSize;
    }

    private static byte[] PublicKey(PEReader pe)
    {
        var metadata = pe.GetMetadataReader();
        return metadata.GetBlobBytes(metadata.GetAssemblyDefinition().PublicKey);
    }

    private static PEReader Open(AssemblyImage image) => new(ImmutableCollectionsMarshal.AsImmutableArray(image.Bytes));
}
