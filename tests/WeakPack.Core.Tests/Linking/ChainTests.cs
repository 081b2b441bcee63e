namespace WeakPack.Core.Tests.Linking;

/// <summary>A package that uses the weak units of another is a consumer itself: units go from package to package.</summary>
[TestClass]
public sealed class ChainTests
{
    private static SplitPackage First() => Package.Of("""
        [WeakPackageUnit] public class Unit1 { public static int Two => Choose("two"); private static int Choose(string s) => new { Two = 2 }.Two; public static string Where => typeof(Unit1).Assembly.GetName().Name!; }
        public class Strong1;
        """, name: "Pack1").Split();

    private static SplitPackage Second(SplitPackage first) => Package.Of("""
        [WeakPackageUnit] public class Unit2 { public static int Four => Unit1.Two * 2; public static string Where => Unit1.Where; }
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
}
