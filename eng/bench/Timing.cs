using System.Diagnostics;
using System.Globalization;

namespace WeakPack.Bench;

/// <summary>How times are taken and written.</summary>
internal static class Timing
{
    public static string Machine => string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} cores, .NET {Environment.Version}");

    public static double Of(Action action)
    {
        var clock = Stopwatch.StartNew();
        action();
        return clock.Elapsed.TotalMilliseconds;
    }

    /// <summary>The median of each action. They take turns, so that what disturbs the machine disturbs them alike.</summary>
    public static double[] Interleaved(int runs, params Action[] actions)
    {
        foreach (var action in actions)
            action(); // warm
        return Interleaved(runs, Array.ConvertAll<Action, Func<double>>(actions, action => () => Of(action)));
    }

    /// <summary>The same of what tells its time itself.</summary>
    public static double[] Interleaved(int runs, params Func<double>[] measures)
    {
        var times = Enumerable.Range(0, runs).Select(_ => Array.ConvertAll(measures, measure => measure())).ToList();
        return [.. measures.Select((_, i) => times.Select(run => run[i]).Order().ElementAt(runs / 2))];
    }

    public static string Milliseconds(double value) => string.Create(CultureInfo.InvariantCulture, $"{value:F1} ms");

    public static string Seconds(double milliseconds) => string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1000:F2} s");

    public static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:F1} MB");

    public static string Ratio(double value) => string.Create(CultureInfo.InvariantCulture, $"{value:F2} ×");
}
