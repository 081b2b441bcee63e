namespace WeakPack.Sdk.Tests.Building;

/// <summary>Programs that a machine has or has not.</summary>
internal static class Programs
{
    private static readonly Lazy<string?> s_mono = new(() => Find("mono"));

    /// <summary>Mono's path; null where it is not installed.</summary>
    public static string? Mono => s_mono.Value;

    /// <summary>Where that program is; null where it is not installed.</summary>
    public static string? Find(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(folder => new[] { Path.Combine(folder, name), Path.Combine(folder, name + ".exe") })
            .FirstOrDefault(File.Exists);
}
