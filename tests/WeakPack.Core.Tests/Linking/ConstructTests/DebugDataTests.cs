namespace WeakPack.Core.Tests.Linking.ConstructTests;

[TestClass]
public sealed class DebugDataTests
{
    [TestMethod]
    public void Names_of_locals_and_constants_and_imports() => Construct.RunsTheSame("""
        using Text = System.Text.StringBuilder;
        using Level = WeakLevel;
        using static System.Math;
        using Numbers = System.Collections.Generic.List<WeakLevel>;
        [WeakPackageUnit] public enum WeakLevel : byte { Low, High = 200 }
        namespace Acme.Weak
        {
            using System.Globalization;
            [WeakPackageUnit] public static class Names
            {
                public static string All(int times)
                {
                    const string text = "text";
                    const string? none = null;
                    const Level level = Level.High;
                    const DayOfWeek day = DayOfWeek.Friday;
                    const decimal price = 12.5m;
                    const double wide = double.NaN;
                    const object? nothing = null;
                    const char letter = 'x';
                    var builder = new Text();
                    dynamic any = 3;
                    (int First, string Second) pair = (1, "two");
                    var numbers = new Numbers { level };
                    for (var i = 0; i < times; i++)
                    {
                        var inner = Max(i, 3);
                        builder.Append(inner.ToString(CultureInfo.InvariantCulture));
                    }

                    return builder + text + none + level + day + price + wide + nothing + letter + any + pair.Second + numbers.Count;
                }
            }
        }
        """, """
        Console.WriteLine(Acme.Weak.Names.All(2));
        """);

    [TestMethod]
    public void The_debug_data_of_state_machines_and_closures() => Construct.RunsTheSame("""
        [WeakPackageUnit] public class Machines<T>
        {
            public async Task<int> Later(T value)
            {
                var before = 1;
                await Task.Yield();
                for (var i = 0; i < 2; i++)
                {
                    var inner = i + before;
                    await Task.Yield();
                    before += inner;
                    Func<int> f = () => inner + before;
                    before += f();
                }
                return before;
            }
            public IEnumerable<int> Items() { for (var i = 0; i < 2; i++) { var twice = i * 2; yield return twice; } }
            public static async void Forget() { try { await Task.Yield(); } catch (Exception e) { Console.WriteLine(e); } }
        }
        """, """
        Console.WriteLine(await new Machines<int>().Later(3) + new Machines<int>().Items().Sum());
        """);

    [TestMethod]
    public void Debug_data_within_the_assembly()
    {
        var options = CompileOptions.Debug with { EmbedPdb = true };
        var package = Package.Of("""
            [WeakPackageUnit] public static class Unit1 { public static void Fail() => throw new InvalidOperationException("failed"); }
            """).With(options).Split();
        Construct.KeepsItsUnits(package);

        var linked = Consumer.Of("""
            try { Unit1.Fail(); } catch (InvalidOperationException e) { Console.WriteLine(e.StackTrace); }
            """, package).With(options).RunsAsUnlinked();
        Construct.Check(linked);
    }
}
