namespace WeakPack.Core.Tests.Rules;

/// <summary>WP2203, from both sides.</summary>
[TestClass]
public sealed class GlobalDataRuleTests
{
    [TestMethod]
    [DataRow("public static int Count;", "Count")]
    [DataRow("private static readonly object Gate = new();", "Gate")]
    [DataRow("public static int Count { get; set; }", "Count")]
    [DataRow("public static event Action? Done { add { done += value; } remove { done -= value; } } private static Action? done;", "done")]
    [DataRow("public static event Action? Done;", "Done")]
    [DataRow("[ThreadStatic] private static int perThread;", "perThread")]
    [DataRow("private static volatile bool stop;", "stop")]
    [DataRow("public class Nested { public class Deeper { public static string? Text; } }", "Text")]
    [DataRow("public class Generic<T> { public static T? Value; }", "Value")]
    [DataRow("private static readonly Func<int, int> Twice = i => i * 2;", "Twice")]
    [DataRow("public static readonly int[] Primes = [2, 3, 5];", "Primes")]
    [DataRow("public static readonly decimal Price = 1.5m;", "Price")]
    public void A_static_field_is_global_data(string member, string name) =>
        Package.Of($$"""[WeakPackageUnit] public class Unit1 { {{member}} }""").Rejects("WP2203", "'Unit1'", name);

    [TestMethod]
    public void All_of_it_is_named_at_once_and_where_it_is()
    {
        var result = Package.Of([new("/src/Unit1.cs", """
            [WeakPackageUnit]
            public class Unit1
            {
                public int Fine;
                public static int First = 1;
                public class Nested { public static int Second = 2; }
            }
            """)]).Rejects("WP2203", "First", "Second");
        Assert.HasCount(1, result.Diagnostics);
        Assert.AreEqual("/src/Unit1.cs", result.Diagnostics[0].Location?.File);
    }

    [TestMethod]
    public void An_initializer_gives_the_line_of_the_field()
    {
        var result = Package.Of([new("/src/Unit1.cs", """
            [WeakPackageUnit]
            public class Unit1
            {
                public int Fine;

                public static int First = Environment.ProcessId;
            }
            """)]).Rejects("WP2203");
        Assert.AreEqual(6, result.Diagnostics[0].Location?.Line);
    }

    [TestMethod]
    [DataRow("public const int Count = 3;")]
    [DataRow("public const string Text = \"text\"; public const decimal Price = 1.5m; public const DayOfWeek Day = DayOfWeek.Friday;")]
    [DataRow("public int Count; public readonly object Gate = new(); public event Action? Done; public int Property { get; set; } = 3;")]
    [DataRow("public static Func<int, int> Twice => i => i * 2;")]
    [DataRow("public static Func<string, int> Group => int.Parse;")]
    [DataRow("public static Func<T, string> Group<T>() where T : notnull => Text; private static string Text<T>(T t) where T : notnull => t.ToString()!;")]
    [DataRow("public class Generic<T> { public Func<T, T> Same => t => t; public Func<string, int> Group => int.Parse; }")]
    [DataRow("public static int Switch(string s) => s switch { \"a\" => 1, \"b\" => 2, \"c\" => 3, \"d\" => 4, \"e\" => 5, \"f\" => 6, \"g\" => 7, \"h\" => 8, _ => 0 };")]
    [DataRow("public static dynamic Add(dynamic a, dynamic b) => a + b;")]
    [DataRow("public static string Call(dynamic d) { d.Name = 1; return d.Other(d[1]); }")]
    [DataRow("public static ReadOnlySpan<byte> Data => [1, 2, 3, 4, 5];")]
    [DataRow("public static ReadOnlySpan<long> Data => [1, 2, 3];")]
    [DataRow("public static int[] Array() => [1, 2, 3, 4];")]
    [DataRow("public static ReadOnlySpan<string> Strings() => new string[] { \"a\", \"b\" };")]
    [DataRow("public enum Kind { A, B } public Kind Value = Kind.B;")]
    [DataRow("~Unit1() { }")]
    [DataRow("public static System.Linq.Expressions.Expression<Func<int, int>> Tree => i => i + 1;")]
    [DataRow("public static object Anonymous => new { A = 1 };")]
    [DataRow("public static async Task<int> Later() { await Task.Yield(); return 1; }")]
    [DataRow("public static IEnumerable<int> Items() { yield return 1; }")]
    public void What_is_no_variable_is_no_global_data(string member) =>
        Package.Of($$"""[WeakPackageUnit] public class Unit1 { {{member}} }""").Accepts();

    [TestMethod]
    public void Strong_code_may_have_it() =>
        Package.Of("""
            public static class Strong { public static int Count; static Strong() => Count = 3; }
            [WeakPackageUnit] public static class Weak { public static int Next() => ++Strong.Count; }
            """).Accepts();
}
