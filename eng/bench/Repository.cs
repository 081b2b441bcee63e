using System.Diagnostics;
using System.IO.Compression;
using System.Reflection;

namespace WeakPack.Bench;

/// <summary>This repository, and what is made of it.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    /// <summary>Packs the SDK from its source and unpacks it into a folder. NuGet has no part in this: it never unpacks a version twice.</summary>
    public static void UnpackSdk(string folder)
    {
        var packed = folder + ".nupkg";
        DotNet(Root, "pack", Path.Combine(Root, "sdk", "WeakPack.Sdk.csproj"), "-c", "Release", "-o", packed, "-nologo", "-verbosity:quiet");
        ZipFile.ExtractToDirectory(Directory.GetFiles(packed, "*.nupkg").Single(), folder);
    }

    /// <summary>Data that the project file has for this program.</summary>
    public static string Metadata(string key) =>
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == key).Value!;

    /// <summary>Runs <c>dotnet</c>, which must end with 0, and returns what it said.</summary>
    public static string DotNet(string folder, params IEnumerable<string> arguments) => Run(new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder });

    /// <summary>Runs a program, which must end with 0, and returns what it said.</summary>
    public static string Run(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        // `dotnet run` leaves variables of its own MSBuild behind, which would tie other builds to it.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(name);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{start.FileName} {string.Join(' ', start.ArgumentList)} ended with {process.ExitCode}:\n{output}");
    }

    private static string FindRoot(string folder) =>
        File.Exists(Path.Combine(folder, "WeakPack.Sdk.sln")) ? folder : FindRoot(Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("The repository's folder is not above this program."));
}
