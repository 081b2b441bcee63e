namespace WeakPack.Core.Tests.Linking;

/// <summary>A package that uses the weak units of another is a consumer itself: units go from package to package.</summary>
[TestClass]
public sealed class ChainTests
{
    // Anonymous types in each link of a chain: so helpers meet helpers of the same name all the way.
    private static SplitPackage First() => Package.Of("""
        [WeakPackageUnit] public class Unit1 { public static int Two => Choose("two"); private static int Choose(string s) => new { Two = 2 }.Two; public static string Where => typeof(Unit1).Assembly.GetName().Name!; }
        public class Strong1;
        """, name: "Pack1").Split();

    private static SplitPackage Second(SplitPackage first) => Package.Of("""
        [WeakPackageUnit] public class Unit2 { public static int Four => Unit1.Two * 2 + new { Zero = 0 }.Zero; public static string Where => Unit1.Where; }
        public class Strong2 { public static int Two => Unit1.Two; public static string Where => Unit1.Where; }
        """, name: "Pack2").Requires(first).Split();

    [TestMethod]
    public void Strong_code_of_a_package_has_a_copy_of_its_own()
    {
        var first = First();
        var second = Second(first);

        second.Runtime(dll =>
        {
            Assert.DoesNotContain("Pack1", dll.AssemblyReferences);
            Assert.IsTrue(dll.Type("Unit1").IsNotPublic);
        });
        Consumer.Of("""Console.WriteLine(Strong2.Two + Strong2.Where);""", second).Link().Runs("2Pack2", with: second);
    }

    [TestMethod]
    public void A_unit_brings_along_the_unit_of_another_package()
    {
        var first = First();
        var second = Second(first);

        Consumer.Of("""Console.WriteLine(Unit2.Four + Unit2.Where);""", second).Link().Runs("4App").DoesNotNeed(second);
    }

    [TestMethod]
    public void The_same_unit_by_two_ways_is_linked_once()
    {
        var first = First();
        var second = Second(first);

        Consumer.Of("""Console.WriteLine(Unit1.Two + Unit2.Four + Unit1.Where + Unit2.Where);""", first, second).Link()
            .Runs("6AppApp").DoesNotNeed(first).DoesNotNeed(second)
            .Output(dll => Assert.HasCount(1, dll.Types.Where(t => t.StartsWith("Unit1", StringComparison.Ordinal))));
    }

    [TestMethod]
    public void A_library_ships_its_copy_and_does_not_offer_it()
    {
        var first = First();
        var second = Second(first);

        // Neither the import library nor the reference assembly lets the compiler see the copy.
        foreach (var surface in new[] { second.CompileSurface, second.RuntimeImage.Bytes })
        {
            var error = Assert.ThrowsExactly<AssertFailedException>(() => Compiler.Compile("App", ["Console.WriteLine(Unit1.Two);"], isExecutable: true, [surface]));
            Assert.Contains("CS0103", error.Message);
        }

        Assert.DoesNotContain("Unit1", second.Result.Units.SelectMany(unit => unit.Types));
    }

    [TestMethod]
    public void An_application_above_a_library_links_the_same_unit_itself()
    {
        var first = First();
        var library = Consumer.Library("public static class Lib { public static string Where => Unit1.Where; }", first).Link();

        Consumer.Of("Console.WriteLine(Unit1.Where + Lib.Where);", first).References(library.Image).Link().Runs("AppLibrary").DoesNotNeed(first);
    }

    [TestMethod]
    public void An_application_above_a_library_runs_without_the_librarys_package()
    {
        var library = Consumer.Library("public static class Lib { public static string Where => Unit1.Where; }", First()).Link();

        Consumer.Of("Console.WriteLine(Lib.Where);").References(library.Image).Link().Runs("Library");
    }

    [TestMethod]
    public void A_chain_of_four_packages()
    {
        var first = First();
        var second = Second(first);
        var third = Package.Of("""
            [WeakPackageUnit] public class Unit3 { public static int Six => Unit2.Four + 2 + new { A = 0, B = 0 }.A; public static string Where => Unit2.Where; }
            public class Strong3 { public static string Where => Unit2.Where; }
            """, name: "Pack3").Requires(second).Split();
        var fourth = Package.Of("""
            [WeakPackageUnit] public class Unit4 { public static int Eight => Unit3.Six + 2 + new { C = 0 }.C; public static string Where => Unit3.Where; }
            public class Strong4 { public static string Where => Unit3.Where; }
            """, name: "Pack4").Requires(third).Split();

        fourth.Runtime(dll => Assert.IsFalse(dll.AssemblyReferences.Any(name => name.StartsWith("Pack", StringComparison.Ordinal))));
        Consumer.Of("Console.WriteLine(Unit4.Eight + Unit4.Where);", fourth).Link().Runs("8App").DoesNotNeed(fourth);
        var linked = Consumer.Of("Console.WriteLine(Unit4.Eight + Unit1.Two + Unit3.Six + Unit2.Four + Unit4.Where + Strong4.Where + Strong3.Where);", first, second, third, fourth).Link()
            .Runs("20AppPack4Pack3", third, fourth).DoesNotNeed(first).DoesNotNeed(second)
            .Output(dll =>
            {
                foreach (var unit in new[] { "Unit1", "Unit2", "Unit3", "Unit4" })
                    Assert.HasCount(1, dll.Types.Where(type => type.StartsWith(unit, StringComparison.Ordinal)), unit);
            });
        JitOracle.Check(linked.Image, third.RuntimeImage, fourth.RuntimeImage);
    }

