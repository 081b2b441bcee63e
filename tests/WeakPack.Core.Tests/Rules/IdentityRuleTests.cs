namespace WeakPack.Core.Tests.Rules;

/// <summary>What stays inside of a boundary, and WP2411, WP1033: what a unit takes along.</summary>
[TestClass]
public sealed class IdentityRuleTests
{
    private const string Weak = "[WeakPackageUnit] public class Weak { public class Nested; } [WeakPackageUnit] public interface IWeak; [WeakPackageUnit] public enum Kind { A } ";

    [TestMethod]
    [DataRow("public class Lib { private Weak? field; internal Weak? Field => field; public object Make() => new Weak(); }")]
    [DataRow("internal class Lib : Weak { public Weak? Field; }")]
    public void A_library_may_use_one_inside(string source)
    {
        var package = Package.Of(Weak).Split();

        Consumer.Library(source, package).Link()
            .DoesNotNeed(package)
            .ReferenceAssembly(dll => Assert.DoesNotContain("Pack1", dll.AssemblyReferences));
    }

    [TestMethod]
    public void An_executable_may_expose_one() =>
        Consumer.Of("Console.WriteLine(new Lib().Make()); public class Lib : Weak { public Weak Make() => this; }", Package.Of(Weak).Split()).RunsAsUnlinked();

    [TestMethod]
    [DataRow("""internal static class State { public static int Count; } """, "State.Count++", DisplayName = "an internal type with global data")]
    [DataRow("""public class Open { internal static int Hidden() => 3; }""", "Open.Hidden()", DisplayName = "an internal member of a public type")]
    [DataRow("""public class Open { internal class Hidden { public int One => 1; } }""", "new Open.Hidden().One", DisplayName = "an internal type in a public one")]
    public void What_cannot_travel_is_named_with_its_chain(string strong, string use)
    {
        Package.Of($$"""
            {{strong}}
            [WeakPackageUnit] public static class Unit1 { public static int Do() => {{use}}; }
            """).Rejects("WP2411", "'Unit1'");
        Package.Of($$"""
            {{strong}}
            internal static class Between { public static int Do() => {{use}}; }
            [WeakPackageUnit] public static class Unit1 { public static int Do() => Between.Do(); }
            """).Rejects("WP2411", "'Unit1'", "Between");
    }

    [TestMethod]
    [DataRow("public class Base { internal virtual int Size(int by) => by; }", "Base { internal override int Size(int by) => 2 * by; }")]
    [DataRow("public class Base<T> { private protected virtual int Size(T by) => 1; }", "Base<int> { private protected override int Size(int by) => by; }")]
    public void An_internal_member_of_a_strong_class_can_not_be_overridden_by_a_unit(string strong, string unit) =>
        Package.Of($"{strong} [WeakPackageUnit] public class Unit1 : {unit}").Rejects("WP2411", "Base", ".Size", "overridden");

    [TestMethod]
    [DataRow("public class Base { internal virtual int Size(int by) => by; public virtual int Size(string by) => 1; }", "Base { public override int Size(string by) => 2; }")]
    [DataRow("public class Base { internal virtual int Size() => 1; }", "Base { public new int Size() => 2; }")]
    [DataRow("internal class Base { internal virtual int Size() => 1; }", "Other { } [WeakPackageUnit] internal class Unit2 : Base { internal override int Size() => 2; } public class Other { }")]
    public void What_overrides_no_internal_member_is_accepted(string strong, string unit) =>
        Package.Of($"{strong} [WeakPackageUnit] public class Unit1 : {unit}").Accepts();

    [TestMethod]
    public void An_internal_type_travels_and_is_reported_as_a_message()
    {
        var package = Package.Of("""
            internal static class Helper { public static int Two => Deeper.One * 2; }
            internal static class Deeper { public static int One => 1; }
            internal static class Unrelated { public static int Three => 3; }
            [WeakPackageUnit] public static class Unit1 { public static int Two => Helper.Two; }
            """).Accepts().Reports("WP1033", "Helper", "Deeper");

        var linked = Consumer.Of("Console.WriteLine(Unit1.Two);", package).RunsAsUnlinked();
        Construct.Check(linked);
        linked.DoesNotNeed(package).Output(dll =>
        {
            Assert.IsTrue(dll.HasType("Helper") && dll.HasType("Deeper"));
            Assert.IsFalse(dll.HasType("Unrelated"));
        });
    }

    [TestMethod]
    public void A_public_member_of_a_strong_type_need_not_travel() =>
        Package.Of("""
            public class Open { public static int Shown() => 3; protected int Guarded() => 4; }
            [WeakPackageUnit] public class Unit1 : Open { public int Do() => Open.Shown() + Guarded(); }
            """).Accepts();
}
