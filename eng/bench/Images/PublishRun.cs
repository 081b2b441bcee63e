using System.Globalization;
using System.Text.RegularExpressions;

namespace WeakPack.Bench.Images;

/// <summary>What a publish took, in milliseconds.</summary>
/// <param name="Whole">The whole command.</param>
/// <param name="Step">All that it did to get native code.</param>
internal sealed partial record PublishRun(double Whole, double Step)
{
    private static readonly string[] s_step = ["_PrepareForReadyToRunCompilation", "WeakPackGetPublishImages", "_CreateR2RImages", "_CreateR2RSymbols"];

    public static PublishRun Of(string folder, IEnumerable<string> properties)
    {
        var output = "";
        var whole = Timing.Of(() => output = Repository.DotNet(
            folder, ["publish", "--no-build", "-c", "Release", "-o", "published", "-nologo", "-verbosity:minimal", "-terminalLogger:off", "-nodeReuse:false", "-consoleLoggerParameters:PerformanceSummary", .. properties]));
        var targets = TargetPattern().Matches(output).Where(match => s_step.Contains(match.Groups["name"].Value)).ToList();
        return targets.Count > 1
            ? new(whole, targets.Sum(match => double.Parse(match.Groups["ms"].Value, CultureInfo.InvariantCulture)))
            : throw new InvalidOperationException($"MSBuild told of no step that makes images:\n{output}");
    }

    /// <summary>Of several runs that with the median of the step.</summary>
    public static PublishRun Median(int runs, Func<PublishRun> publish) => Enumerable.Range(0, runs).Select(_ => publish()).OrderBy(run => run.Step).ElementAt(runs / 2);

    [GeneratedRegex(@"^ *(?<ms>\d+) ms  (?<name>\w+) +\d+ calls", RegexOptions.Multiline)]
    private static partial Regex TargetPattern();
}
