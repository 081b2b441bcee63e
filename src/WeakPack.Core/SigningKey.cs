using System.Security.Cryptography;

namespace WeakPack;

/// <summary>The key pair with which a project signs its assembly: in a file, or in a container of Windows.</summary>
/// <remarks>It is opened only for an assembly that the compiler signed, so one that is not needed may be missing.</remarks>
public sealed class SigningKey
{
    private const int ProviderRsaFull = 1;
    private const int KeyHeaderSize = 20;

    private readonly Func<RSACryptoServiceProvider> _open;

    private SigningKey(string name, Func<RSACryptoServiceProvider> open)
    {
        Name = name;
        _open = open;
    }

    /// <summary>The file or container, as messages name it.</summary>
    public string Name { get; }

    /// <summary>The key pair in a file, as <c>sn -k</c> writes it.</summary>
    public static SigningKey FromFile(string path) => new(path, () => Import(File.ReadAllBytes(path)));

    /// <summary>The key pair in a container: the machine's, where <c>sn -i</c> puts it, or the user's.</summary>
    public static SigningKey FromContainer(string name) => new(name, () => OpenContainer(name));

    /// <exception cref="CryptographicException">It is no key pair, or there is no such container.</exception>
    /// <exception cref="PlatformNotSupportedException">This system has no key containers.</exception>
    /// <exception cref="IOException">The file can't be read.</exception>
    internal RSACryptoServiceProvider Open() => _open();

    private static RSACryptoServiceProvider Import(byte[] keyPair)
    {
        if (keyPair.Length < KeyHeaderSize)
            throw new CryptographicException("The file is too short for a key"); // ImportCspBlob would read behind its end

        var rsa = new RSACryptoServiceProvider { PersistKeyInCsp = false };
        try
        {
            rsa.ImportCspBlob(keyPair);
            return rsa;
        }
        catch
        {
            rsa.Dispose();
            throw;
        }
    }

    private static RSACryptoServiceProvider OpenContainer(string name)
    {
        try
        {
            return OpenContainer(name, CspProviderFlags.UseMachineKeyStore);
        }
        catch (CryptographicException)
        {
            return OpenContainer(name, CspProviderFlags.NoFlags);
        }
    }

    private static RSACryptoServiceProvider OpenContainer(string name, CspProviderFlags store) =>
        new(new CspParameters(ProviderRsaFull, null, name)
        {
            KeyNumber = (int)KeyNumber.Signature,
            Flags = CspProviderFlags.UseExistingKey | CspProviderFlags.NoPrompt | store,
        });
}
