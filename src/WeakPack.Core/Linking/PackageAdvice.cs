using NuGet.Versioning;
using WeakPack.ImportLibraries;

namespace WeakPack.Linking;

/// <summary>The lines to write for a package that a project lacks, or has in a version that will not do.</summary>
internal static class PackageAdvice
{
    /// <param name="package">What is needed.</param>
    /// <param name="isNamed">The project refers to the package itself, so that a line is to be changed and none to be added.</param>
    /// <param name="style">How the project writes its references.</param>
    public static string For(ManifestNuGetPackage package, bool isNamed, ReferenceStyle style)
    {
        var version = ShortVersion(package.VersionRange);
        if (!style.HasCentralVersions)
            return $"{(isNamed ? "Change its version:" : "Add")} {Line(package.Id, version, style)}";

        var central = $"<PackageVersion Include=\"{package.Id}\" Version=\"{version}\" />";
        var reference = $"{Line(package.Id, version: null, style)} to the {(style.IsFileBased ? "file" : "project")}";
        var isKnown = style.CentralVersions.TryGetValue(package.Id, out var known);
        if (isKnown && !isNamed && IsWithin(known!, package.VersionRange))
            return $"Add {reference}";
        if (isNamed)
            return $"Change its version in Directory.Packages.props: {central}";
        return isKnown
            ? $"Change its version in Directory.Packages.props, {central}, and add {reference}"
            : $"Add {central} to Directory.Packages.props and {reference}";
    }

    /// <summary>A range as authors write it: that of a least version is the version alone.</summary>
    public static string ShortVersion(string versionRange) =>
        VersionRange.TryParse(versionRange, out var range) && range is { IsMinInclusive: true, HasUpperBound: false, MinVersion: not null, IsFloating: false }
            ? range.MinVersion.ToNormalizedString()
            : versionRange;

    private static string Line(string id, string? version, ReferenceStyle style) =>
        (style.IsFileBased, version) switch
        {
            (true, null) => $"the line '#:package {id}'",
            (true, _) => $"the line '#:package {id}@{version}'",
            (false, null) => $"<PackageReference Include=\"{id}\" />",
            (false, _) => $"<PackageReference Include=\"{id}\" Version=\"{version}\" />",
        };

    // What a reference without bounds of its own restores is the least version that it allows.
    private static bool IsWithin(string version, string versionRange) =>
        VersionRange.TryParse(version, out var least) && least.MinVersion is { } restored
        && VersionRange.TryParse(versionRange, out var wanted) && wanted.Satisfies(restored);
}
