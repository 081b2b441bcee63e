using System.Globalization;
using WeakPack.Fuzz.Inputs;

namespace WeakPack.Fuzz;

/// <summary>Runs inputs, one after the other, and tells of each before and after.</summary>
/// <remarks>A stack overflow takes the process along, so the one who reads has to know which input it was.</remarks>
internal static class Worker
{
    public const char Begins = '>';
    public const char Fails = '!';
    public const char Ready = '+';

    private const long MostAllocated = 512L << 20;

    public static int Run(int seed, int first, int last)
    {
        var seeds = Seed.All();
        Tell(Ready, 0, "");
        for (var number = first; number <= last; number++)
        {
            Tell(Begins, number, "");
            if (Try(seeds, seed, number) is { } failure)
                Tell(Fails, number, failure);
        }

        return 0;
    }

    private static string? Try(IReadOnlyList<Seed> seeds, int seed, int number)
    {
        var input = new DamagedInput(seeds, seed, number);
        var before = GC.GetTotalAllocatedBytes();
        try
        {
            input.Run();
        }
        catch (Exception error) // whatever it is, it is what is looked for
        {
            return $"{input}: {error}";
        }

        var allocated = GC.GetTotalAllocatedBytes() - before;
        return allocated > MostAllocated ? $"{input}: {allocated >> 20} MB were allocated" : null;
    }

    private static void Tell(char what, int number, string text)
    {
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}{number} {text.ReplaceLineEndings(" | ")}"));
        Console.Out.Flush();
    }
}
