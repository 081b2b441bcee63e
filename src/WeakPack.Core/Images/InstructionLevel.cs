namespace WeakPack.Images;

/// <summary>Microarchitecture levels, each of which has all that the one before it has.</summary>
/// <remarks>
/// A runtime that finds an image for a better machine than its own rejects the whole of it without a word, so an image
/// never serves a lesser target. https://gitlab.com/x86-psABIs/x86-64-ABI describes the levels of x86-64.
/// </remarks>
internal static class InstructionLevel
{
    private static readonly string[][] s_families =
    [
        ["x86-64", "x86-64-v2", "x86-64-v3", "x86-64-v4"],
        ["armv8-a", "armv8.1-a", "armv8.2-a", "armv8.3-a", "armv8.4-a", "armv8.5-a", "armv8.6-a"],
    ];

    /// <summary>An image for one target runs on another: it is the same, the base, or a lower level of the same family.</summary>
    /// <param name="image">The instruction sets of the image; empty is what the compiler takes by itself.</param>
    /// <param name="target">Those of the machine.</param>
    public static bool Serves(string image, string target) =>
        image == target || image.Length == 0 || (Rank(image) is { } low && Rank(target) is { } high && low.Family == high.Family && low.Level <= high.Level);

    /// <summary>A number by which images for the same request are ordered, the best last.</summary>
    public static int Order(string level) => level.Length == 0 ? -1 : Rank(level)?.Level ?? int.MaxValue;

    /// <summary>The name is one of a level above the base, for which a project may ask. Other processors than x86-64 have the base alone.</summary>
    public static bool IsKnown(string level) => Array.IndexOf(s_families[0], level) > 0;

    private static (int Family, int Level)? Rank(string name)
    {
        for (var family = 0; family < s_families.Length; family++)
        {
            if (Array.IndexOf(s_families[family], name) is >= 0 and var level)
                return (family, level);
        }

        return null;
    }
}
