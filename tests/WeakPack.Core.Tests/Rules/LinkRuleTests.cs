namespace WeakPack.Core.Tests.Rules;

/// <summary>WP3004, WP3005, WP3006: what stands in the way of a link.</summary>
[TestClass]
public sealed class LinkRuleTests
{
    [TestMethod]
    public void A_unit_that_collides_with_the_consumers_own_type_is_an_error() =>
        Consumer.Of("Console.WriteLine(Unit1.Two); namespace Acme { internal class Other; }",
            Package.Of("""
                [WeakPackageUnit] public static class Unit1 { public static int Two => new Acme.Other().Two; }
                namespace Acme { [WeakPackageUnit] public class Other { public int Two => 2; } }
                """).Split())
        .Rejects("WP3004", "Acme.Other");

    [TestMethod]
    public void A_unit_that_is_not_linked_does_not_collide() =>
        Consumer.Of("Console.WriteLine(Unit1.Two); namespace Acme { internal class Other; }",
            Package.Of("""
                [WeakPackageUnit] public static class Unit1 { public static int Two => 2; }
                namespace Acme { [WeakPackageUnit] public class Other { public int Two => 2; } }
                """).Split())
        .Link().Runs("2");

    [TestMethod]
    public void The_same_unit_of_two_packages_with_other_content_is_an_error()
    {
        var first = Package.Of("[WeakPackageUnit] public static class A { public static int One => Shared.One; } [WeakPackageUnit] public static class Shared { public static int One => 1; }", name: "Pack1").Split();
        var second = Package.Of("[WeakPackageUnit] public static class B { public static int One => Shared.One; } [WeakPackageUnit] public static class Shared { public static int One => 2; }", name: "Pack2").Split();

        Consumer.Of("Console.WriteLine(A.One + B.One);", first, second).Rejects("WP3005", "Shared", "Pack1", "Pack2");
    }

    [TestMethod]
    [DataRow("public static string Text => \"shared\";", DisplayName = "plain")]
    [DataRow("public static string Text => \"shared\" + new { A = 1 };", DisplayName = "anonymous type")]
    [DataRow("public static string Text => Twice(\"shared\"); private static T Twice<T>(T value) => value;", DisplayName = "generic method")]
    [DataRow("public static string Text => Box<string>.Same(\"shared\"); private class Box<T> { public static T Same(T value) => value; }", DisplayName = "generic nested type")]
    [DataRow("public static string Text => new string([.. new[] { 's' }.Select(c => c)]);", DisplayName = "lambda")]
    [DataRow("public static string Text => Data[1] + (Choose(\"two\") + \"\"); private static ReadOnlySpan<byte> Data => [1, 2, 3]; private static int Choose(string s) => s switch { \"one\" => 1, \"two\" => 2, \"three\" => 3, \"four\" => 4, \"five\" => 5, \"six\" => 6, \"seven\" => 7, _ => 0 };", DisplayName = "data")]
    public void The_same_unit_with_the_same_content_is_linked_once(string member)
    {
        var shared = $"[WeakPackageUnit] public static class Shared {{ {member} }}";
        var first = Package.Of([new("/src/A.cs", "[WeakPackageUnit] public static class A { public static string Text => Shared.Text; }"), new("/src/Shared.cs", shared)], name: "Pack1").Split();
        var second = Package.Of([new("/src/B.cs", "[WeakPackageUnit] public static class B { public static string Text => Shared.Text; }"), new("/src/Shared.cs", shared)], name: "Pack2").Split();

        var linked = Consumer.Of("Console.WriteLine(A.Text + B.Text);", first, second).RunsAsUnlinked();
        linked.Output(dll => Assert.HasCount(1, dll.Types.Where(t => t.StartsWith("Shared", StringComparison.Ordinal))));
        JitOracle.Check(linked.Image);
    }

    [TestMethod]
    public void Overloads_of_a_unit_that_is_linked_once_are_told_apart()
    {
        const string shared = """
            [WeakPackageUnit] public class Shared
            {
                public static explicit operator int(Shared s) => 1;
                public static explicit operator long(Shared s) => 2;
                public static string Pick(int i) => "plain";
                public static string Pick<T>(int i) => "generic " + typeof(T).Name;
                public static string Pick<T, U>(T t, U u) => "first " + t + u;
                public static string Pick<T>(List<T> t) => "list";
                public static string Pick<T>(T[] t) => "array";
            }
            """;
        static SplitPackage PackageOf(string name, string type) => Package.Of(
        [
            new($"/src/{type}.cs", $$"""
                [WeakPackageUnit] public static class {{type}}
                {
                    public static string Text => (int)new Shared() + " " + (long)new Shared() + Shared.Pick(1) + Shared.Pick<string>(1) + Shared.Pick(1, "u") + Shared.Pick(new List<int>()) + Shared.Pick(new int[1]);
                }
                """),
            new("/src/Shared.cs", shared),
        ], name).Split();

        Consumer.Of("Console.WriteLine(A.Text); Console.WriteLine(B.Text);", PackageOf("Pack1", "A"), PackageOf("Pack2", "B")).RunsAsUnlinked();
    }

    [TestMethod]
    [DataRow("namespace Rare { public static class Api { public static int Other() => 1; } }", DisplayName = "without the member")]
    [DataRow("namespace Rare { public static class Api { public static int Call(int more) => more; } }", DisplayName = "with another signature")]
    [DataRow("namespace Rare { public static class Elsewhere; }", DisplayName = "without the type")]
    [DataRow("namespace Rare { internal static class Api { internal static int Call() => 1; } }", DisplayName = "with an internal type")]
    public void A_unit_that_needs_what_the_references_lack_is_an_error(string other)
    {
        var package = PackageOverRare();

        Consumer.Of("Console.WriteLine(Adapter.Call());", package).References(Rare(other)).Rejects("WP3006", "Adapter", "Api");
    }

    [TestMethod]
    public void A_unit_that_finds_what_it_needs_is_linked()
    {
        var package = PackageOverRare();
        var newer = Rare("namespace Rare { public static class Api { public static int Call() => 2; public static int More() => 3; } }");

        Consumer.Of("Console.WriteLine(Adapter.Call());", package).References(newer).Link();
    }

    [TestMethod]
    public void A_unit_whose_reference_is_missing_altogether_is_an_error() =>
        Consumer.Of("Console.WriteLine(Adapter.Call());", PackageOverRare()).Rejects("WP3006", "Rare");

    [TestMethod]
    public void Friend_assemblies_see_no_duplicates()
    {
        var package = Package.Of("[WeakPackageUnit] public class Weak { public string Where => GetType().Assembly.GetName().Name!; }").Split();
        var library = Consumer.Library("""
            [assembly: System.Runtime.CompilerServices.InternalsVisibleTo("App")]
            public static class Lib { public static string Where => new Weak().Where; internal static int Friend => 1; }
            """, package).Link();

        Consumer.Of("""Console.WriteLine(new Weak().Where + Lib.Where + Lib.Friend);""", package)
            .References(library.Image)
            .Link()
            .Runs("AppLibrary1");
    }

    private static AssemblyImage Rare(string source) => Compiler.Compile("Rare", [source], isExecutable: false, []).Image;

    private static SplitPackage PackageOverRare() =>
        Package.Of("[WeakPackageUnit] public static class Adapter { public static int Call() => Rare.Api.Call(); } public class Strong;")
            .References(Rare("namespace Rare { public static class Api { public static int Call() => 1; } }"))
            .Split();
}
