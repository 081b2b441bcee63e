using System.Diagnostics;
using System.Text;

namespace WeakPack.Images;

/// <summary>Runs crossgen2.</summary>
/// <remarks>One thread each: as many run at once as there are processors, and an assembly is compiled by one.</remarks>
internal static class Crossgen
{
    /// <summary>Compiles an image to a file.</summary>
    /// <exception cref="IOException">The compiler can't be started, or its files can't be written.</exception>
    public static CompilerRun Compile(ImageRequest request, string output)
    {
        var answers = output + ".rsp";
        try
        {
            File.WriteAllLines(answers, Arguments(request, output));
            return Run(request.Target.Compiler.Path, answers);
        }
        finally
        {
            File.Delete(answers);
        }
    }

    private static IEnumerable<string> Arguments(ImageRequest request, string output)
    {
        var target = request.Target;
        yield return $"\"{request.Assembly}\"";
        yield return $"--out:\"{output}\"";
        yield return "--targetos:" + target.OperatingSystem;
        yield return "--targetarch:" + target.Architecture;
        yield return "--parallelism:1";
        foreach (var flag in target.Flags)
            yield return flag;
        foreach (var profile in target.Profiles)
            yield return $"--mibc:\"{profile}\"";
        foreach (var reference in target.References.Paths)
            yield return $"-r:\"{reference}\"";
    }

    private static CompilerRun Run(string compiler, string answers)
    {
        var isManaged = compiler.EndsWith(".dll", StringComparison.OrdinalIgnoreCase);
        var arguments = isManaged ? $"\"{compiler}\" \"@{answers}\"" : $"\"@{answers}\"";
        var start = new ProcessStartInfo(isManaged ? Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet" : compiler, arguments)
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            var said = new StringBuilder();
            process.OutputDataReceived += (_, line) => Append(said, line.Data);
            process.ErrorDataReceived += (_, line) => Append(said, line.Data);
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            process.WaitForExit();
            return new($"{start.FileName} {arguments}", process.ExitCode, said.ToString());
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            throw new IOException($"'{start.FileName}' can't be started: {error.Message}", error);
        }
    }

    private static void Append(StringBuilder text, string? line)
    {
        if (line is null)
            return;
        lock (text)
            text.AppendLine(line);
    }
}

/// <summary>A run of the compiler.</summary>
/// <param name="Command">The command line.</param>
/// <param name="ExitCode">0 when all went well.</param>
/// <param name="Output">What it said.</param>
internal sealed record CompilerRun(string Command, int ExitCode, string Output);
