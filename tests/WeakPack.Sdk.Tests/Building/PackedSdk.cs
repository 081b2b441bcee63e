using System.Reflection;
using System.Xml.Linq;

namespace WeakPack.Sdk.Tests.Building;

/// <summary>The SDK's package, as the tests' projects get it.</summary>
internal static class PackedSdk
{
    private static readonly string s_root =
        typeof(PackedSdk).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "RepositoryRoot").Value!;

    private static readonly string s_artifacts = Path.Combine(s_root, "artifacts", "test");

    public static string Version { get; } =
        XDocument.Load(Path.Combine(s_root, "Directory.Build.props")).Descendants("VersionPrefix").Single().Value;

    /// <summary>The version in which this repository itself uses a package.</summary>
    public static string VersionOf(string package) =>
        XDocument.Load(Path.Combine(s_root, "Directory.Packages.props")).Descendants("PackageVersion")
            .Single(element => (string?)element.Attribute("Include") == package).Attribute("Version")!.Value;

    /// <summary>The sources of its targets.</summary>
    public static string Targets { get; } = Path.Combine(s_root, "sdk", "targets");

    /// <summary>The feed that holds the package, and nothing else.</summary>
    public static string Feed { get; } = Path.Combine(s_artifacts, "feed");

    /// <summary>Where NuGet unpacks it.</summary>
    public static string Packages { get; } = Path.Combine(s_artifacts, "nuget");

    /// <summary>Packs the SDK from its source, and forgets the copy that NuGet has unpacked before: it never looks twice at a version.</summary>
    public static void Pack()
    {
        Delete(Feed);
        Delete(Path.Combine(Packages, "weakpack.sdk"));
        Directory.CreateDirectory(Packages); // NuGet accepts no fallback folder that is not there
        Pack(Path.Combine("sdk", "WeakPack.Sdk.csproj"), Feed);
    }

    /// <summary>Packs the tool from its source.</summary>
    public static void PackTool(string feed) => Pack(Path.Combine("src", "WeakPack.Tool", "WeakPack.Tool.csproj"), feed);

    private static void Pack(string project, string feed)
    {
        var pack = DotNet.Run(
            s_root,
            environment: null,
            "pack", Path.Combine(s_root, project), "-c", "Release", "-o", feed, "-nodeReuse:false", "-nologo", "-verbosity:quiet");
        Assert.AreEqual(0, pack.ExitCode, pack.Output);
    }

    /// <summary>Packs the same sources under another version, into a feed of a test's own.</summary>
    public static void PackAs(string version, string feed)
    {
        var pack = DotNet.Run(
            s_root,
            environment: null,
            "pack", Path.Combine(s_root, "sdk", "WeakPack.Sdk.csproj"), "--no-build", "-c", "Release", $"-p:PackageVersion={version}", "-o", feed, "-nodeReuse:false", "-nologo", "-verbosity:quiet");
        Assert.AreEqual(0, pack.ExitCode, pack.Output);
    }

    private static void Delete(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
