using System.Diagnostics;
using Microsoft.CodeAnalysis;
using WeakPack.Images;
using WeakPack.Linking;
using WeakPack.Packaging;

namespace WeakPack.Bench.Bubbles;

/// <summary>The same application twice, with native code: beside the packages that it uses, and with their units linked in.</summary>
internal sealed class TwoPrograms : IDisposable
{
    private static readonly string s_framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    private readonly string _root = Directory.CreateTempSubdirectory("weakpack-bench-bubble").FullName;
    private readonly string _across;
    private readonly string _linked;

    public TwoPrograms(IReadOnlyList<(string Name, string Source)> packages, string application)
    {
        var strong = packages.Select(package => Inputs.Compile(package.Name, package.Source, OutputKind.DynamicallyLinkedLibrary, [])).ToList();
        var consumer = Inputs.Compile("App", application, OutputKind.ConsoleApplication, [.. strong.Select(package => package.Bytes)]);
        _across = Write("across", [consumer, .. strong]);
        _linked = Write("linked", [Link(packages, application)]);
    }

    /// <summary>Runs both by turns, and returns the medians of what they print; or of their time from start to end.</summary>
    public (double Across, double Linked) Measure(int runs, string[] arguments, IEnumerable<(string Name, string Value)> environment, Func<string, double>? output)
    {
        var times = Enumerable.Range(0, runs).Select(_ => (Across: Start(_across), Linked: Start(_linked))).ToList();
        return (Median(times.Select(pair => pair.Across)), Median(times.Select(pair => pair.Linked)));

        double Start(string program)
        {
            var start = new ProcessStartInfo("dotnet", [program, .. arguments]);
            foreach (var (name, value) in environment)
                start.Environment[name] = value;
            var said = "";
            var time = Timing.Of(() => said = Repository.Run(start));
            return output?.Invoke(said) ?? time;
        }

        static double Median(IEnumerable<double> values) => values.Order().ElementAt(values.Count() / 2);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private static AssemblyImage Link(IReadOnlyList<(string Name, string Source)> packages, string application)
    {
        var split = packages.Select(package => Splitter.Split(new SplitRequest
        {
            Assembly = Inputs.Compile(package.Name, "#define WEAK\n" + package.Source, OutputKind.DynamicallyLinkedLibrary, []),
            References = [.. Inputs.Framework, Reference.FromFile(typeof(WeakPackageUnitAttribute).Assembly.Location)],
        })).ToList();
        var linked = Linker.Link(new LinkRequest
        {
            Consumer = Inputs.Compile("App", application, OutputKind.ConsoleApplication, [.. split.Select(package => package.ImportLibrary!)]),
            References = [.. Inputs.Framework, .. split.Select(package => Reference.FromImage(package.Runtime!, package.ImportLibrary))],
            IsExecutable = true,
        });
        return linked.Succeeded ? linked.Output ?? Inputs.Compile("App", application, OutputKind.ConsoleApplication, []) : throw new InvalidOperationException(string.Join("\n", linked.Diagnostics));
    }

    // As a publish does it: IL in one folder, images of it in the program's.
    private string Write(string name, IReadOnlyList<AssemblyImage> assemblies)
    {
        var code = Directory.CreateDirectory(Path.Combine(_root, name, "il")).FullName;
        var program = Directory.CreateDirectory(Path.Combine(_root, name, "program")).FullName;
        var files = assemblies.Select(assembly => Path.Combine(code, Path.GetFileName(assembly.Path))).ToList();
        foreach (var (file, assembly) in files.Zip(assemblies))
            File.WriteAllBytes(file, assembly.Bytes);

        var platform = Repository.Metadata("RuntimeIdentifier").Split('-');
        var target = new ImageTarget
        {
            Compiler = ImageCompiler.At(Path.Combine(Repository.Metadata("Crossgen2"), OperatingSystem.IsWindows() ? "crossgen2.exe" : "crossgen2"), ""),
            OperatingSystem = platform[0] == "win" ? "windows" : platform[0],
            Architecture = platform[^1],
            Flags = ["-O"],
            References = new([.. files.Select(file => new ImageReference(file, IsFramework: false)), .. Directory.GetFiles(s_framework, "System.*.dll").Select(file => new ImageReference(file, IsFramework: true))]),
        };
        var outcomes = ImageService.Get([.. files.Select(file => ImageRequest.For(file, Path.Combine(program, Path.GetFileName(file)), target))], new ImageCache(Path.Combine(_root, "cache")), new());
        if (outcomes.FirstOrDefault(outcome => outcome.Kind is not (ImageOutcomeKind.Compiled or ImageOutcomeKind.FromCache)) is { } failed)
            throw new InvalidOperationException($"No image of {failed.Request.Assembly}: {failed.Reason}");

        File.WriteAllText(Path.Combine(program, "App.runtimeconfig.json"), $$"""{ "runtimeOptions": { "framework": { "name": "Microsoft.NETCore.App", "version": "{{Environment.Version}}" } } }""");
        return Path.Combine(program, "App.dll");
    }
}
