namespace WeakPack.Sdk.Tests.Building;

/// <summary>The runtime for the tests' own platform, and the tools that publish for it.</summary>
internal static class RuntimePacks
{
    private static readonly Lazy<bool> s_restored = new(RestoreOnce);

    /// <summary>Gets them from the machine's own package sources. Workspaces have none but the tests' feed.</summary>
    public static void Restore() => Assert.IsTrue(s_restored.Value);

    private static bool RestoreOnce()
    {
        var folder = Path.Combine(PackedSdk.Packages, "..", "runtime");
        Directory.CreateDirectory(folder);
        foreach (var file in new[] { "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props" })
            File.WriteAllText(Path.Combine(folder, file), "<Project />");
        File.WriteAllText(Path.Combine(folder, "Runtime.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <OutputType>Exe</OutputType>
                <RuntimeIdentifier>{RareLibrary.Platform}</RuntimeIdentifier>
                <SelfContained>true</SelfContained>
                <PublishTrimmed>true</PublishTrimmed>
                <DisableTransitiveFrameworkReferenceDownloads>true</DisableTransitiveFrameworkReferenceDownloads>
              </PropertyGroup>
            </Project>
            """);
        BuildResult.Of(folder, "restore.binlog", "restore").MustSucceed();
        return true;
    }
}
