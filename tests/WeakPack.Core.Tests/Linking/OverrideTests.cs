using System.Reflection;
using WeakPack.Core.Tests.Oracles;

namespace WeakPack.Core.Tests.Linking;

/// <summary>Overrides of <c>protected internal</c> members of a weak class: <c>protected</c> outside of its assembly, and not so beside the copy, or the runtime would not load them.</summary>
[TestClass]
public sealed class OverrideTests
{
    private static SplitPackage Base() => Package.Of("""
        [WeakPackageUnit] public abstract class Base
        {
            protected internal abstract int Visit(int n);
            protected internal virtual int Visit(string s) => s.Length;
            protected internal virtual int Size { get => 3; set { } }
            protected internal virtual int this[int i] => i;
            protected internal abstract event Action Changed;
            protected virtual int Own() => 7;
            public int Call() { Changed += () => { }; Size = 4; return Visit(2) + Visit("abc") * 10 + Size * 100 + this[5] * 1000 + Own() * 10000; }
        }
        """).Split();

    [TestMethod]
    public void A_consumers_class_may_override_protected_internal_members_of_a_weak_class() => Check(Consumer.Of("""
        Console.WriteLine(new Derived().Call());
        class Derived : Base
        {
            protected override int Visit(int n) => n * 2;
            protected override int Visit(string s) => 1;
            protected override int Size { get => 5; set => Changed!.Invoke(); }
            protected override int this[int i] => i + 1;
            protected override event Action? Changed;
            protected override int Own() => 2;
        }
        """, Base()), "26514");

    [TestMethod]
    public void An_override_further_down_the_chain_is_widened_as_well() => Check(Consumer.Of("""
        Console.WriteLine(new Last().Call() + " " + new Outer.Inner().Call());
        class First : Base { protected override int Visit(int n) => 1; protected override event Action? Changed { add { } remove { } } }
        class Second : First;
        class Last : Second { protected override int Visit(int n) => base.Visit(n) + 1; protected sealed override int Visit(string s) => 9; }
        class Outer { internal class Inner : Last { protected override int Size => 0; } }
        """, Base()), "75392 75092");

    [TestMethod]
    public void Overrides_in_classes_with_generic_bases_are_found() => Check(Consumer.Of("""
        Console.WriteLine(new Closed().Call("a", [1]) + new Swapped<int>().Call(1, ["a"]) + new Hidden().Call("a", [1]));
        class Closed : Base<string, int> { protected override string Of(string t, List<int> u) => "closed"; protected override string Any<X>(X x, string t) => "any" + x; }
        class Middle<X> : Base<X, string> { protected override string Of(X t, List<string> u) => "middle"; }
        class Swapped<T> : Middle<T> { protected override string Of(T t, List<string> u) => base.Of(t, u) + "swapped"; protected override string Any<X>(X x, T t) => "any" + t; }
        class Hidden : Base<string, int> { protected virtual string Of(string t, int[] u) => "other"; }
        """, Package.Of("""
        [WeakPackageUnit] public abstract class Base<T, U>
        {
            protected internal virtual string Of(T t, List<U> u) => "base";
            protected internal virtual string Any<X>(X x, T t) => "basic" + x;
            public string Call(T t, List<U> u) => Of(t, u) + Any(3, t) + ";";
        }
        """).Split()), "closedany3;middleswappedany1;basebasic3;");

    [TestMethod]
    public void Records_nested_classes_and_narrowed_results_load() => Check(Consumer.Of("""
        Console.WriteLine(new Named(3) + new Derived().Show() + new More().Show());
        record Named(int A) : Shape(A) { protected override string Name => "named"; }
        class Derived : Factory { protected override Derived Make() => this; class Inner : Part { protected override int Size() => 2; } public string Show() => Call() + new Inner().Call(); }
        class More : Derived { protected override More Make() => this; }
        """, Package.Of("""
        [WeakPackageUnit] public abstract record Shape(int A) { protected internal virtual string Name => "shape"; public sealed override string ToString() => Name + A; }
        [WeakPackageUnit] public abstract class Factory { protected internal virtual Factory Make() => null!; public string Call() => Make().GetType().Name; protected internal class Part { protected internal virtual int Size() => 1; public int Call() => Size(); } }
        """).Split()), "named3Derived2More2");

