using System.Globalization;
using Mono.Cecil;
using WeakPack.ImportLibraries;

namespace WeakPack.Bench;

/// <summary>What has a mark in docs/performance.md and needs no build.</summary>
internal static class MarkBench
{
    private const double CommandLineMark = 250; // milliseconds

    public static void Run()
    {
        Console.WriteLine(Timing.Machine);
        Console.WriteLine();
        Console.WriteLine("| measure                                                    |     median |    against |    ratio |      mark |");
        Console.WriteLine("|------------------------------------------------------------|-----------:|-----------:|---------:|----------:|");
        CommandLine();
        LargeConsumer();
        Splitting();
        OneOfMany();
        ManyUnits();
    }

    // As large as Newtonsoft.Json.
    private static void CommandLine()
    {
        var units = new Units(types: 700, weak: 70);
        var process = ColdLink.Measure(11, units.Application(1), units.Package, withNativeCode: true, wholeProcess: true);
        Print("link 1 unit out of a package of 0.7 MB, process and all", process, null, "≤ " + Timing.Milliseconds(CommandLineMark));
    }

    private static void LargeConsumer()
    {
        var small = Bench.Split(Inputs.SmallPackage());
        var consumer = Inputs.LargeConsumer(small);
        IReadOnlyList<Reference> references = [.. Inputs.LargeReferences, Reference.FromImage(small.Runtime!, small.ImportLibrary)];
        var times = Timing.Interleaved(15,
            () => Bench.Link(consumer, references),
            () => Bench.Split(Inputs.LargePackage(Inputs.LargeUnit)),
            () =>
            {
                using var module = ModuleDefinition.ReadModule(new MemoryStream(File.ReadAllBytes(Inputs.LargePath)));
                module.Write(new MemoryStream());
            });
        Print("link 1 unit into 7 MB, against Cecil's read + write", times[0], times[2], Mark(1.5));
        Print("split 7 MB, against Cecil's read + write", times[1], times[2], Mark(2));
    }

    private static void Splitting()
    {
        var units = new Units(types: 2_000, weak: 200);
        var times = Timing.Interleaved(7, () => units.Split(), () => units.Compile());
        Print("split 2,000 types, 200 of them weak, against compiling them", times[0], times[1], Mark(0.1));
    }

    // All types are weak: what is not linked must cost next to nothing.
    private static void OneOfMany()
    {
        Units few = new(types: 100, weak: 100), many = new(types: 10_000, weak: 10_000);
        AssemblyImage toFew = few.Application(1), toMany = many.Application(1);
        using var coldMany = new ColdLink(toMany, many.Package, withNativeCode: true);
        using var coldFew = new ColdLink(toFew, few.Package, withNativeCode: true);
        var cold = Timing.Interleaved(15, () => coldMany.Run(), () => coldFew.Run());
        Print("link 1 unit of 10,000, against 1 of 100; cold", cold[0], cold[1], Mark(1.5));
        using PackageFiles manyFiles = new(many.Package), fewFiles = new(few.Package);
        var first = Timing.Interleaved(15, () => Bench.Link(toMany, manyFiles.References), () => Bench.Link(toFew, fewFiles.References));
        Print("the same, warm, when a process meets the package first", first[0], first[1], Mark(1.5));
        using var pool = new ImportLibraryPool();
        var next = Timing.Interleaved(15, () => Bench.Link(toMany, manyFiles.References, pool), () => Bench.Link(toFew, fewFiles.References, pool));
        Print("the same, warm, each time after that", next[0], next[1], Mark(1.5));
        PrintAllocated("memory that is allocated when it meets it", () => Bench.Link(toMany, manyFiles.References), () => Bench.Link(toFew, fewFiles.References));
        PrintAllocated("memory that is allocated each time after that", () => Bench.Link(toMany, manyFiles.References, pool), () => Bench.Link(toFew, fewFiles.References, pool));
    }

    private static void ManyUnits()
    {
        var units = new Units(types: 10_000, weak: 10_000);
        double? before = null;
        foreach (var (count, runs) in new[] { (10, 7), (100, 7), (1_000, 7), (10_000, 3) })
        {
            var application = units.Application(count);
            var median = Timing.Interleaved(runs, () => Bench.Link(application, units.References))[0];
            Print(string.Create(CultureInfo.InvariantCulture, $"link {count:N0} units"), median, before, before is null ? "" : Mark(12));
            before = median;
        }
    }

    private static void PrintAllocated(string what, Action many, Action few) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"| {what,-58} | {Allocated(many),7:F1} MB | {Allocated(few),7:F1} MB | {"",8} | {"",9} |"));

    private static double Allocated(Action link)
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        link();
        return (GC.GetTotalAllocatedBytes(precise: true) - before) / 1e6;
    }

    private static string Mark(double ratio) => "≤ " + Timing.Ratio(ratio);

    private static void Print(string what, double median, double? against, string mark) =>
        Console.WriteLine($"| {what,-58} | {Timing.Milliseconds(median),10} | {(against is { } other ? Timing.Milliseconds(other) : ""),10} | {(against is { } divisor ? Timing.Ratio(median / divisor) : ""),8} | {mark,9} |");
}
