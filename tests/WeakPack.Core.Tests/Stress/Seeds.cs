using System.Globalization;

namespace WeakPack.Core.Tests.Stress;

/// <summary>The seeds of this run: one, when a failure is replayed, or the first so many.</summary>
internal static class Seeds
{
    public const int DefaultCount = 500;

    private const string One = "WEAKPACK_STRESS_SEED";
    private const string Many = "WEAKPACK_STRESS_SEEDS";

    public static IEnumerable<int> All =>
        Environment.GetEnvironmentVariable(One) is { Length: > 0 } seed ? [Number(One, seed)]
        : Environment.GetEnvironmentVariable(Many) is { Length: > 0 } count ? Enumerable.Range(1, Number(Many, count))
        : Enumerable.Range(1, DefaultCount);

    /// <summary>One seed is run alone, so that someone can look into it.</summary>
    public static bool IsReplay => Environment.GetEnvironmentVariable(One) is { Length: > 0 };

    public static string CommandFor(int seed) =>
        string.Create(CultureInfo.InvariantCulture, $"{One}={seed} dotnet test --project tests/WeakPack.Core.Tests --filter FullyQualifiedName~StressTests");

    private static int Number(string variable, string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw new InvalidOperationException($"{variable} is '{value}', which is not a number.");
}