    [TestMethod]
    public void In_a_diamond_of_weak_units_the_one_below_is_linked_once()
    {
        var (bottom, left, right) = Diamond();

        Consumer.Of("Console.WriteLine(Left.Make().Equals(Right.Make()) + Left.Where + Right.Where);", left, right).Link()
            .Runs("TrueAppApp").DoesNotNeed(left).DoesNotNeed(right)
            .Output(dll => Assert.HasCount(1, dll.Types.Where(type => type.StartsWith("Bottom", StringComparison.Ordinal))));
        Assert.IsTrue(bottom.Result.Succeeded);
    }

    [TestMethod]
    public void In_a_diamond_of_strong_units_each_side_has_its_own_type()
    {
        var (_, left, right) = Diamond();

        Consumer.Of("Console.WriteLine(StrongLeft.Make().Equals(StrongRight.Make()) + StrongLeft.Where + StrongRight.Where);", left, right).Link()
            .Runs("FalseLeftRight", left, right);
    }

    [TestMethod]
    public void In_a_diamond_of_two_versions_each_side_keeps_the_version_it_was_built_with()
    {
        var left = Side("Left", Bottom(1));
        var right = Side("Right", Bottom(2));

        // The sides are linked with what they know; the copies have no name in common any more.
        Consumer.Of("Console.WriteLine(Left.Number * 10 + Right.Number);", left, right).Link().Runs("12").DoesNotNeed(left).DoesNotNeed(right)
            .Output(dll => Assert.HasCount(2, dll.Types.Where(type => type.StartsWith("Bottom", StringComparison.Ordinal))));

        // One who names the unit itself means that of the package he references.
        Consumer.Of("Console.WriteLine(Left.Number * 100 + Right.Number * 10 + Bottom.Number);", left, right, Bottom(3)).Link().Runs("123")
            .Output(dll => Assert.HasCount(3, dll.Types.Where(type => type.StartsWith("Bottom", StringComparison.Ordinal))));
    }

    // Of the two packages each has what stands for a type of the other: the one the unit, the other its helper, or all stands in one of them.
    [TestMethod]
    [DataRow("Above")]
    [DataRow("Zenith")]
    public void A_unit_and_the_copy_that_another_package_brought_along_are_one_whichever_package_comes_first(string name)
    {
        var bottom = Package.Of("""
            [WeakPackageUnit] public class Base { public int Number = new Helper.Nested().Number; public static Base Make() => new(); }
            internal sealed class Helper { public sealed class Nested { public int Number { get; } = 7; } }
            """, name: "Middle").Split();
        var side = Package.Of($"[WeakPackageUnit] public static class {name} {{ public static object Make() => Base.Make(); public static int Number => Base.Make().Number; }}", name).Requires(bottom).Split();

        foreach (var packages in new[] { new[] { bottom, side }, [side, bottom] })
        {
            Consumer.Of($"Console.WriteLine({name}.Number + \" \" + ({name}.Make() is Base) + new Derived().Number); internal sealed class Derived : Base;", packages).Link()
                .Runs("7 True7").DoesNotNeed(bottom).DoesNotNeed(side)
                .Output(dll => CollectionAssert.IsSubsetOf(new[] { "Base", "Helper", name }, dll.Types.ToArray()))
                .Output(dll => Assert.HasCount(2, dll.Types.Where(type => type.StartsWith("Base", StringComparison.Ordinal) || type.StartsWith("Helper", StringComparison.Ordinal))));
        }
    }

    [TestMethod]
    public void The_consumers_own_type_does_not_stand_for_the_unit_that_a_package_brought_along()
    {
        var left = Side("Left", Bottom(1));

        Consumer.Of("Console.WriteLine(Left.Number * 10 + Bottom.Number); internal sealed record Bottom(int Value) { public static int Number => 5; public static string Where => \"\"; }", left)
            .Link().Runs("15").DoesNotNeed(left);
    }

    [TestMethod]
    public void Units_of_a_package_that_use_each_other_travel_together()
    {
        var package = Package.Of("""
            [WeakPackageUnit] public class Even { public static bool Is(int n) => n == 0 || Odd.Is(n - 1); public class Inner : Odd.Inner; }
            [WeakPackageUnit] public class Odd { public static bool Is(int n) => n != 0 && Third.IsEven(n - 1); public class Inner { public virtual Even? Other => null; } }
            [WeakPackageUnit] public interface Third : IComparable<Even> { static bool IsEven(int n) => Even.Is(n); }
            [WeakPackageUnit] public class Alone;
            """).Split();

        Consumer.Of("Console.WriteLine(Even.Is(10) + \" \" + Odd.Is(10));", package).RunsAsUnlinked().DoesNotNeed(package)
            .Output(dll =>
            {
                Assert.IsTrue(dll.HasType("Third"));
                Assert.IsFalse(dll.HasType("Alone"));
            });
    }

