using System.Diagnostics;
using System.Globalization;
using Mono.Cecil;
using WeakPack;
using WeakPack.Bench;
using WeakPack.Bench.Builds;
using WeakPack.Linking;
using WeakPack.Packaging;

// `dotnet run -c Release --project eng/bench` measures linking and splitting, with `-- builds` whole builds. With a folder as argument the program is its
// own child: it links what is in there once, cold, and prints the milliseconds.
if (args is ["builds"])
{
    BuildTimes.Run();
    return;
}

if (args is [var folder])
{
    Console.WriteLine(ColdLink.Run(folder).ToString(CultureInfo.InvariantCulture));
    return;
}

const string largeUnit = "Microsoft.CodeAnalysis.CSharpExtensions";
var smallPackage = Inputs.SmallPackage();
var small = Split(smallPackage);
var smallApplication = Inputs.SmallApplication(small);
var largeConsumer = Inputs.LargeConsumer(small);
var references = new List<Reference>(Inputs.Framework) { Reference.FromImage(small.Runtime!, small.ImportLibrary) };
var largeReferences = new List<Reference>(Inputs.LargeReferences) { references[^1] };

Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} cores, .NET {Environment.Version}, large: {Path.GetFileName(Inputs.LargePath)}, {new FileInfo(Inputs.LargePath).Length / 1e6:F1} MB"));
Console.WriteLine();
Console.WriteLine("| measure                                         |     median |  against Cecil's read + write |");
Console.WriteLine("|-------------------------------------------------|-----------:|------------------------------:|");

var cecil = Measure("Cecil reads and writes the large assembly", 15, () =>
{
    using var module = ModuleDefinition.ReadModule(new MemoryStream(File.ReadAllBytes(Inputs.LargePath)));
    module.Write(new MemoryStream());
});
Measure("split the large assembly, one unit", 15, () => Split(Inputs.LargePackage(largeUnit)), cecil);
Measure("link one unit into the large assembly", 15, () => Link(largeConsumer, largeReferences), cecil);
Measure("split a small package", 31, () => Split(smallPackage));
Measure("link one unit into a small application", 31, () => Link(smallApplication, references));
Print("the same, cold: link alone, new process", ColdLink.Measure(11, smallApplication, small, withNativeCode: false), null);
Print("the same, cold, with native code as in the SDK", ColdLink.Measure(11, smallApplication, small, withNativeCode: true), null);
var (compile, withoutMark, withMark) = AnalyzerTime.Measure(3);
Print("compile 400 files, 10,000 types, on one thread", compile, null);
Print("our analyzers on these, without a mark", withoutMark, null);
Print("our analyzers on these, with one mark", withMark, null);

static SplitResult Split(SplitRequest request)
{
    var result = Splitter.Split(request);
    return result.Succeeded ? result : throw new InvalidOperationException(string.Join("\n", result.Diagnostics));
}

static LinkResult Link(AssemblyImage consumer, IReadOnlyList<Reference> references)
{
    var result = Linker.Link(new LinkRequest { Consumer = consumer, References = references, IsExecutable = true });
    return result is { Succeeded: true, Units.Count: 1 } ? result : throw new InvalidOperationException(string.Join("\n", result.Diagnostics));
}

static double Measure(string what, int runs, Action action, double? against = null)
{
    for (var i = 0; i < 3; i++)
        action(); // warm
    var times = new List<double>();
    for (var i = 0; i < runs; i++)
    {
        var clock = Stopwatch.StartNew();
        action();
        times.Add(clock.Elapsed.TotalMilliseconds);
    }

    times.Sort();
    Print(what, times[runs / 2], against);
    return times[runs / 2];
}

static void Print(string what, double milliseconds, double? against) =>
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {what,-47} | {milliseconds,7:F1} ms | {(against is { } all ? $"{milliseconds / all:F2} ×" : ""),29} |"));
