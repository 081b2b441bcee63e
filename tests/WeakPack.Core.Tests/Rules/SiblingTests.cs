namespace WeakPack.Core.Tests.Rules;

/// <summary>A unit that strong code uses stays in the package, made internal; what only weak code uses does not.</summary>
[TestClass]
public sealed class SiblingTests
{
    [TestMethod]
    [DataRow("public static int Four() => Unit1.Two() * 2;", DisplayName = "body")]
    [DataRow("private Unit1? field;", DisplayName = "field")]
    [DataRow("private List<Unit1[]>? field;", DisplayName = "generic argument of a field")]
    [DataRow("internal void Method(Unit1 unit) { }", DisplayName = "parameter")]
    [DataRow("internal Unit1? Property => null;", DisplayName = "property")]
    [DataRow("public static Type Self() => typeof(Unit1);", DisplayName = "typeof")]
    [DataRow("public static object Make() => new Dictionary<string, Unit1>();", DisplayName = "generic argument in a body")]
    [DataRow("public static bool Is(object o) => o is Unit1;", DisplayName = "cast")]
    [DataRow("public static void Try() { try { } catch (InvalidOperationException) { Unit1? local = null; GC.KeepAlive(local); } }", DisplayName = "local")]
    [DataRow("private class Nested : Unit1;", DisplayName = "base of a nested type")]
    [DataRow("private class Nested<T> where T : Unit1;", DisplayName = "constraint")]
    [DataRow("[System.ComponentModel.TypeConverter(typeof(Unit1))] private int marked = 1; public int Marked => marked;", DisplayName = "type in an attribute")]
    [DataRow("public static Func<int> Lambda() { var i = 1; return () => Unit1.Two() + i; }", DisplayName = "closure")]
    [DataRow("public static async Task<int> Later() { await Task.Yield(); return Unit1.Two(); }", DisplayName = "state machine")]
    [DataRow("public static unsafe delegate*<int> Pointer() => &Unit1.Two;", DisplayName = "function pointer")]
    public void A_unit_that_a_sibling_uses_stays_but_internal(string member)
    {
        var package = Package.Of($$"""
            [WeakPackageUnit] public class Unit1 { public static int Two() => 2; }
            public class Unit2 { {{member}} }
            """)
            .Accepts()
            .Runtime(dll => Assert.IsTrue(dll.Type("Unit1").IsNotPublic))
            .ImportLibrary(wpi => Assert.IsTrue(wpi.Unit("Unit1").HasCode))
            .ReferenceAssembly(dll => Assert.IsTrue(!dll.HasType("Unit1") || dll.Type("Unit1").IsNotPublic));

        Assert.IsTrue(package.Result.Units.Single().IsRetained);
        Construct.KeepsItsUnits(package);
    }

    [TestMethod]
    public void An_attribute_that_is_weak_stays_where_strong_code_carries_it() =>
        Package.Of("""
            [WeakPackageUnit] public class MarkAttribute : Attribute;
            public class Unit2 { [Mark] private int field; public int Field => field; }
            """)
        .Accepts()
        .Runtime(dll => Assert.IsTrue(dll.Type("MarkAttribute").IsNotPublic));

    [TestMethod]
    public void An_internal_base_and_what_the_unit_itself_needs_stay_with_it() =>
        Package.Of("""
            [WeakPackageUnit] public class Base { public virtual int Two => 2; }
            [WeakPackageUnit] public class Used { public int Three => new Needed().Three; }
            [WeakPackageUnit] public class Needed { public int Three => 3; }
            [WeakPackageUnit] public class Unused { public int Four => 4; }
            internal class Derived : Base { public override int Two => new Used().Three; }
            public static class Strong { public static int Do() => new Derived().Two; }
            """)
        .Accepts()
        .Runtime(dll => CollectionAssert.AreEquivalent(new[] { "Base", "Used", "Needed", "Derived", "Strong" }, dll.Types.ToArray()));

    [TestMethod]
    public void A_unit_that_only_a_weak_unit_uses_does_not_stay() =>
        Package.Of("""
            [WeakPackageUnit] public static class Unit1 { public static int Two => Unit0.One * 2; }
            [WeakPackageUnit] public static class Unit0 { public static int One => 1; }
            public static class Unit2 { public static int Four => 4; }
            """)
        .Accepts()
        .Runtime(dll => CollectionAssert.AreEqual(new[] { "Unit2" }, dll.Types.ToArray()));

    [TestMethod]
    public void References_that_only_weak_units_used_are_gone()
    {
        var rare = Compiler.Compile("Rare", ["namespace Rare; public static class Api { public static int Call() => 1; }"], isExecutable: false, []).Image;
        Package.Of("""
            [WeakPackageUnit] public static class Adapter
            {
                public static int Call() => Rare.Api.Call();
                [System.Runtime.InteropServices.DllImport("native")] public static extern void Native();
            }
            public static class Strong { public static int One => 1; }
            """)
        .References(rare)
        .Accepts()
        .Runtime(dll =>
        {
            Assert.DoesNotContain("Rare", dll.AssemblyReferences);
            Assert.IsEmpty(dll.ModuleReferences);
        })
        .ImportLibrary(wpi =>
        {
            Assert.Contains("Rare", wpi.AssemblyReferences);
            Assert.Contains("native", wpi.ModuleReferences);
        })
        .ReferenceAssembly(dll => Assert.DoesNotContain("Rare", dll.AssemblyReferences));
    }

    [TestMethod]
    [DataRow("Strong", "Weak", DisplayName = "weak last")]
    [DataRow("Weak", "Strong", DisplayName = "weak first")]
    public void Native_calls_keep_their_libraries_when_that_of_another_goes(string first, string second)
    {
        string Native(string name) => $$"""{{(name == "Weak" ? "[WeakPackageUnit] " : "")}}public static class {{name}} { [System.Runtime.InteropServices.DllImport("native{{name}}")] public static extern int Call(); }""";
        var package = Package.Of(Native(first) + Native(second)).Accepts()
            .Runtime(dll => CollectionAssert.AreEqual(new[] { "nativeStrong" }, dll.ModuleReferences.ToArray()))
            .ImportLibrary(wpi => CollectionAssert.AreEqual(new[] { "nativeWeak" }, wpi.ModuleReferences.ToArray()));

        Construct.KeepsItsUnits(package);
        DumpAssert.AreEqual(MetadataDump.OfType(package.Compiled.Image.Bytes, "Strong"), MetadataDump.OfType(package.RuntimeImage.Bytes, "Strong"), "Strong");
    }
}
