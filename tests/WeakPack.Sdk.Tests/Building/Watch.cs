using System.Diagnostics;
using System.Text;

namespace WeakPack.Sdk.Tests.Building;

/// <summary><c>dotnet watch build</c>, at work until disposed.</summary>
internal sealed class Watch : IDisposable
{
    // Ends a test that would hang otherwise; nothing is measured by it.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly SemaphoreSlim _builds = new(0);

    private Watch(Process process)
    {
        _process = process;
        _process.OutputDataReceived += (_, data) => Read(data.Data);
        _process.ErrorDataReceived += (_, data) => Read(data.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Output
    {
        get { lock (_output) return _output.ToString(); }
    }

    public static Watch Start(Project project, string packages) =>
        new(DotNet.Start(
            project.Folder,
            new Dictionary<string, string>
            {
                ["NUGET_PACKAGES"] = packages,
                ["MSBUILDDISABLENODEREUSE"] = "1",
                // Where too many files are watched already, the system's own way has no more to give.
                ["DOTNET_USE_POLLING_FILE_WATCHER"] = "1",
            },
            "watch", "--non-interactive", "build"));

    /// <summary>Waits until a build has ended and the next change is awaited.</summary>
    public void WaitForBuild() => Assert.IsTrue(_builds.Wait(s_patience), Output);

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        _builds.Dispose();
    }

    private void Read(string? line)
    {
        lock (_output)
            _output.AppendLine(line);
        if (line?.Contains("Waiting for a file to change", StringComparison.Ordinal) == true)
            _builds.Release();
    }
}
