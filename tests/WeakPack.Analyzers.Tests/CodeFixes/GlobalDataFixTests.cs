using WeakPack.Analyzers.CodeFixes;

namespace WeakPack.Analyzers.Tests.CodeFixes;

/// <summary>Ways out of WP2203: a constant, a new value at each use, or a variable of the caller's.</summary>
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

    [TestMethod]
    [DataRow("private static int s_count = 1;\n    public static int Next() => ++s_count;", "public static int Next(ref int count) => ++count;", DisplayName = "written")]
    [DataRow("private static string[] _names = { \"a\" };\n    public static string First() => Unit1._names[0];", "public static string First(string[] names) => names[0];", DisplayName = "read")]
    [DataRow("private static int s_count;\n    static int Add(int n) => s_count += n; public static int Two() { return Add(1) + Add(2); }", "static int Add(int n, ref int count) => count += n; public static int Two(ref int count) { return Add(1, ref count) + Add(2, ref count); }", DisplayName = "handed on")]
    [DataRow("private static int @event;\n    public static int Get() => @event;", "public static int Get(int @event) => @event;", DisplayName = "of a keyword's name")]
    public void A_private_variable_becomes_a_parameter_that_the_caller_holds(string before, string after)
    {
        using var fixer = Fixer.Of<MoveToCallerCodeFix>(Unit(before));

        Assert.AreEqual(Unit(after), fixer.Take("Let the caller pass it")[0]);
    }

    [TestMethod]
    [DataRow("public static int Count; public static int Next() => ++Count;", DisplayName = "public")]
    [DataRow("private static int s_count; public static int Count => s_count;", DisplayName = "used by a property")]
    [DataRow("private static int s_count; public static int Next() { System.Func<int> next = () => ++s_count; return next(); }", DisplayName = "used by a lambda")]
    [DataRow("private static int s_count; static int Next() => ++s_count; public static System.Func<int> Get() => Next;", DisplayName = "by way of a method group")]
    [DataRow("private static int s_count; public static int Next(int count) => s_count + count;", DisplayName = "the name is taken")]
    [DataRow("private static int s_count; public static int Next(int n = 1) => s_count + n;", DisplayName = "behind an optional parameter")]
    [DataRow("private static int s_count; public static async System.Threading.Tasks.Task Next() { await System.Threading.Tasks.Task.Yield(); s_count++; }", DisplayName = "in an async method")]
    [DataRow("private static int s_count;", DisplayName = "unused")]
    public void One_that_no_parameter_can_stand_for_does_not(string field)
    {
        using var fixer = Fixer.Of<MoveToCallerCodeFix>(Unit(field));

        Assert.IsEmpty(fixer.Offers());
    }
}
