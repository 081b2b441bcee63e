using System.Globalization;

namespace WeakPack.Bench.Bubbles;

/// <summary>Many small packages, and a program that uses each once, as it starts.</summary>
internal static class ManyPackages
{
    public static IReadOnlyList<(string Name, string Source)> Packages(int count) =>
        [.. Enumerable.Range(0, count).Select(i => ($"Acme{i}", $$"""
            using WeakPack;
            namespace Acme{{i}};
            #if WEAK
            [WeakPackageUnit]
            #endif
            public sealed class Helper(int start)
            {
                public int Value { get; } = start + {{i}};
                public override string ToString() => "helper " + Value.ToString();
            }
            """))];

    public static string Application(int count) => $"""
        var length = 0;
        {string.Concat(Enumerable.Range(0, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"length += new Acme{i}.Helper(length).ToString().Length;\n")))}
        System.Console.WriteLine(length);
        """;
}
