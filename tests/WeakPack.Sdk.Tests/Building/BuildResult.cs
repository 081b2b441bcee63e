using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Build.Logging.StructuredLogger;

namespace WeakPack.Sdk.Tests.Building;

/// <summary>A finding as it stands in a build's output.</summary>
internal sealed record Finding(string Severity, string Code, string File, int Line, string Message);

/// <summary>What came of a build.</summary>
internal sealed partial class BuildResult
{
    private readonly int _exitCode;
    private readonly Lazy<Build> _log;

    private BuildResult(int exitCode, string output, string log)
    {
        _exitCode = exitCode;
        Output = output;
        _log = new(() => BinaryLog.ReadBuild(log));
    }

    public string Output { get; }

    public bool Succeeded => _exitCode == 0;

    /// <summary>Runs a command of <c>dotnet</c> that builds.</summary>
    public static BuildResult Of(string folder, string log, params IEnumerable<string> command) => With(PackedSdk.Packages, folder, log, command);

    /// <summary>The same with a folder for unpacked NuGet packages.</summary>
    public static BuildResult With(string packages, string folder, string log, IEnumerable<string> command, IReadOnlyDictionary<string, string>? environment = null)
    {
        log = Path.Combine(folder, log);
        var (exitCode, output) = DotNet.Run(
            folder,
            new Dictionary<string, string>(environment ?? new Dictionary<string, string>()) { ["NUGET_PACKAGES"] = packages },
            [.. command, "-nologo", "-nodeReuse:false", "-verbosity:minimal", "-consoleLoggerParameters:NoSummary", $"-bl:{log};ProjectImports=None"]);
        return new(exitCode, output, log);
    }

    /// <summary>Builds an application that is one file. Such a build knows fewer switches, and leaves no log.</summary>
    public static BuildResult OfFile(string packages, string folder, string file)
    {
        var (exitCode, output) = DotNet.Run(
            folder,
            new Dictionary<string, string> { ["NUGET_PACKAGES"] = packages, ["MSBUILDDISABLENODEREUSE"] = "1" },
            "build", file, "--artifacts-path", Path.Combine(folder, "artifacts"), "-nologo", "-verbosity:minimal");
        return new(exitCode, output, log: "");
    }

    /// <summary>Errors and warnings, each once.</summary>
    public IReadOnlyList<Finding> Findings =>
        [.. FindingPattern().Matches(Output)
            .Select(match => new Finding(
                match.Groups["severity"].Value,
                match.Groups["code"].Value,
                Path.GetFileName(match.Groups["file"].Value.Replace('\\', '/')),
                match.Groups["line"].Success ? int.Parse(match.Groups["line"].Value, CultureInfo.InvariantCulture) : 0,
                match.Groups["message"].Value))
            .Distinct()];

    /// <summary>The only error.</summary>
    public Finding Error
    {
        get
        {
            var errors = Findings.Where(finding => finding.Severity == "error").ToList();
            Assert.HasCount(1, errors, Output);
            return errors[0];
        }
    }

    public BuildResult MustSucceed()
    {
        Assert.IsTrue(Succeeded, Output);
        return this;
    }

    /// <summary>A build fails with findings, never with an exception that somebody forgot to catch.</summary>
    public BuildResult MustFail()
    {
        Assert.IsFalse(Succeeded, Output);
        Assert.DoesNotContain("MSB4018", Output, Output);
        Assert.DoesNotContain("   at ", Output, Output);
        return this;
    }

    /// <summary>Did the target do its work in that project, rather than being skipped?</summary>
    public bool Ran(string project, string target) =>
        Targets(project).Any(found => found.Name == target && !found.Skipped && found.Children.OfType<Microsoft.Build.Logging.StructuredLogger.Task>().Any());

    /// <summary>Was that task called in that project?</summary>
    public bool Called(string project, string task) =>
        Targets(project).SelectMany(target => target.Children.OfType<Microsoft.Build.Logging.StructuredLogger.Task>()).Any(called => called.Name == task);

    /// <summary>Was any task of ours called in that project?</summary>
    public bool LoadedOurTasks(string project) =>
        Targets(project).SelectMany(target => target.Children.OfType<Microsoft.Build.Logging.StructuredLogger.Task>())
            .Any(task => task.Name is "LinkUnits" or "SplitPackage" or "CheckImportLibraries" or "CollectNativeLibraries" or "PlaceNativeLibraries" or "ListNativeLibraries");

    /// <summary>The tasks that a build by threads had to call in another process, since they don't say that they may run beside others.</summary>
    public IReadOnlyCollection<string> TasksInOtherProcesses =>
        [.. _log.Value.FindChildrenRecursive<Message>(message => message.Text.Contains("in an external task host", StringComparison.Ordinal))
            .Select(message => message.Text.Split('"')[1])
            .Distinct()];

    private IEnumerable<Target> Targets(string project) =>
        _log.Value.FindChildrenRecursive<Target>(target => Path.GetFileNameWithoutExtension(target.Project.ProjectFile) == project);

    [GeneratedRegex(@"^\s*(?:\d+>)?(?<file>[^\r\n]*?)(?:\((?<line>\d+)(?:,\d+)*\))?\s*: (?:[\w ]+ )?(?<severity>error|warning) (?<code>[A-Z]+\d+): (?<message>[^\r\n]*?)(?: \[[^\]\r\n]*\])?\r?$", RegexOptions.Multiline)]
    private static partial Regex FindingPattern();
}
