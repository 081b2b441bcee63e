namespace WeakPack.Bench.Bubbles;

/// <summary>What a linked consumer gains as one version bubble: its native code contains that of its units, where across packages there are calls.</summary>
/// <remarks>
/// ReadyToRun code may rely on nothing in another version bubble but its metadata surface: it inlines none of its methods, and asks at run time where its fields
/// are and how large its structs. Tiered compilation mends that by and by: a method that was called 30 times is compiled anew, 100 ms after the last such, with
/// all inlined. Until then, and for a method that is called seldom and runs long, the images decide.
/// </remarks>
internal static class BubbleBench
{
    private const int Packages = 50, Runs = 11;

    public static void Run()
    {
        Console.WriteLine($"{Timing.Machine}, all assemblies with native code, medians of {Runs}");
        Console.WriteLine();
        Console.WriteLine("| hot code of a package                              | across packages |       linked | faster |");
        Console.WriteLine("|----------------------------------------------------|----------------:|-------------:|-------:|");
        using (var programs = new TwoPrograms(HotCode.Packages, HotCode.Application))
        {
            foreach (var (what, argument) in new[] { ("a struct's methods", "struct"), ("a class's fields", "class") })
            {
                PrintHot($"{what}: the images alone", programs, argument, "once", ("DOTNET_TieredCompilation", "0"));
                PrintHot($"{what}: one long call, as is", programs, argument, "once");
                PrintHot($"{what}: many calls, the first 50 ms", programs, argument, "first");
                PrintHot($"{what}: many calls, after a second", programs, argument, "later");
            }
        }

        Console.WriteLine();
        Console.WriteLine("| start of a program                                 | across packages |       linked | faster |");
        Console.WriteLine("|----------------------------------------------------|----------------:|-------------:|-------:|");
        using (var programs = new TwoPrograms(ManyPackages.Packages(Packages), ManyPackages.Application(Packages)))
            PrintStart($"that uses {Packages} packages", programs);
        using (var programs = new TwoPrograms(ManyPackages.Packages(1), ManyPackages.Application(0)))
            PrintStart("that uses none, for comparison", programs);
    }

    private static void PrintHot(string what, TwoPrograms programs, string helper, string when, params (string, string)[] environment)
    {
        var (across, linked) = programs.Measure(Runs, [helper, when], environment, output => double.Parse(output, System.Globalization.CultureInfo.InvariantCulture));
        Print(what, across, linked, value => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{value:F2} ns"));
    }

    private static void PrintStart(string what, TwoPrograms programs)
    {
        var (across, linked) = programs.Measure(Runs, [], [], output: null);
        Print(what, across, linked, Timing.Milliseconds);
    }

    private static void Print(string what, double across, double linked, Func<double, string> unit) =>
        Console.WriteLine($"| {what,-50} | {unit(across),15} | {unit(linked),12} | {(across / linked).ToString("F1", System.Globalization.CultureInfo.InvariantCulture),4} × |");
}
