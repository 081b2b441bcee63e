using NuGet.Frameworks;

namespace WeakPack.Metadata;

/// <summary>What code was compiled for: a framework and, from .NET 5 on, a platform that it is bound to.</summary>
/// <param name="Moniker">The framework's long name, such as <c>.NETCoreApp,Version=v10.0</c>; empty when nobody tells.</param>
/// <param name="Platform">The platform's, such as <c>Windows,Version=7.0</c>; null when it is for every one.</param>
internal sealed record TargetFrameworkName(string Moniker, string? Platform)
{
    private const string FrameworkAttribute = "System.Runtime.Versioning.TargetFrameworkAttribute";
    private const string PlatformAttribute = "System.Runtime.Versioning.TargetPlatformAttribute";
    private const string WithPlatforms = ".NETCoreApp,Version=v";

    private static readonly Version s_firstWithPlatforms = new(5, 0);

    /// <summary>What an assembly says it was compiled for.</summary>
    public static TargetFrameworkName Of(MetadataImage image) =>
        new(Argument(image, FrameworkAttribute) ?? "", Argument(image, PlatformAttribute) is { } platform ? LongName(platform) : null);

    /// <summary>What a project says or, where it says nothing, its assembly.</summary>
    public static TargetFrameworkName Of(string? moniker, string? platform, MetadataImage image) => string.IsNullOrEmpty(moniker) ? Of(image)
        // MSBuild tells of Windows for each older framework: a default that binds nothing.
        : new(moniker!, string.IsNullOrEmpty(platform) || !HasPlatforms(moniker!) ? null : platform);

    /// <summary>
    /// A consumer for this framework can use a package for the other, by NuGet's rules. One that nobody tells, or that
    /// NuGet does not know, never stands in the way.
    /// </summary>
    /// <param name="package">What the package was compiled for.</param>
    /// <param name="fallbacks">Frameworks, by long or short names, whose packages the consumer takes where there is none of its own: <c>AssetTargetFallback</c>.</param>
    public bool CanUse(TargetFrameworkName package, IReadOnlyList<string> fallbacks)
    {
        if (Moniker.Length == 0 || package.Moniker.Length == 0)
            return true;
        if (Moniker == package.Moniker && (package.Platform is null || package.Platform == Platform))
            return true; // the usual case; NuGet's tables cost a build 40 ms to set up

        return Parse(() => NuGetFramework.ParseComponents(Moniker, Platform)) is not { } ours
            || Parse(() => NuGetFramework.ParseComponents(package.Moniker, package.Platform)) is not { } theirs
            || fallbacks.Select(name => Parse(() => NuGetFramework.Parse(name))).OfType<NuGetFramework>().Prepend(ours).Any(framework => DefaultCompatibilityProvider.Instance.IsCompatible(framework, theirs));
    }

    /// <inheritdoc/>
    public override string ToString() => Platform is null ? Moniker : $"{Moniker} on {Platform}";

    private static NuGetFramework? Parse(Func<NuGetFramework> parse)
    {
        try
        {
            var framework = parse();
            return DefaultFrameworkNameProvider.Instance.TryGetShortIdentifier(framework.Framework, out _) ? framework : null;
        }
        catch (ArgumentException) // what NuGet says of a version that is none
        {
            return null;
        }
    }

    private static bool HasPlatforms(string moniker) =>
        moniker.StartsWith(WithPlatforms, StringComparison.OrdinalIgnoreCase)
        && Version.TryParse(moniker.Substring(WithPlatforms.Length), out var version) && version >= s_firstWithPlatforms;

    // The attribute has Windows10.0.19041.0 where MSBuild writes Windows,Version=10.0.19041.0.
    private static string LongName(string platform)
    {
        var digits = platform.IndexOfAny("0123456789".ToCharArray());
        return digits <= 0 ? platform : $"{platform.Substring(0, digits)},Version={platform.Substring(digits)}";
    }

    private static string? Argument(MetadataImage image, string attribute)
    {
        foreach (var handle in image.Reader.GetAssemblyDefinition().GetCustomAttributes())
        {
            if (image.AttributeName(handle) != attribute)
                continue;

            var blob = image.Reader.GetBlobReader(image.Reader.GetCustomAttribute(handle).Value);
            blob.ReadUInt16(); // the prolog
            return blob.ReadSerializedString();
        }

        return null;
    }
}
