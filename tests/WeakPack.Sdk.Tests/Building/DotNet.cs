using System.Diagnostics;

namespace WeakPack.Sdk.Tests.Building;

/// <summary>Runs <c>dotnet</c> as from a fresh prompt.</summary>
internal static class DotNet
{
    // One compiler serves all builds of a run, also where the machine has that switched off: a cold one is most of a small
    // build's time. It is this run's own, so that it can be ended with it.
    private static readonly string s_compilerId = "weakpack-tests-" + Guid.NewGuid().ToString("N")[..8];

    public static (int ExitCode, string Output) Run(string folder, IReadOnlyDictionary<string, string>? environment, params IEnumerable<string> arguments) =>
        Run(StartInfo(folder, environment, arguments));

    /// <summary>Starts one that does not end by itself.</summary>
    public static Process Start(string folder, IReadOnlyDictionary<string, string> environment, params IEnumerable<string> arguments) =>
        Process.Start(StartInfo(folder, environment, arguments))!;

    /// <summary>Starts a program that is given lines to read.</summary>
    public static Process StartDialogue(string folder, string dll)
    {
        var start = StartInfo(folder, environment: null, [dll]);
        start.RedirectStandardInput = true;
        return Process.Start(start)!;
    }

    private static ProcessStartInfo StartInfo(string folder, IReadOnlyDictionary<string, string>? environment, IEnumerable<string> arguments)
    {
        var start = StartInfo("dotnet", folder, arguments);

        // The test run is itself started by a build tool, whose variables would tie this build to that one.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["UseSharedCompilation"] = "true";
        start.Environment["SharedCompilationId"] = s_compilerId;
        // Nothing here runs long enough to win back what profiling costs.
        start.Environment["DOTNET_TieredPGO"] = "0";
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return start;
    }

    /// <summary>Runs another program.</summary>
    public static (int ExitCode, string Output) RunOther(string program, string folder, params IEnumerable<string> arguments) =>
        Run(StartInfo(program, folder, arguments));

    private static ProcessStartInfo StartInfo(string program, string folder, IEnumerable<string> arguments) => new(program, arguments)
    {
        WorkingDirectory = folder,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    };

    private static (int ExitCode, string Output) Run(ProcessStartInfo start)
    {
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }

    /// <summary>Ends this run's compiler server; by itself it would wait for work for ten minutes.</summary>
    public static void EndCompiler()
    {
        var (_, sdks) = Run(AppContext.BaseDirectory, environment: null, "--list-sdks");
        foreach (var sdk in sdks.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            // 10.0.100 [/usr/share/dotnet/sdk]
            var parts = sdk.Split(' ', 2);
            var server = Path.Combine(parts[1].Trim('[', ']'), parts[0], "Roslyn", "bincore", "VBCSCompiler.dll");
            if (File.Exists(server))
            {
                Run(AppContext.BaseDirectory, environment: null, server, "-shutdown", $"-pipename:{s_compilerId}");
            }
        }
    }
}
