namespace WeakPack.Images;

/// <summary>Levels of instruction sets, as a project or the environment names them.</summary>
public sealed class ImageLevels
{
    private ImageLevels(IReadOnlyList<string> names, IReadOnlyList<string> unknown)
    {
        Names = names;
        Unknown = unknown;
    }

    /// <summary>The levels above the base, each once, the lowest first.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>What is the name of no level.</summary>
    public IReadOnlyList<string> Unknown { get; }

    /// <summary>Reads names of levels.</summary>
    /// <param name="targets"><c>base</c> is always among them; <c>native</c> stands for the level of the machine.</param>
    /// <param name="native">The level of the machine; empty where it has none above the base.</param>
    public static ImageLevels Parse(IEnumerable<string> targets, string native)
    {
        var named = targets.Select(target => target.Trim()).Where(target => target.Length > 0 && target != "base").Select(target => target == "native" ? native : target).ToList();
        return new(
            [.. named.Where(InstructionLevel.IsKnown).Distinct(StringComparer.Ordinal).OrderBy(InstructionLevel.Order)],
            [.. named.Where(target => target.Length > 0 && !InstructionLevel.IsKnown(target)).Distinct(StringComparer.Ordinal)]);
    }
}
