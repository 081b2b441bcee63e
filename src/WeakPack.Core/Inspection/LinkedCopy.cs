using System.Text.RegularExpressions;
using WeakPack.LinkMaps;

namespace WeakPack.Inspection;

/// <summary>What a linked assembly records of a type that was copied into it: <c>[assembly: AssemblyMetadata("WeakPack.Linked", …)]</c>.</summary>
/// <param name="Type">The full name that the type has in its package.</param>
/// <param name="Unit">The name of its unit.</param>
/// <param name="Package">The simple name of its package.</param>
/// <param name="Version">The package's assembly version.</param>
/// <param name="NuGetPackage">The NuGet package and its version; null when the package came as a project or a file.</param>
/// <param name="Sha256">SHA-256 of the type's content, as the import library has it.</param>
public sealed record LinkedCopy(string Type, string Unit, string Package, string Version, LinkMapNuGetPackage? NuGetPackage, string Sha256)
{
    private static readonly Regex s_pattern = new(
        @"^(?<type>.+), unit (?<unit>.+) of (?<package>.+?) (?<version>\d+(\.\d+){1,3})(, nuget (?<id>\S+) (?<nugetVersion>\S+))?, sha256 (?<hash>[0-9a-f]{64})$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);

    /// <summary>Reads a record; null when the text is none.</summary>
    public static LinkedCopy? TryParse(string text)
    {
        var match = s_pattern.Match(text);
        return match.Success
            ? new(Text("type"), Text("unit"), Text("package"), Text("version"), match.Groups["id"].Success ? new(Text("id"), Text("nugetVersion")) : null, Text("hash"))
            : null;

        string Text(string group) => match.Groups[group].Value;
    }

    /// <summary>The record as it stands in the assembly.</summary>
    public override string ToString()
    {
        var nuGet = NuGetPackage is null ? "" : $", nuget {NuGetPackage.Id} {NuGetPackage.Version}";
        return $"{Type}, unit {Unit} of {Package} {Version}{nuGet}, sha256 {Sha256}";
    }
}
