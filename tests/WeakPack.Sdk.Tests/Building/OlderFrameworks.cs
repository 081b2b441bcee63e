namespace WeakPack.Sdk.Tests.Building;

/// <summary>What projects for other frameworks than the SDK's own are compiled against, and run on.</summary>
internal static class OlderFrameworks
{
    private static readonly Lazy<string?> s_mono = new(FindMono);

    private static readonly Lazy<bool> s_restored = new(RestoreOnce);

    /// <summary>Mono's path; null where it is not installed.</summary>
    public static string? Mono => s_mono.Value;

    /// <summary>Gets the reference assemblies from the machine's own package sources. Workspaces have none but the tests' feed.</summary>
    public static void Restore() => Assert.IsTrue(s_restored.Value);

    private static bool RestoreOnce()
    {
        var folder = Path.Combine(PackedSdk.Packages, "..", "frameworks");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "Directory.Build.props"), "<Project />");
        File.WriteAllText(Path.Combine(folder, "Directory.Build.targets"), "<Project />");
        File.WriteAllText(Path.Combine(folder, "Directory.Packages.props"), "<Project />");
        File.WriteAllText(Path.Combine(folder, "Frameworks.csproj"), """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFrameworks>netstandard2.0;net472;net8.0</TargetFrameworks></PropertyGroup>
            </Project>
            """);
        BuildResult.Of(folder, "restore.binlog", "restore").MustSucceed();
        return true;
    }

    private static string? FindMono() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(folder => new[] { Path.Combine(folder, "mono"), Path.Combine(folder, "mono.exe") })
            .FirstOrDefault(File.Exists);
}
