using System.Xml.Linq;
using WeakPack.ImportLibraries;

namespace WeakPack.NativeLibraries;

/// <summary>A native library of a weak unit, as an import library lists it. Since format 1.2.</summary>
/// <remarks>
/// It has no path: where the file is follows from these, all of which are plain names, so that no import library can name a
/// file elsewhere. A part of the hash is in the place, so that builds for several frameworks, and units, may differ.
/// </remarks>
/// <param name="RuntimeIdentifier">The platform that it is for; <c>any</c> for every one.</param>
/// <param name="Name">The file's name.</param>
/// <param name="Hash">SHA-256 of the file, 64 lower-case hexadecimal digits.</param>
/// <param name="IsRetained">The runtime package has the unit too, and so needs the library itself.</param>
public sealed record NativeAsset(string RuntimeIdentifier, string Name, string Hash, bool IsRetained = false)
{
    /// <summary>The platform of a library that is for every one.</summary>
    public const string AnyPlatform = "any";

    /// <summary>Where the libraries of a package are, below the folder of its import library.</summary>
    public const string Folder = "weakpack/native";

    /// <summary>The file's place in that folder.</summary>
    public string Place => $"{RuntimeIdentifier}/{Hash.Substring(0, 8)}/{Name}";

    internal XElement ToXml() => new("nativeFile",
        new XAttribute("rid", RuntimeIdentifier),
        new XAttribute("name", Name),
        new XAttribute("hash", Hash),
        IsRetained ? new XAttribute("retained", "true") : null);

    internal static NativeAsset Read(XElement element) =>
        new(Manifest.Required(element, "rid"), Manifest.Required(element, "name"), Manifest.Required(element, "hash"), (string?)element.Attribute("retained") == "true");

    /// <summary>What is wrong with it: the value, what it should be, and why it is not; or null.</summary>
    internal (string Value, string What, string Reason)? Problem =>
        PlainName.WhyNoRuntimeIdentifier(RuntimeIdentifier) is { } rid ? (RuntimeIdentifier, "runtime identifier", rid)
        : PlainName.WhyNoFileName(Name) is { } name ? (Name, "name of a native library", name)
        : Hash.Length != 64 || Hash.Any(digit => !"0123456789abcdef".Contains(digit)) ? (Hash, "hash of a native library", "is no SHA-256")
        : null;
}
