namespace WeakPack.Core.Tests.Linking;

/// <summary>Strong code, weak units and consumers that use both, some of either, or none.</summary>
[TestClass]
public sealed class MixedUseTests
{
    private const string PackageSource = """
        namespace Acme
        {
            public class Strong
            {
                public static int Count;
                public int Value { get; set; } = 1;
                public virtual string Tell() => "strong " + Value;
                public string Sibling() => Inner.Helper.Twice("s");
                protected internal int Guarded() => 7;
                public struct Part { public int A; private int b; public readonly int Sum => A + b; }
                public enum Kind { A, B }
                public interface IThing { int Do(in int value, ref readonly int other); }
            }

            [WeakPackageUnit]
            public class Weak : Strong, Strong.IThing
            {
                public override string Tell() => "weak " + base.Tell() + Guarded() + ++Count;
                public int Do(in int value, ref readonly int other) => value + other;
                public static Strong.Part Make(Strong.Kind kind) => new() { A = (int)kind + 40 };
                public T Generic<T>(T value) where T : Strong { value.Value++; return value; }
            }

            namespace Inner
            {
                [WeakPackageUnit] public static class Helper
                {
                    public static string Twice(string text) => text + text + Hidden.Mark;
                    public static Type Self => typeof(Helper);
                }

                internal static class Hidden { public static char Mark => '!'; }
            }
        }
        """;

    [TestMethod]
    public void A_consumer_of_weak_units_alone_does_not_need_the_package()
    {
        var package = Package.Of("""
            [WeakPackageUnit] public static class Weak { public static int Two => 2; }
            public static class Strong { public static int Three => 3; }
            """).Split();

        Consumer.Of("Console.WriteLine(Weak.Two);", package).Link().Runs("2").DoesNotNeed(package)
            .Output(dll => Assert.IsTrue(dll.Type("Weak").IsNotPublic));
    }

    [TestMethod]
    public void A_consumer_of_strong_code_alone_gets_nothing()
    {
        var package = Package.Of(PackageSource).Split();

        var linked = Consumer.Of("Console.WriteLine(new Acme.Strong().Tell());", package).Link().Runs("strong 1", with: package);
        Assert.IsEmpty(linked.Result.Units);
        Assert.IsEmpty(linked.Result.UnneededPackages);
        linked.Output(dll => Assert.IsFalse(dll.HasType("Acme.Weak")));
    }

    [TestMethod]
    public void A_consumer_of_both_keeps_the_package_and_gets_its_copies()
    {
        var package = Package.Of(PackageSource).Split()
            .Runtime(dll =>
            {
                Assert.IsFalse(dll.HasType("Acme.Weak"));
                Assert.IsTrue(dll.Type("Acme.Inner.Helper").IsNotPublic);
            })
            .ImportLibrary(wpi =>
            {
                Assert.IsTrue(wpi.Unit("Acme.Weak").HasCode);
                Assert.IsTrue(wpi.Unit("Acme.Inner.Helper").HasCode);
                Assert.IsFalse(wpi.Type("Acme.Strong").HasCode);
            });
        Construct.KeepsItsUnits(package);

        var linked = Consumer.Of("""
            using Acme;
            var weak = new Weak();
            Console.WriteLine(weak.Tell() + weak.Do(1, 2) + Weak.Make(Strong.Kind.B).Sum + weak.Generic(new Mine()).Tell());
            Console.WriteLine(Acme.Inner.Helper.Twice("x") + weak.Sibling());
            Console.WriteLine(Strong.Count);
            class Mine : Weak { public override string Tell() => "mine " + base.Tell(); }
            """, package).RunsAsUnlinked();
        Construct.Check(linked);
        Assert.IsEmpty(linked.Result.UnneededPackages);
    }

    [TestMethod]
    public void Package_and_consumer_have_a_copy_each()
    {
        var package = Package.Of("""
            [WeakPackageUnit] public static class Weak { public static string Where => typeof(Weak).Assembly.GetName().Name!; }
            public static class Strong { public static string Where => Weak.Where; }
            """).Split();

        Consumer.Of("""Console.WriteLine(Weak.Where + " " + Strong.Where);""", package).Link().Runs("App Pack1", with: package);
    }

    [TestMethod]
    public void What_a_strong_type_offers_a_compiler_is_what_the_reference_assembly_offers()
    {
        var package = Package.Of(PackageSource).Split();

        DumpAssert.AreEqual(
            MetadataDump.OfType(package.Compiled.ReferenceAssembly!.Bytes, "Acme.Strong"),
            MetadataDump.OfType(package.ImportLibraryBytes, "Acme.Strong"),
            "Acme.Strong in the import library");
        package.ReferenceAssembly(dll => Assert.IsFalse(dll.HasType("Acme.Weak")));
    }

