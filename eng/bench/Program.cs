using System.Globalization;
using WeakPack.Bench;
using WeakPack.Bench.Bubbles;
using WeakPack.Bench.Builds;
using WeakPack.Bench.Images;

// dotnet run -c Release --project eng/bench [-- <what>]
switch (args)
{
    case [] or ["link"]:
        LinkBench.Run();
        return 0;
    case ["marks"]:
        MarkBench.Run();
        return 0;
    case ["analyzers"]:
        AnalyzerTime.Run();
        return 0;
    case ["images"]:
        ImageBench.Run(runs: 3);
        return 0;
    case ["images", var runs] when int.TryParse(runs, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0:
        ImageBench.Run(number);
        return 0;
    case ["bubble"]:
        BubbleBench.Run();
        return 0;
    case ["builds"]:
        BuildTimes.Run();
        return 0;
    case [ColdLink.Child, var folder]:
        ColdLink.RunChild(folder);
        return 0;
    default:
        Console.Error.WriteLine("""
            link       splitting and linking, against Cecil's read and write of the same assembly (the default)
            marks      what has a mark in docs/performance.md and needs no build; takes a minute
            analyzers  the rules in the compiler, on 10,000 types
            builds     whole builds of 20 projects, with the SDK and without; takes minutes
            images     publishing with the SDK's own ReadyToRun step, with an empty cache of images and with a full one; takes minutes. A number
                       after it says how often each is done, of which the median counts: 3
            bubble     code of a package called across packages and linked, and the start of a program with 50 packages
            """);
        return 2;
}
