using System.Runtime.InteropServices;

namespace WeakPack.Images;

/// <summary>What the machine that builds can run.</summary>
public static class ThisMachine
{
    // Of each level the sets that the one before it lacks, as far as .NET names them. A runtime that was told to do without one
    // (DOTNET_EnableAVX2=0) says that it is not supported, here as in the program.
    private static readonly (string Level, string[] Sets)[] s_levels =
    [
        ("x86-64-v2", ["Sse42", "Popcnt"]),
        ("x86-64-v3", ["Avx2", "Bmi1", "Bmi2", "Fma", "Lzcnt"]),
        ("x86-64-v4", ["Avx512F", "Avx512F+VL", "Avx512BW", "Avx512CD", "Avx512DQ"]),
    ];

    /// <summary>The highest level of x86-64 that it has; empty on other machines, and where the runtime can't tell.</summary>
    public static string Level { get; } = FindLevel();

    /// <summary>The best of some levels for this machine: empty is the base, which is always among them.</summary>
    /// <param name="targets">Levels; <c>native</c> stands for the highest that this machine has, and <c>base</c> for none.</param>
    public static string Best(IEnumerable<string> targets) => ImageLevels.Parse(targets, Level).Names
        .Where(target => InstructionLevel.Serves(target, Level))
        .OrderBy(InstructionLevel.Order)
        .LastOrDefault() ?? "";

    private static string FindLevel()
    {
        if (RuntimeInformation.ProcessArchitecture != Architecture.X64)
            return "";
        var level = "";
        foreach (var (name, sets) in s_levels)
        {
            if (!sets.All(IsSupported))
                break;
            level = name;
        }

        return level;
    }

    // By name: .NET Framework, where MSBuild.exe runs, has no such classes.
    private static bool IsSupported(string set) =>
        typeof(object).Assembly.GetType("System.Runtime.Intrinsics.X86." + set)?.GetProperty("IsSupported")?.GetValue(null) is true;
}
