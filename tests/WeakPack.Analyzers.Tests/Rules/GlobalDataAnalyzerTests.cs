namespace WeakPack.Analyzers.Tests.Rules;

/// <summary>WP2203 while typing. That editor and build agree on what is global data is tested with the build's own tests.</summary>
[TestClass]
public sealed class GlobalDataAnalyzerTests
{
    [TestMethod]
    public void Each_variable_is_shown_at_its_name() =>
        Editor.Of("""
            [WeakPackageUnit]
            public class Unit1
            {
                public static int [|WP2203:First|], [|WP2203:Second|] = 2;
                public static int [|WP2203:Property|] { get; set; }
                public static event Action? [|WP2203:Happened|];
                public class Nested { [ThreadStatic] private static int [|WP2203:perThread|]; public int Use() => perThread = 1; }
                public const int Fine = 3;
                public int Instance = 4;
                public static Func<int, int> Lambda => i => i;
            }
            """).Shows();

    [TestMethod]
    public void The_message_names_the_unit_and_the_variable() =>
        Assert.AreEqual(
            "Unit 'Pens' is weak but contains global data: 'Acme.Pen.Count'. Every consumer would have a variable of its own. Make it 'const', pass it in, or remove the mark.",
            Editor.Of("""namespace Acme { [WeakPackageUnit("Pens")] public class Pen { public static int [|WP2203:Count|]; } }""").Shows()[0].GetMessage(null));

    [TestMethod]
    public void Strong_code_may_have_it() =>
        Editor.Of("[WeakPackageUnit] public class Weak; public class Strong { public static int Count; }").Shows();

    [TestMethod]
    public void In_an_executable_nothing_is_weak_but_the_mark_is_wrong() =>
        Editor.Of("[WeakPackageUnit] public class [|WP3002:Weak|] { public static int Count; public static void Main() { } }").AsExecutable().Shows();
}
