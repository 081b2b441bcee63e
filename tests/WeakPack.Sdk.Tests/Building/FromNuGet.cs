using System.Runtime.InteropServices;
using System.Xml.Linq;

namespace WeakPack.Sdk.Tests.Building;

/// <summary>What tests need of NuGet besides the SDK: got once a run, from the machine's own package sources.</summary>
/// <remarks>Workspaces have none but the tests' feeds. What they restore has to lie unpacked where all of them look first.</remarks>
internal static class FromNuGet
{
    private static readonly Lazy<bool> s_olderFrameworks = Once("frameworks", """
        <TargetFrameworks>netstandard2.0;net472;net8.0</TargetFrameworks>
        """);

    private static readonly Lazy<bool> s_runtimePacks = Once("runtime", $"""
        <TargetFramework>net10.0</TargetFramework>
        <RuntimeIdentifier>{Platform}</RuntimeIdentifier>
        <OutputType>Exe</OutputType>
        <SelfContained>true</SelfContained>
        <PublishTrimmed>true</PublishTrimmed>
        <PublishReadyToRun>true</PublishReadyToRun>
        <DisableTransitiveFrameworkReferenceDownloads>true</DisableTransitiveFrameworkReferenceDownloads>
        """);

    private static readonly Lazy<bool> s_olderRuntime = Once("older runtime", $"""
        <TargetFramework>net8.0</TargetFramework>
        <RuntimeIdentifier>{Platform}</RuntimeIdentifier>
        <OutputType>Exe</OutputType>
        <UseAppHost>false</UseAppHost>
        <PublishReadyToRun>true</PublishReadyToRun>
        <SelfContained>false</SelfContained>
        <DisableTransitiveFrameworkReferenceDownloads>true</DisableTransitiveFrameworkReferenceDownloads>
        """);

    private static readonly Lazy<bool> s_otherRuntime = Once("other runtime", $"""
        <TargetFramework>net10.0</TargetFramework>
        <RuntimeIdentifier>{OtherPlatform}</RuntimeIdentifier>
        <OutputType>Exe</OutputType>
        <UseAppHost>false</UseAppHost>
        <PublishReadyToRun>true</PublishReadyToRun>
        <SelfContained>false</SelfContained>
        <DisableTransitiveFrameworkReferenceDownloads>true</DisableTransitiveFrameworkReferenceDownloads>
        """);

    private static readonly Lazy<bool> s_nativeCompiler = Once("native", $"""
        <TargetFramework>{NativeFramework}</TargetFramework>
        <RuntimeIdentifier>{Platform}</RuntimeIdentifier>
        <OutputType>Exe</OutputType>
        <PublishAot>true</PublishAot>
        <DisableTransitiveFrameworkReferenceDownloads>true</DisableTransitiveFrameworkReferenceDownloads>
        """);

    private static readonly Lazy<bool> s_testFramework = Once("tests", "<TargetFramework>net10.0</TargetFramework>", TestFrameworkItems);

    /// <summary>The platform that the tests run on, as publishing names it.</summary>
    public static string Platform => RuntimeInformation.RuntimeIdentifier;

    /// <summary>A platform that the tests do not run on.</summary>
    public static string OtherPlatform => OperatingSystem.IsWindows() ? "linux-x64" : "win-x64";

    /// <summary>What programs are made native for. From .NET 10 on the compiler needs a pack of its own, which not every feed has.</summary>
    public const string NativeFramework = "net9.0";

    /// <summary>Reference assemblies for other frameworks than the SDK's own.</summary>
    public static void OlderFrameworks() => Assert.IsTrue(s_olderFrameworks.Value);

    /// <summary>The runtime, the trimmer and the compiler of native images for <see cref="Platform"/>.</summary>
    public static void RuntimePacks() => Assert.IsTrue(s_runtimePacks.Value);

    /// <summary>The runtime of .NET 8 and the compiler of native images for it.</summary>
    public static void OlderRuntime() => Assert.IsTrue(s_olderRuntime.Value);

    /// <summary>The runtime for <see cref="OtherPlatform"/>.</summary>
    public static void OtherRuntime() => Assert.IsTrue(s_otherRuntime.Value);

    /// <summary>The native compiler. Where there is no linker for it, the test ends as not decided.</summary>
    public static void NativeCompiler()
    {
        if (!OperatingSystem.IsWindows() && Programs.Find("clang") is null && Programs.Find("gcc") is null)
            Assert.Inconclusive("Native programs are linked by clang or gcc, and neither is installed.");
        Assert.IsTrue(s_nativeCompiler.Value);
    }

    /// <summary>Items for a project with tests.</summary>
    public static string TestFrameworkItems => string.Concat(
        new[] { "MSTest.TestFramework", "MSTest.TestAdapter" }
            .Select(id => new XElement("PackageReference", new XAttribute("Include", id), new XAttribute("Version", PackedSdk.VersionOf(id)))));

    /// <summary>MSTest, as this repository's own tests use it.</summary>
    public static void TestFramework() => Assert.IsTrue(s_testFramework.Value);

    private static Lazy<bool> Once(string name, string properties, string items = "") => new(() =>
    {
        var folder = Path.Combine(Path.GetDirectoryName(PackedSdk.Packages)!, name);
        Directory.CreateDirectory(folder);
        foreach (var file in new[] { "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props" })
            File.WriteAllText(Path.Combine(folder, file), "<Project />");
        File.WriteAllText(Path.Combine(folder, "Restore.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>{properties}</PropertyGroup>
              <ItemGroup>{items}</ItemGroup>
            </Project>
            """);
        BuildResult.Of(folder, "restore.binlog", "restore").MustSucceed();
        return true;
    });
}
