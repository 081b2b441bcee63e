using WeakPack.Analyzers.CodeFixes;

namespace WeakPack.Analyzers.Tests.CodeFixes;

/// <summary>Ways out of WP2203: a constant, or a new value at each use.</summary>
[TestClass]
public sealed class GlobalDataFixTests
{
    private static string Unit(string members) => $$"""
        using WeakPack;

        [WeakPackageUnit]
        public static class Unit1
        {
            {{members}}
        }
        """.ReplaceLineEndings("\n");

    [TestMethod]
    [DataRow("private static readonly int Width = 3;", "private const int Width = 3;")]
    [DataRow("public static int Width = 3 * 4;", "public const int Width = 3 * 4;")]
    [DataRow("static string s_name = \"pen\"; public static string Name => s_name + s_name;", "const string s_name = \"pen\"; public static string Name => s_name + s_name;")]
    [DataRow("public static readonly System.DayOfWeek Day = System.DayOfWeek.Friday;", "public const System.DayOfWeek Day = System.DayOfWeek.Friday;")]
    [DataRow("public static readonly decimal Price = 1.5m;", "public const decimal Price = 1.5m;")]
    [DataRow("public static readonly object? Nothing = null;", "public const object? Nothing = null;")]
    public void A_field_with_a_constant_value_becomes_a_constant(string field, string constant)
    {
        using var fixer = Fixer.Of<MakeConstCodeFix>(Unit(field));

        Assert.AreEqual(Unit(constant), fixer.Take("Make it a constant")[0]);
    }

    [TestMethod]
    [DataRow("private static int s_count = 1; public static int Next() => ++s_count;", DisplayName = "counted")]
    [DataRow("private static int s_count = 1; public static void Set() => Unit1.s_count = 2;", DisplayName = "assigned")]
    [DataRow("private static int s_count = 1; public static void Set() => int.TryParse(\"2\", out s_count);", DisplayName = "handed over")]
    [DataRow("private static int s_count; public static int Count => s_count;", DisplayName = "without a value")]
    [DataRow("private static readonly int s_count = System.Environment.ProcessId; public static int Count => s_count;", DisplayName = "computed")]
    [DataRow("private static readonly System.DateTime s_never = default; public static object Never => s_never;", DisplayName = "of a type that has no constants")]
    [DataRow("public static int Count { get; set; } = 3;", DisplayName = "property")]
    [DataRow("private static volatile int s_count = 1; public static int Count => s_count;", DisplayName = "volatile")]
    public void A_variable_does_not(string field)
    {
        using var fixer = Fixer.Of<MakeConstCodeFix>(Unit(field));

        Assert.IsEmpty(fixer.Offers());
    }

    [TestMethod]
    public void All_at_once()
    {
        using var fixer = Fixer.Of<MakeConstCodeFix>(Unit("public static readonly int A = 1; public static readonly int B = 2; public static int C;"), "[WeakPack.WeakPackageUnit] public class Unit2 { public static readonly int D = 4; }");

        var fixedTexts = fixer.TakeAll("Make it a constant");

        Assert.AreEqual(Unit("public const int A = 1; public const int B = 2; public static int C;"), fixedTexts[0]);
        Assert.AreEqual("[WeakPack.WeakPackageUnit] public class Unit2 { public const int D = 4; }", fixedTexts[1]);
    }

    [TestMethod]
    [DataRow("public static readonly string[] Names = new[] { \"a\", \"b\" };", "public static string[] Names => new[] { \"a\", \"b\" };")]
    [DataRow("public static string[] Names { get; } = new[] { \"a\" };", "public static string[] Names => new[] { \"a\" };")]
    public void Read_only_data_is_made_anew_at_each_use(string field, string property)
    {
        using var fixer = Fixer.Of<ComputeAnewCodeFix>(Unit(field));

        Assert.AreEqual(Unit(property), fixer.Take("Return a new value at each use")[0]);
    }

    [TestMethod]
    [DataRow("public static string[] Names = { \"a\" };")]
    [DataRow("public static readonly string[] Names = { \"a\" };")]
    [DataRow("public static string[] Names { get; set; } = new[] { \"a\" };")]
    public void Data_that_changes_or_has_no_expression_is_not(string field)
    {
        using var fixer = Fixer.Of<ComputeAnewCodeFix>(Unit(field));

        Assert.IsEmpty(fixer.Offers());
    }
}