    [TestMethod]
    public void Units_of_two_packages_and_a_unit_that_uses_another_package()
    {
        var first = Package.Of("""
            [WeakPackageUnit] public class First { public virtual string Name => "first"; }
            """, name: "Pack1").Split();
        var second = Package.Of("""
            [WeakPackageUnit] public class Second { public string Tell() => "second " + new object().GetType().Name; }
            """, name: "Pack2").Split();

        var linked = Consumer.Of("""Console.WriteLine(new First().Name + new Second().Tell());""", first, second).RunsAsUnlinked();
        Construct.Check(linked);
        linked.DoesNotNeed(first).DoesNotNeed(second);
    }

    [TestMethod]
    public void A_unit_that_is_used_only_by_a_unit_comes_along()
    {
        var package = Package.Of("""
            [WeakPackageUnit] public static class Outer { public static string Tell() => new Middle<int>().Tell(); }
            [WeakPackageUnit] public class Middle<T> { public string Tell() => typeof(Last).Name; }
            [WeakPackageUnit] public class Last;
            [WeakPackageUnit] public class Unused;
            """).Split();

        Consumer.Of("Console.WriteLine(Outer.Tell());", package).RunsAsUnlinked()
            .Output(dll => CollectionAssert.AreEquivalent(
                new[] { "Outer", "Middle`1", "Last" },
                dll.Types.Intersect(["Outer", "Middle`1", "Last", "Unused"]).ToArray()));
    }

    [TestMethod]
    public void Splitting_and_linking_twice_gives_the_same_bytes()
    {
        var package = Package.Of(PackageSource).Split();
        var again = Package.Of(PackageSource).Split();
        CollectionAssert.AreEqual(package.ImportLibraryBytes, again.ImportLibraryBytes, "import library");
        CollectionAssert.AreEqual(package.RuntimeImage.Bytes, again.RuntimeImage.Bytes, "runtime package");
        CollectionAssert.AreEqual(package.RuntimeImage.Symbols, again.RuntimeImage.Symbols, "its symbols");

        const string source = "Console.WriteLine(new Acme.Weak().Tell() + new { A = 1 });";
        var linked = Consumer.Of(source, package).Link();
        var relinked = Consumer.Of(source, again).Link();
        CollectionAssert.AreEqual(linked.Image.Bytes, relinked.Image.Bytes, "consumer");
        CollectionAssert.AreEqual(linked.Image.Symbols, relinked.Image.Symbols, "its symbols");
    }

    [TestMethod]
    public void The_consumers_own_code_is_what_the_compiler_wrote()
    {
        var package = Package.Of(PackageSource).Split();
        var linked = Consumer.Of("""
            using Acme;
            var weak = new Weak();
            Console.WriteLine(new Own<Weak>().Use(weak) + typeof(Acme.Inner.Helper).Name);
            [System.ComponentModel.TypeConverter(typeof(Weak))]
            class Own<T> where T : Weak
            {
                private readonly Dictionary<Weak, List<Strong>> table = [];
                public string Use(T weak) { table[weak] = [weak]; return table[weak][0] is Weak { Value: 1 } w ? w.Tell() : ""; }
            }
            """, package).RunsAsUnlinked();

        using var before = new MetadataDump(linked.Compiled.Image.Bytes);
        using var after = new MetadataDump(linked.Image.Bytes);
        foreach (var type in before.Types)
        {
            DumpAssert.AreEqual(before.OfType(type), after.OfType(type), type);
            DumpAssert.AreEqual(DebugDump.OfType(linked.Compiled.Image, type), DebugDump.OfType(linked.Image, type), "The debug data of " + type);
        }
    }

    [TestMethod]
    public void Helpers_that_collide_are_renamed_and_those_of_the_consumer_are_not()
    {
        const string data = "ReadOnlySpan<byte> Data";
        var package = Package.Of($$"""
            [WeakPackageUnit] public static class Weak
            {
                public static {{data}} => [1, 2, 3];
                public static object Anonymous => new { A = 1 };
                public static IReadOnlyList<int> List(int i) => [i];
                public static string Local() => new Own().Tell();
            }
            file class Own { public string Tell() => "package"; }
            """).Split();

        var linked = Consumer.Of("""
            Console.WriteLine("" + Weak.Data[2] + Mine.Data[1] + Weak.Anonymous + new { A = "x" } + Weak.List(1)[0] + Mine.List(2)[0] + Weak.Local() + new Own().Tell());
            static class Mine { public static ReadOnlySpan<byte> Data => [4, 5, 6, 7]; public static IReadOnlyList<int> List(int i) => [i]; }
            file class Own { public string Tell() => "app"; }
            """, package).RunsAsUnlinked();
        Construct.Check(linked);
        linked.Output(dll =>
        {
            foreach (var type in dll.Types.Where(t => t.StartsWith('<')).GroupBy(MetadataNames.WithoutSuffix))
                Assert.Contains(type.Key, type);
        });
        CollectionAssert.IsSubsetOf(
            Construct.CopiesIn(linked).ToArray(),
            linked.Result.Units.SelectMany(u => u.Types).ToArray(),
            "The linked units name their types as they are in the consumer.");
    }
}
