using System.Diagnostics;

namespace WeakPack.Core.Tests.Images;

/// <summary>Another process that gets images: what a second build is to the cache.</summary>
internal sealed class ImageProcess : IDisposable
{
    // The same request as that of ImageFixture, for the same key.
    private const string Source = """
        using System.IO;
        using WeakPack.Images;

        var (cache, output, compiler, version, system, architecture, framework) = (args[0], args[1], args[2], args[3], args[4], args[5], args[6]);
        var target = new ImageTarget
        {
            Compiler = ImageCompiler.At(compiler, version),
            OperatingSystem = system,
            Architecture = architecture,
            Flags = new[] { "-O" },
            References = new ImageReferences(Directory.EnumerateFiles(framework, "System.*.dll").Select(path => new ImageReference(path, true))),
        };
        var requests = args.Skip(7).Select(path => ImageRequest.For(path, Path.Combine(output, Path.GetFileName(path)), target)).ToList();
        foreach (var outcome in ImageService.Get(requests, new ImageCache(cache), new ImageOptions()))
            Console.WriteLine(outcome.Kind);
        """;

    private readonly Process _process;
    private readonly Task<string> _output;

    private ImageProcess(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
    }

    /// <summary>Starts one that gets images of assemblies into a folder of the fixture.</summary>
    public static ImageProcess Start(ImageFixture images, string output, params IEnumerable<string> assemblies)
    {
        var folder = Directory.CreateDirectory(images.PathOf("program")).FullName;
        var program = Path.Combine(folder, "Other.dll");
        var core = typeof(WeakPack.Images.ImageService).Assembly.Location;
        if (!File.Exists(program))
        {
            File.Copy(core, Path.Combine(folder, Path.GetFileName(core)));
            File.WriteAllText(Path.Combine(folder, "Other.runtimeconfig.json"), $$"""{ "runtimeOptions": { "framework": { "name": "Microsoft.NETCore.App", "version": "{{Environment.Version}}" } } }""");
            File.WriteAllBytes(program, Fixtures.Compiler.Compile("Other", [new SourceFile("/src/Other.cs", Source)], isExecutable: true, [File.ReadAllBytes(core)]).Image.Bytes);
        }

        var start = new ProcessStartInfo("dotnet",
        [
            program, images.CacheFolder, images.PathOf(output), ImageFixture.Compiler.Path, ImageFixture.CompilerVersion, ImageFixture.HostSystem, ImageFixture.HostArchitecture,
            Path.GetDirectoryName(typeof(object).Assembly.Location)!, .. assemblies,
        ]) { RedirectStandardOutput = true };
        return new(Process.Start(start)!);
    }

    /// <summary>Waits for its end, which must be a good one, and tells what came of each request.</summary>
    public IReadOnlyList<string> Outcomes()
    {
        _process.WaitForExit();
        Assert.AreEqual(0, _process.ExitCode, _output.Result);
        return _output.Result.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>kill -9, and its compilers with it.</summary>
    public void Kill()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
    }

    public bool HasEnded => _process.HasExited;

    public void Dispose()
    {
        if (!_process.HasExited)
            Kill();
        _process.Dispose();
    }
}
