using System.Diagnostics;
using System.Globalization;

namespace WeakPack.Bench.Builds;

/// <summary>Whole builds of solutions that use the SDK, side by side with the same solutions without it.</summary>
internal static class BuildTimes
{
    private const int WarmRuns = 15;
    private const int ColdRuns = 3;

    public static void Run()
    {
        var folder = Directory.CreateTempSubdirectory("weakpack-bench").FullName;
        try
        {
            var version = "0.0.0-bench" + DateTime.UtcNow.Ticks.ToString(CultureInfo.InvariantCulture);
            var feed = Path.Combine(folder, "feed");
            var environment = new Dictionary<string, string> { ["NUGET_PACKAGES"] = Path.Combine(folder, "packages"), ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1" };
            DotNet(folder, environment, "pack", Path.Combine(Root(), "sdk", "WeakPack.Sdk.csproj"), "-c", "Release", "-o", feed, $"-p:PackageVersion={version}");
            var none = BenchSolution.Write(Path.Combine(folder, "none"), Use.None, version, feed);
            var alone = BenchSolution.Write(Path.Combine(folder, "alone"), Use.SdkAlone, version, feed);
            var weak = BenchSolution.Write(Path.Combine(folder, "weak"), Use.WeakUnits, version, feed);

            Console.WriteLine($"{BenchSolution.Projects} projects, {Environment.ProcessorCount} cores, .NET {Environment.Version}");
            Console.WriteLine();
            Console.WriteLine("| `dotnet build`, medians                         |  without |     with |  ratio | added per project |");
            Console.WriteLine("|-------------------------------------------------|---------:|---------:|-------:|------------------:|");
            Compare("nothing to do, weak units, warm", none, weak, environment, WarmRuns, "build");
            Compare("the same with --no-restore", none, weak, environment, WarmRuns, "build", "--no-restore");
            Compare("nothing to do, weak units, cold", none, weak, environment, ColdRuns, "build", "--disable-build-servers");
            Compare("all anew, weak units, warm", none, weak, environment, WarmRuns, "build", "-t:Rebuild");
            Compare("the same with --no-restore", none, weak, environment, WarmRuns, "build", "--no-restore", "-t:Rebuild");
            Compare("all anew, weak units, cold", none, weak, environment, ColdRuns, "build", "-t:Rebuild", "--disable-build-servers");
            Compare("nothing to do, the SDK and no marks, warm", none, alone, environment, WarmRuns, "build");
            Compare("all anew, the SDK and no marks, warm", none, alone, environment, WarmRuns, "build", "-t:Rebuild");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // By turns, and each build against the one beside it: a machine that grows slower meanwhile would spoil the ratio of two medians.
    private static void Compare(string what, BenchSolution without, BenchSolution with, Dictionary<string, string> environment, int runs, params string[] command)
    {
        foreach (var solution in new[] { without, with })
        {
            DotNet(solution, environment, "build");
            DotNet(solution, environment, command);
        }

        var pairs = new List<(double Without, double With)>();
        for (var i = 0; i < runs; i++)
            pairs.Add((DotNet(without, environment, command), DotNet(with, environment, command)));

        var ratio = Median(pairs.Select(pair => pair.With / pair.Without));
        var added = Median(pairs.Select(pair => pair.With - pair.Without)) * 1000 / BenchSolution.Projects;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {what,-47} | {Median(pairs.Select(pair => pair.Without)),6:F2} s | {Median(pairs.Select(pair => pair.With)),6:F2} s | {ratio,6:F3} | {added,14:F1} ms |"));
    }

    private static double Median(IEnumerable<double> values)
    {
        var ordered = values.Order().ToList();
        return ordered[ordered.Count / 2];
    }

    private static double DotNet(BenchSolution solution, Dictionary<string, string> environment, params string[] command) =>
        DotNet(Path.GetDirectoryName(solution.File)!, environment, [.. command, solution.File]);

    private static double DotNet(string folder, Dictionary<string, string> environment, params string[] command)
    {
        var start = new ProcessStartInfo("dotnet", command) { WorkingDirectory = folder, RedirectStandardOutput = true };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        start.Environment["UseSharedCompilation"] = "true"; // as it is where nobody has said otherwise
        // What this program's own build has set for itself.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(name);
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? clock.Elapsed.TotalSeconds : throw new InvalidOperationException($"dotnet {string.Join(' ', command)} ended with {process.ExitCode}:\n{output}");
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "sdk", "WeakPack.Sdk.csproj")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("This program runs in its repository.");
        return folder;
    }
}
