using Mono.Cecil;
using WeakPack.Linking;
using WeakPack.Packaging;

namespace WeakPack.Bench;

/// <summary>Splitting and linking.</summary>
internal static class LinkBench
{
    public static void Run()
    {
        var smallPackage = Inputs.SmallPackage();
        var small = Split(smallPackage);
        var smallApplication = Inputs.SmallApplication(small);
        var largeConsumer = Inputs.LargeConsumer(small);
        var references = new List<Reference>(Inputs.Framework) { Reference.FromImage(small.Runtime!, small.ImportLibrary) };
        var largeReferences = new List<Reference>(Inputs.LargeReferences) { references[^1] };

        Console.WriteLine($"{Timing.Machine}, large: {Path.GetFileName(Inputs.LargePath)}, {Timing.Megabytes(new FileInfo(Inputs.LargePath).Length)}");
        Console.WriteLine();
        Console.WriteLine("| measure                                         |     median |  against Cecil's read + write |");
        Console.WriteLine("|-------------------------------------------------|-----------:|------------------------------:|");

        var cecil = Measure("Cecil reads and writes the large assembly", 15, () =>
        {
            using var module = ModuleDefinition.ReadModule(new MemoryStream(File.ReadAllBytes(Inputs.LargePath)));
            module.Write(new MemoryStream());
        });
        Measure("split the large assembly, one unit", 15, () => Split(Inputs.LargePackage(Inputs.LargeUnit)), cecil);
        Measure("link one unit into the large assembly", 15, () => Link(largeConsumer, largeReferences), cecil);
        Measure("split a small package", 31, () => Split(smallPackage));
        Measure("link one unit into a small application", 31, () => Link(smallApplication, references));
        Print("the same, cold: link alone, new process", ColdLink.Measure(11, smallApplication, small, withNativeCode: false), null);
        Print("the same, cold, with native code as in the SDK", ColdLink.Measure(11, smallApplication, small, withNativeCode: true), null);
    }

    private static SplitResult Split(SplitRequest request)
    {
        var result = Splitter.Split(request);
        return result.Succeeded ? result : throw new InvalidOperationException(string.Join("\n", result.Diagnostics));
    }

    private static LinkResult Link(AssemblyImage consumer, IReadOnlyList<Reference> references)
    {
        var result = Linker.Link(new LinkRequest { Consumer = consumer, References = references, IsExecutable = true });
        return result is { Succeeded: true, Units.Count: 1 } ? result : throw new InvalidOperationException(string.Join("\n", result.Diagnostics));
    }

    private static double Measure(string what, int runs, Action action, double? against = null)
    {
        for (var i = 0; i < 3; i++)
            action(); // warm
        var median = Timing.Interleaved(runs, () => Timing.Of(action))[0];
        Print(what, median, against);
        return median;
    }

    private static void Print(string what, double milliseconds, double? against) =>
        Console.WriteLine($"| {what,-47} | {Timing.Milliseconds(milliseconds),10} | {(against is { } all ? Timing.Ratio(milliseconds / all) : ""),29} |");
}
