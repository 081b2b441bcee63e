using System.Collections.Immutable;
using System.Reflection.PortableExecutable;
using System.Security.Cryptography;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace WeakPack.Core.Tests.Fixtures;

/// <summary>How an assembly gets its strong name, by the compiler and by the linker.</summary>
internal sealed record Signing
{
    private static readonly Lazy<TestKey> s_test = new(() => new TestKey(2048));

    /// <summary>Signed with the whole key pair.</summary>
    public static Signing Full { get; } = With(s_test.Value);

    /// <summary>Signed with nothing, and marked as if it were.</summary>
    public static Signing Public { get; } = Full with { IsPublic = true };

    /// <summary>To be signed later.</summary>
    public static Signing Delayed { get; } = Full with { IsDelayed = true };

    public required TestKey Pair { get; init; }

    /// <summary>What the linker is handed.</summary>
    public SigningKey? Key { get; init; }

    public bool IsPublic { get; init; }

    public bool IsDelayed { get; init; }

    public static Signing With(TestKey pair) => new() { Pair = pair, Key = SigningKey.FromFile(pair.Path) };

    /// <summary>A signed image as if it were to be signed later; another as it is.</summary>
    public static AssemblyImage Blank(AssemblyImage image)
    {
        using var pe = new PEReader(new MemoryStream(image.Bytes));
        var directory = pe.PEHeaders.CorHeader!.StrongNameSignatureDirectory;
        if (directory.Size == 0 || !pe.PEHeaders.TryGetDirectoryOffset(directory, out var start))
            return image;

        var blank = (byte[])image.Bytes.Clone();
        blank.AsSpan(start, directory.Size).Clear();
        return new(image.Path, blank, image.Symbols);
    }

    public static CSharpCompilationOptions Of(Signing? signing, CSharpCompilationOptions options) => signing switch
    {
        null => options,
        { IsPublic: true } => options.WithPublicSign(true).WithCryptoPublicKey(signing.Pair.PublicKey),
        _ => options
            .WithStrongNameProvider(new DesktopStrongNameProvider())
            .WithCryptoKeyFile(signing.Pair.Path)
            .WithDelaySign(signing.IsDelayed ? true : null),
    };
}

/// <summary>A key pair of this run, in a file of the temporary folder.</summary>
internal sealed class TestKey
{
    public TestKey(int bits)
    {
        using var rsa = new RSACryptoServiceProvider(bits) { PersistKeyInCsp = false };
        var directory = Directory.CreateTempSubdirectory("weakpack-key-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(directory, recursive: true);
        Path = System.IO.Path.Combine(directory, "key.snk");
        File.WriteAllBytes(Path, rsa.ExportCspBlob(includePrivateParameters: true));
        PublicHalf = rsa.ExportCspBlob(includePrivateParameters: false);
        PublicHalf[5] = 0x24; // a key for signing, as the compiler has it in names, and not for exchange

        // A public key as assemblies have it: the algorithms of signature and hash, a length, and the key (ECMA-335 II.6.2.1.3).
        PublicKey = [0x00, 0x24, 0x00, 0x00, 0x04, 0x80, 0x00, 0x00, .. BitConverter.GetBytes(PublicHalf.Length), .. PublicHalf];
    }

    public string Path { get; }

    public byte[] PublicHalf { get; }

    public ImmutableArray<byte> PublicKey { get; }

    public string PublicKeyText => Convert.ToHexStringLower(PublicKey.AsSpan());
}
