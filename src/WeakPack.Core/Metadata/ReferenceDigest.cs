using System.Text;
using WeakPack.ImportLibraries;

namespace WeakPack.Metadata;

/// <summary>One hash of all that the link of a consumer depends on in an assembly that it refers to, apart from the units that it takes.</summary>
/// <remarks>
/// That is what can be named in the assembly, and which assemblies and native libraries it needs in turn. No body counts. So who compares digests, and not the
/// assemblies, need not link again when a body has changed.
/// </remarks>
public static class ReferenceDigest
{
    /// <summary>The digest in hexadecimal digits.</summary>
    /// <param name="assembly">The assembly as it will run.</param>
    /// <param name="surfaces">What compilers see of it.</param>
    /// <param name="facts">What else consumers go by, a line each.</param>
    /// <exception cref="BadImageFormatException">The assembly is none.</exception>
    public static string Of(AssemblyImage assembly, IEnumerable<byte[]> surfaces, IEnumerable<string> facts)
    {
        using var image = new MetadataImage(assembly);
        var lines = surfaces.Select(Checksum.Of).ToList();
        foreach (var name in AssemblyNeeds.Assemblies(image))
            lines.Add("needs " + name);
        foreach (var name in AssemblyNeeds.NativeLibraries(image))
            lines.Add("calls " + name);
        lines.AddRange(facts);
        return Checksum.Of(Encoding.UTF8.GetBytes(string.Join("\n", lines)));
    }
}