    [TestMethod]
    public void Units_that_use_each_other_through_internal_types_travel_together()
    {
        var package = Package.Of("""
            [WeakPackageUnit] public class Ping { public static int Down(int n) => n == 0 ? 0 : Net.ToPong(n - 1) + 1; }
            [WeakPackageUnit] public class Pong { public static int Down(int n) => n == 0 ? 0 : Net.ToPing(n - 1) + 1; }
            internal static class Net { public static int ToPong(int n) => Pong.Down(n); public static int ToPing(int n) => Link.Over(n); }
            internal static class Link { public static int Over(int n) => n < 0 ? Net.ToPong(n) : Ping.Down(n); }
            public static class Strong { public static int Three => 3; }
            """).Split();

        package.Runtime(dll => CollectionAssert.AreEqual(new[] { "Strong" }, dll.Types.ToArray()));
        Consumer.Of("Console.WriteLine(Pong.Down(7));", package).RunsAsUnlinked().DoesNotNeed(package);
    }

    [TestMethod]
    public void A_cycle_through_strong_code_retains_the_units()
    {
        var package = Package.Of("""
            [WeakPackageUnit] public class Weak { public static int Down(int n) => n == 0 ? 0 : Strong.Down(n - 1) + 1; }
            public static class Strong { public static int Down(int n) => n == 0 ? 0 : Weak.Down(n - 1) + 1; }
            """).Split();

        package.Runtime(dll => Assert.IsTrue(dll.Type("Weak").IsNotPublic));
        Consumer.Of("Console.WriteLine(Weak.Down(7) + Strong.Down(4));", package).Link().Runs("11", package);
    }

    private static SplitPackage Bottom(int number) => Package.Of(
        $$"""[WeakPackageUnit] public sealed record Bottom(int Value) { public static int Number => {{number}}; public static string Where => typeof(Bottom).Assembly.GetName().Name!; }""", name: "Bottom").Split();

    private static SplitPackage Side(string name, SplitPackage bottom) => Package.Of($$"""
        [WeakPackageUnit] public static class {{name}} { public static object Make() => new Bottom(1); public static string Where => Bottom.Where; public static int Number => Bottom.Number; }
        public static class Strong{{name}} { public static object Make() => new Bottom(1); public static string Where => Bottom.Where; }
        """, name).Requires(bottom).Split();

    private static (SplitPackage Bottom, SplitPackage Left, SplitPackage Right) Diamond()
    {
        var bottom = Bottom(1);
        return (bottom, Side("Left", bottom), Side("Right", bottom));
    }

    /// <summary>The package in the middle holds a helper under the name that the same helper of the first package is given in the program.</summary>
    [TestMethod]
    [DataRow(false, DisplayName = "origin first")]
    [DataRow(true, DisplayName = "origin last")]
    public void Helpers_that_were_renamed_on_the_way_do_not_collide(bool isLast)
    {
        const string data = "public static ReadOnlySpan<byte> Data => [1, 2, 3, {0}]; public static object Anonymous => new {{ A{0} = {0} }}; public static IReadOnlyList<int> List(int i) => [i, {0}, i];";
        static string Unit(string name, int number) => $"[WeakPackageUnit] public static class {name} {{ {string.Format(System.Globalization.CultureInfo.InvariantCulture, data, number)} public static string Tell() => \"\" + Data[3] + Anonymous + List(1)[1]; }}";
        var first = Package.Of(Unit("Unit1", 11), name: "Pack1").Split();
        var second = Package.Of(Unit("Unit2", 12) + "public static class Strong2 { public static string Tell() => Unit1.Tell() + Unit2.Tell(); } [WeakPackageUnit] public static class Both { public static string Tell() => Unit1.Tell() + Unit2.Tell(); }", name: "Pack2").Requires(first).Split();

        Consumer.Of("Console.WriteLine(Unit1.Tell() + Unit2.Tell() + Both.Tell() + Own.Tell());" + Unit("Own", 13).Replace("[WeakPackageUnit] ", "", StringComparison.Ordinal), isLast ? [second, first] : [first, second]).Link()
            .Runs("11{ A11 = 11 }1112{ A12 = 12 }1211{ A11 = 11 }1112{ A12 = 12 }1213{ A13 = 13 }13")
            .Output(dll =>
            {
                CollectionAssert.AllItemsAreUnique(dll.Types.ToArray());
                Assert.HasCount(1, dll.Types.Where(t => t.StartsWith("Unit1", StringComparison.Ordinal)), "A unit is what it was though its helpers have other names.");
                Assert.HasCount(3, dll.Types.Where(t => t.StartsWith("<>f__AnonymousType", StringComparison.Ordinal)));
            });
    }
}
