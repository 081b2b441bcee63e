using WeakPack.Linking;

namespace WeakPack.Core.Tests.DebugData;

/// <summary>A PDB whose bytes were changed is linked or rejected, and never an exception.</summary>
[TestClass]
public sealed class DamagedPdbTests
{
    private static readonly SplitPackage s_package = Package.Of("""
        using Text = System.Text.StringBuilder;
        [WeakPackageUnit] public static class Weak
        {
            public static async Task<int> Two() { const DayOfWeek day = DayOfWeek.Friday; dynamic one = 1; await Task.Yield(); return one + (int)day + new Text().Length; }
        }
        """).Split();

    private static readonly AssemblyImage s_consumer = Compiler.Compile(
        "App",
        ["""
        using static System.Math;
        const DayOfWeek day = DayOfWeek.Friday;
        (int First, string? Second) pair = (1, null);
        foreach (var i in Numbers()) { var twice = i * 2; Console.WriteLine(await Weak.Two() + Max(twice, (int)day) + pair.First); }
        static IEnumerable<int> Numbers() { yield return 1; }
        """],
        isExecutable: true,
        [s_package.CompileSurface]).Image;

    [TestMethod]
    [DataRow(1)]
    [DataRow(4)]
    [DataRow(16)]
    [DataRow(60)]
    public void Changed_bytes(int changes)
    {
        var random = new Random(changes);
        var rejected = 0;
        for (var i = 0; i < 100; i++)
        {
            var symbols = (byte[])s_consumer.Symbols!.Clone();
            for (var change = 0; change < changes; change++)
                symbols[random.Next(symbols.Length)] = (byte)random.Next(256);
            rejected += Link(symbols) ? 0 : 1;
        }

        Assert.IsGreaterThan(0, rejected, "No change was bad enough for the test to be one.");
    }

    [TestMethod]
    public void A_PDB_that_is_cut_short()
    {
        for (var length = 0; length < s_consumer.Symbols!.Length; length += 37)
            Link(s_consumer.Symbols[..length]);
        Assert.IsTrue(Link(s_consumer.Symbols));
    }

    private static bool Link(byte[] symbols)
    {
        var result = Linker.Link(new()
        {
            Consumer = new(s_consumer.Path, s_consumer.Bytes, symbols),
            References = [.. Framework.References, s_package.Reference],
            IsExecutable = true,
        });
        if (!result.Succeeded)
            Expect.Rejected(result.Diagnostics, "WP3105", "App");
        return result.Succeeded;
    }
}
