using System.Diagnostics;
using System.Globalization;
using WeakPack.Linking;
using WeakPack.Packaging;

namespace WeakPack.Bench;

/// <summary>Links once in a process that has linked nothing before: what a build pays that starts its first link task.</summary>
internal sealed class ColdLink : IDisposable
{
    /// <summary>The argument by which this program knows that it is its own child.</summary>
    public const string Child = "cold-link";

    private readonly string _folder = Directory.CreateTempSubdirectory("weakpack-bench").FullName;
    private readonly string _program;

    public ColdLink(AssemblyImage application, SplitResult package, bool withNativeCode)
    {
        _program = CopyProgram(_folder, withNativeCode);
        File.WriteAllBytes(Path.Combine(_folder, "App.dll"), application.Bytes);
        File.WriteAllBytes(Path.Combine(_folder, "App.pdb"), application.Symbols!);
        File.WriteAllBytes(Path.Combine(_folder, "Acme.dll"), package.Runtime!.Bytes);
        File.WriteAllBytes(Path.Combine(_folder, "Acme.wpi"), package.ImportLibrary!);
    }

    /// <summary>The median over several processes, in milliseconds of the link alone, JIT compilation included, or of the whole process.</summary>
    public static double Measure(int runs, AssemblyImage application, SplitResult package, bool withNativeCode, bool wholeProcess = false)
    {
        using var link = new ColdLink(application, package, withNativeCode);
        return Timing.Interleaved(runs, () => link.Run(wholeProcess))[0];
    }

    /// <summary>Runs it once, in a new process. It returns the milliseconds of the link alone, or of the process.</summary>
    public double Run(bool wholeProcess = false)
    {
        var clock = Stopwatch.StartNew();
        using var child = Process.Start(new ProcessStartInfo("dotnet", [_program, Child, _folder]) { RedirectStandardOutput = true })!;
        var output = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        var link = double.Parse(output, CultureInfo.InvariantCulture);
        return wholeProcess ? clock.Elapsed.TotalMilliseconds : link;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>In the child: links what is in the folder once, and prints the milliseconds.</summary>
    public static void RunChild(string folder)
    {
        var framework = Inputs.Framework; // a task is handed its references
        var clock = Stopwatch.StartNew();
        var result = Linker.Link(new LinkRequest
        {
            Consumer = AssemblyImage.Read(Path.Combine(folder, "App.dll")),
            References = [.. framework, Reference.FromFile(Path.Combine(folder, "Acme.dll"), Path.Combine(folder, "Acme.wpi"))],
            IsExecutable = true,
        });
        File.WriteAllBytes(Path.Combine(folder, "Linked.dll"), result.Output!.Bytes);
        Console.WriteLine(clock.Elapsed.TotalMilliseconds.ToString(CultureInfo.InvariantCulture));
    }

    // This program again, in a folder of its own, its assemblies with native code or without.
    private static string CopyProgram(string folder, bool withNativeCode)
    {
        var copy = Directory.CreateDirectory(Path.Combine(folder, "program")).FullName;
        foreach (var file in Directory.GetFiles(AppContext.BaseDirectory))
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        if (withNativeCode)
        {
            foreach (var image in Directory.GetFiles(Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "native")), "*.dll"))
                File.Copy(image, Path.Combine(copy, Path.GetFileName(image)), overwrite: true);
        }

        return Path.Combine(copy, Path.GetFileName(typeof(ColdLink).Assembly.Location));
    }
}