    [TestMethod]
    public void A_package_may_override_members_of_another_packages_unit()
    {
        var first = Package.Of("[WeakPackageUnit] public abstract class Base { protected internal virtual int X => 1; public int Get() => X; }", "First").Split();
        var second = Package.Of("""
            internal class Derived : Base { protected override int X => 5; }
            public static class Strong { public static int Get() => new Derived().Get(); }
            [WeakPackageUnit] public class Weak { public int Get() => new Derived().Get(); }
            """, "Second").Requires(first).Split();
        JitOracle.Check(second.RuntimeImage);

        var linked = Consumer.Of("Console.WriteLine(Strong.Get() + new Weak().Get() + new Mine().Get()); class Mine : Base { protected override int X => 7; }", first, second).RunsAsUnlinked();
        JitOracle.Check(linked.Runs("17", second).DoesNotNeed(first).Image, second.RuntimeImage);
    }

    [TestMethod]
    public void An_override_of_another_assemblys_method_stays_protected()
    {
        var package = Package.Of("""
            public abstract class Strong { protected internal abstract int X(); protected internal virtual int Y() => 1; public int Get() => X() + Y(); }
            [WeakPackageUnit] public abstract class Weak : Strong { protected internal override int X() => 4; }
            [WeakPackageUnit] public class Hidden { protected internal virtual int Z() => 1; }
            [WeakPackageUnit] public class Hiding : Hidden { protected new virtual int Z() => 2; }
            """).Split();

        Consumer.Of("""
            Console.WriteLine(new Derived().Get());
            class Derived : Weak { protected override int X() => base.X() + 10; protected override int Y() => 2; }
            class Strongest : Strong { protected override int X() => 1; }
            class Other : Hiding { protected override int Z() => 3; }
            """, package).RunsAsUnlinked().Runs("16", package).Output(dll =>
        {
            Assert.AreEqual(MethodAttributes.FamORAssem, dll.Type("Derived").AccessOf("X"));
            Assert.AreEqual(MethodAttributes.Family, dll.Type("Derived").AccessOf("Y"));
            Assert.AreEqual(MethodAttributes.Family, dll.Type("Strongest").AccessOf("X"));
            Assert.AreEqual(MethodAttributes.Family, dll.Type("Other").AccessOf("Z"));
        });
    }

    [TestMethod]
    public void A_weak_class_may_override_members_of_its_packages_strong_class() => Check(Consumer.Of("Console.WriteLine(new Weak().Get());", Package.Of("""
        public abstract class Strong { protected internal abstract int X(); public int Get() => X(); }
        [WeakPackageUnit] public class Weak : Strong { protected internal override int X() => 4; }
        """).Split()), "4");

    [TestMethod]
    public void Whoever_derives_from_a_widened_class_still_overrides_it_as_protected()
    {
        var shown = Consumer.Of("Console.WriteLine(); public class Derived : Base { protected override int Visit(int n) => 1; protected override event Action? Changed { add { } remove { } } }", Base()).WithCopies("public").Link();
        var below = Compiler.Compile("Below", ["Console.WriteLine(new Below().Call()); class Below : Derived { protected override int Visit(int n) => 4; }"], isExecutable: true, [shown.Result.ReferenceAssembly!.Bytes]);

        Assert.AreEqual("75334", Runner.Run(below.Image, [shown.Image]).Trim());
        shown.Output(IsWidened).ReferenceAssembly(IsWidened);
    }

    private static void IsWidened(AssemblyView dll) => Assert.AreEqual(MethodAttributes.FamORAssem, dll.Type("Derived").AccessOf("Visit"));

    private static void Check(ConsumerFixture consumer, string prints)
    {
        var linked = consumer.RunsAsUnlinked();
        linked.Runs(prints, [.. linked.Packages.Where(package => !linked.Result.UnneededPackages.Contains(package.Name))]);
        Construct.Check(linked);
    }
}
