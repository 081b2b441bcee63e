using System.Text.RegularExpressions;

namespace WeakPack.NativeLibraries;

/// <summary>Names that packages tell of, and that become parts of paths: on every platform they must be parts and no paths.</summary>
/// <remarks>A package is made on one platform and used on another, so what is a path on any of them is one on all.</remarks>
internal static class PlainName
{
    // The characters that Windows does not take: the colon, too, which makes drives and alternate streams. Braces, dollars and the
    // like may stand in a name; what MSBuild and NuGet expand (* and ?) is among these.
    private const string Forbidden = "/\\:*?\"<>|";

    private static readonly Regex s_device = new(@"^(CON|PRN|AUX|NUL|COM\d|LPT\d)(\..*)?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private static readonly Regex s_rid = new(@"^[a-z0-9]+([._-][a-z0-9]+)*\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    /// <summary>Why that can't be a file's name, or null: the end of a sentence that begins with the name.</summary>
    public static string? WhyNoFileName(string name) =>
        name.Trim().Length == 0 ? "is empty"
        : name.Any(letter => Forbidden.Contains(letter) || char.IsControl(letter)) ? "has a character that stands for more than itself"
        : name.EndsWith(".", StringComparison.Ordinal) || name.EndsWith(" ", StringComparison.Ordinal) ? "ends in a dot or a space"
        : s_device.IsMatch(name) ? "is a device on Windows"
        : null;

    /// <summary>Why that can't be a runtime identifier, or null.</summary>
    public static string? WhyNoRuntimeIdentifier(string rid) =>
        s_rid.IsMatch(rid) ? s_device.IsMatch(rid) ? "is a device on Windows" : null : "is not made of letters and digits, with single dots and dashes between them";
}
