namespace WeakPack.Images;

/// <summary>The flags of crossgen2, in a form in which equal ones are the same text.</summary>
internal sealed class CompilerFlags
{
    // They change how long the compiler takes or what it says, and no byte of what it writes.
    private static readonly string[] s_irrelevant = ["--verbose", "--parallelism"];

    private CompilerFlags(string optimization, string instructionSet, IReadOnlyList<string> others)
    {
        Optimization = optimization;
        InstructionSet = instructionSet;
        Others = others;
    }

    /// <summary>The level's name; empty when none is asked for.</summary>
    public string Optimization { get; }

    /// <summary>The instruction sets; empty when none are asked for.</summary>
    public string InstructionSet { get; }

    /// <summary>All other flags that the image depends on, ordered.</summary>
    public IReadOnlyList<string> Others { get; }

    /// <summary>The image shares a version bubble with its references: then all their code is what it depends on.</summary>
    public bool IsBubble => Others.Any(flag => Name(flag) is "--inputbubble" or "--inputbubbleref" or "--composite" or "--opt-cross-module");

    /// <summary>Reads flags as they stand on a command line, each an element of its own.</summary>
    public static CompilerFlags Parse(IEnumerable<string> flags)
    {
        var (optimization, instructionSet) = ("", "");
        var others = new List<string>();
        foreach (var flag in flags.Select(flag => flag.Trim()).Where(flag => flag.Length > 0))
        {
            if (OptimizationLevel.FromFlag(flag) is { } level)
                optimization = level;
            else if (Name(flag) == "--instruction-set")
                instructionSet = Normalize(Value(flag));
            else if (!s_irrelevant.Contains(Name(flag)))
                others.Add(Value(flag) is { Length: > 0 } value ? $"{Name(flag)}:{value}" : Name(flag));
        }

        return new(optimization, instructionSet, [.. others.Distinct(StringComparer.Ordinal).OrderBy(flag => flag, StringComparer.Ordinal)]);
    }

    private static string Name(string flag) => flag.Split([':', '='], 2)[0];

    private static string Value(string flag) => flag.Split([':', '='], 2) is { Length: 2 } parts ? parts[1].Trim('"') : "";

    private static string Normalize(string sets) =>
        string.Join(",", sets.Split(',').Select(set => set.Trim()).Where(set => set.Length > 0).Distinct(StringComparer.Ordinal).OrderBy(set => set, StringComparer.Ordinal));
}
