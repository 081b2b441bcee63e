using WeakPack.Analyzers.CodeFixes;

namespace WeakPack.Analyzers.Tests.CodeFixes;

/// <summary>Removing a mark, and marking what a unit uses or what exposes it.</summary>
[TestClass]
public sealed class MarkFixTests
{
    private const string Usings = "using WeakPack;\n\n";

    [TestMethod]
    [DataRow("[WeakPackageUnit]\npublic class Unit1 { public static int Count; }", "public class Unit1 { public static int Count; }", "WeakPackageUnit")]
    [DataRow("// A pen.\n[WeakPackageUnit(\"Pens\"), System.Obsolete]\npublic class Unit1 { static Unit1() { } }", "// A pen.\n[System.Obsolete]\npublic class Unit1 { static Unit1() { } }", "WeakPackageUnit")]
    [DataRow("[WeakPackageUnit]\n[DenyPackageUnit]\npublic class Unit1 { }", "[WeakPackageUnit]\npublic class Unit1 { }", "DenyPackageUnit")]
    [DataRow("[DenyPackageUnitAttribute]\npublic class Unit1 { }", "public class Unit1 { }", "DenyPackageUnit")]
    [DataRow("public class Outer\n{\n    [WeakPackageUnit] public class Inner { }\n}", "public class Outer\n{\n    public class Inner { }\n}", "WeakPackageUnit")]
    public void A_mark_that_does_not_hold_is_removed(string marked, string unmarked, string mark)
    {
        using var fixer = Fixer.Of<RemoveMarkCodeFix>(Usings + marked);

        Assert.AreEqual(Usings + unmarked, fixer.Take($"Remove [{mark}]")[0]);
    }

    [TestMethod]
    public void A_unit_that_is_weak_and_denied_has_the_choice()
    {
        using var fixer = Fixer.Of<RemoveMarkCodeFix>(Usings + "[WeakPackageUnit, DenyPackageUnit]\npublic class Unit1 { }");

        CollectionAssert.AreEqual(new[] { "Remove [WeakPackageUnit]", "Remove [DenyPackageUnit]" }, fixer.Offers().ToArray());
    }

    [TestMethod]
    public void All_marks_that_do_not_hold_are_removed_each_once()
    {
        using var fixer = Fixer.Of<RemoveMarkCodeFix>(Usings + "[WeakPackageUnit]\npublic class A { public static int One; public static int Two; }\n\n[WeakPackageUnit]\npublic class B { }\n\n[WeakPackageUnit]\npublic class C { static C() { } }\n");

        Assert.AreEqual(Usings + "public class A { public static int One; public static int Two; }\n\n[WeakPackageUnit]\npublic class B { }\n\npublic class C { static C() { } }\n", fixer.TakeAll("Remove [WeakPackageUnit]")[0]);
    }

    [TestMethod]
    public void A_helper_that_travels_is_marked_in_its_file()
    {
        using var fixer = Fixer.Of<MarkWeakCodeFix>(
            "[WeakPack.WeakPackageUnit] public static class Unit1 { public static int Two => Acme.Helper.Two; }",
            "namespace Acme\n{\n    /// <summary>Helps.</summary>\n    internal static class Helper { public static int Two => 2; }\n}");

        Assert.AreEqual("namespace Acme\n{\n    /// <summary>Helps.</summary>\n    [WeakPack.WeakPackageUnit]\n    internal static class Helper { public static int Two => 2; }\n}", fixer.Take("Mark 'Helper' weak too")[1]);
    }

    [TestMethod]
    public void A_type_that_exposes_a_unit_is_marked_and_all_such_types_once_each()
    {
        const string Weak = "[WeakPackageUnit]\npublic class Weak { }\n\n";
        using var fixer = Fixer.Of<MarkWeakCodeFix>(Usings + Weak + "public class Canvas { public Weak? One; public Weak? Two; }\n\npublic class Stylus : Weak { }\n");

        Assert.AreEqual(
            Usings + Weak + "[WeakPackageUnit]\npublic class Canvas { public Weak? One; public Weak? Two; }\n\n[WeakPackageUnit]\npublic class Stylus : Weak { }\n",
            fixer.TakeAll("Mark 'Canvas' weak too")[0]);
    }

    [TestMethod]
    public void A_class_whose_hidden_member_a_unit_uses_is_marked()
    {
        using var fixer = Fixer.Of<MarkWeakCodeFix>(Usings + "[WeakPackageUnit]\npublic static class Unit1 { public static int One => Strong.Hidden; }\n\npublic static class Strong { internal static int Hidden => 1; }\n");

        Assert.AreEqual(
            Usings + "[WeakPackageUnit]\npublic static class Unit1 { public static int One => Strong.Hidden; }\n\n[WeakPackageUnit]\npublic static class Strong { internal static int Hidden => 1; }\n",
            fixer.Take("Mark 'Strong' weak too")[0]);
    }

    [TestMethod]
    public void A_type_that_breaks_a_rule_is_not_offered_for_marking()
    {
        using var fixer = Fixer.Of<MarkWeakCodeFix>("[WeakPack.WeakPackageUnit] public static class Unit1 { public static int One => State.Count; } internal static class State { public static int Count; }");

        Assert.IsEmpty(fixer.Offers());
    }

    [TestMethod]
    public void A_whole_namespace_is_marked_over_its_files()
    {
        using var fixer = Fixer.Of<MarkWeakCodeFix>(
            Usings + "namespace Acme;\n\n[WeakPackageUnit]\npublic static class Pen { public static int Two => Helper.Two; }\n",
            Usings + "namespace Acme;\n\ninternal static class Helper { public static int Two => 2; }\n\npublic enum Kind { A }\n\npublic delegate void Act();\n",
            "namespace Other\n{\n    public class Strong { }\n}\n");

        var texts = fixer.Take("Mark all types of namespace 'Acme' weak");

        Assert.AreEqual(Usings + "namespace Acme;\n\n[WeakPackageUnit]\ninternal static class Helper { public static int Two => 2; }\n\n[WeakPackageUnit]\npublic enum Kind { A }\n\n[WeakPackageUnit]\npublic delegate void Act();\n", texts[1]);
        Assert.AreEqual("namespace Other\n{\n    public class Strong { }\n}\n", texts[2]);
    }
}
