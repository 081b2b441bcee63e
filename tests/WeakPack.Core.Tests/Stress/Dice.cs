namespace WeakPack.Core.Tests.Stress;

/// <summary>Random numbers that follow from the seed alone. System.Random does not promise the same ones in the next version.</summary>
internal sealed class Dice(int seed)
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    // Seeds beside each other would give the same numbers, one later: so they are mixed as the numbers are.
    private ulong _state = Mixed((ulong)seed * Golden);

    /// <summary>From 0 to one less than this.</summary>
    public int Below(int limit) => (int)(Mixed(_state += Golden) % (ulong)limit);

    public int Between(int first, int last) => first + Below(last - first + 1);

    public bool Chance(int percent) => Below(100) < percent;

    public T Of<T>(params IReadOnlyList<T> choices) => choices[Below(choices.Count)];

    // SplitMix64, by Steele, Lea and Flood.
    private static ulong Mixed(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
