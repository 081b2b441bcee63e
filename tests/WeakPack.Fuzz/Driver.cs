using System.Diagnostics;
using System.Globalization;

namespace WeakPack.Fuzz;

/// <summary>Has inputs run in a process of their own, and starts the next where one has died.</summary>
internal sealed class Driver(int seed, int first, int last, TextWriter output)
{
    // Of the processor's time: how long it takes by the clock depends on what else the machine does.
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(5);

    // What waits for ever takes no time of the processor.
    private static readonly TimeSpan s_longestWait = TimeSpan.FromMinutes(5);

    private readonly object _gate = new();
    private int _current;
    private int _failures;
    private bool _isReady;
    private TimeSpan _usedBefore;
    private readonly Stopwatch _since = new();

    /// <returns>How many inputs failed.</returns>
    public int Run()
    {
        for (var next = first; next <= last; next = _current + 1)
        {
            _current = next - 1;
            _isReady = false;
            RunWorker(next);
            if (!_isReady)
                throw new InvalidOperationException("The worker could not make its seeds. Run it alone: worker <seed> <first> <last>.");
            if (_current < next)
                throw new InvalidOperationException("The worker ended before its first input.");
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {seed}: inputs {first} to {last}, {_failures} failed"));
        return _failures;
    }

    private void RunWorker(int next)
    {
        using var worker = Start(next);
        worker.OutputDataReceived += (_, line) => Read(worker, line.Data);
        var death = new List<string>();
        worker.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is not null && death.Count < 12)
                death.Add(line.Data.Trim());
        };
        worker.BeginOutputReadLine();
        worker.BeginErrorReadLine();
        var hangs = false;
        while (!worker.WaitForExit(TimeSpan.FromMilliseconds(200)) && !hangs)
        {
            lock (_gate)
                hangs = _isReady && (UsedBy(worker) - _usedBefore > s_longest || _since.Elapsed > s_longestWait);
        }

        if (hangs)
            worker.Kill();
        worker.WaitForExit();
        if (hangs)
            Fail(_current, $"more than {s_longest.TotalSeconds} s");
        else if (worker.ExitCode != 0)
            Fail(_current, "the process died: " + string.Join(" | ", death));
    }

    private Process Start(int next)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.ArgumentList.Add(typeof(Driver).Assembly.Location);
        foreach (var argument in new[] { "worker", Text(seed), Text(next), Text(last) })
            start.ArgumentList.Add(argument);
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0"; // nothing is stored
        return Process.Start(start)!;
    }

    private void Read(Process worker, string? line)
    {
        if (string.IsNullOrEmpty(line))
            return;

        var space = line.IndexOf(' ', StringComparison.Ordinal);
        var number = int.Parse(line.AsSpan(1, space - 1), CultureInfo.InvariantCulture);
        lock (_gate)
        {
            switch (line[0])
            {
                case Worker.Ready:
                    _isReady = true;
                    Restart(worker);
                    break;
                case Worker.Begins:
                    _current = number;
                    Restart(worker);
                    break;
                case Worker.Fails:
                    Fail(number, line[(space + 1)..]);
                    break;
                default:
                    throw new InvalidOperationException($"The worker says '{line}'.");
            }
        }
    }

    private void Restart(Process worker)
    {
        _usedBefore = UsedBy(worker);
        _since.Restart();
    }

    private TimeSpan UsedBy(Process worker)
    {
        try
        {
            return worker.TotalProcessorTime;
        }
        catch (InvalidOperationException) // it has ended
        {
            return _usedBefore;
        }
    }

    private void Fail(int number, string how)
    {
        _failures++;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {seed}, input {number}: {how}"));
        output.Flush();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
