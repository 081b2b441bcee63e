using WeakPack.Core.Tests.Fixtures;
using WeakPack.LinkMaps;

namespace WeakPack.Core.Tests.LinkMaps;

/// <summary>How a unit came in: from a member of the consumer, by the names that its author knows.</summary>
[TestClass]
public sealed class PullChainTests
{
    private const string Source = """
        [WeakPackageUnit] public static class Outer { public static int Four => Middle.Two * 2; }
        internal static class Middle { public static int Two => Inner.One + 1; }
        [WeakPackageUnit] public class Inner { public static int One => 1; }
        """;

    [TestMethod]
    public void It_begins_at_the_member_that_names_the_unit() =>
        AssertChain("Inner", "App: Program.Sum → Inner", """
            Console.WriteLine(Program.Sum());
            partial class Program { static int Sum() => Inner.One; }
            """);

    [TestMethod]
    public void A_unit_that_another_one_pulled_shows_all_the_way() =>
        AssertChain("Inner", "App: Program.Main → Outer; Pack1: Outer.Four → Middle.Two; Pack1: Middle.Two → Inner.One", "Console.WriteLine(Outer.Four);");

    [TestMethod]
    public void The_shortest_way_is_shown() =>
        AssertChain("Inner", "App: Program.Main → Inner", "Console.WriteLine(Outer.Four + Inner.One);");

    [TestMethod]
    public void A_lambda_is_shown_as_the_member_that_it_stands_in() =>
        AssertChain("Inner", "App: User.Use → Inner", """
            Console.WriteLine(User.Use(1));
            static class User { public static int Use(int i) { Func<int> sum = () => i + Inner.One; return sum(); } }
            """);

    [TestMethod]
    public void An_async_method_is_shown_by_its_name() =>
        AssertChain("Inner", "App: User.UseAsync → Inner", """
            Console.WriteLine(User.UseAsync().Result);
            static class User { public static async Task<int> UseAsync() { await Task.Yield(); return Inner.One; } }
            """);

    [TestMethod]
    public void Asynchronous_statements_at_the_top_are_those_of_Main() =>
        AssertChain("Inner", "App: Program.Main → Inner", "await Task.Yield(); Console.WriteLine(Inner.One);");

    [TestMethod]
    public void A_property_is_shown_by_its_name() =>
        AssertChain("Inner", "App: User.Value → Inner", """
            Console.WriteLine(User.Value);
            static class User { public static int Value => Inner.One; }
            """);

    [TestMethod]
    public void A_base_class_is_a_use_by_the_type() =>
        AssertChain("Inner", "App: Derived → Inner", """
            Console.WriteLine(new Derived());
            class Derived : Inner;
            """);

    [TestMethod]
    public void The_type_of_a_unit_that_nobody_names_came_with_the_rest_of_it()
    {
        var package = Package.Of("""
            [WeakPackageUnit("Pens")] public static class Pen { public static int One => 1; }
            [WeakPackageUnit("Pens")] public static class Brush { public static int Two => Rare.Two; }
            [WeakPackageUnit] public static class Rare { public static int Two => 2; }
            """).Split();

        var map = Consumer.Of("Console.WriteLine(Pen.One);", package).Link().Map;

        Assert.AreEqual("App: Program.Main → Pen; Pack1: Pen → Brush; Pack1: Brush.Two → Rare.Two", Chain(map, "Rare"));
    }

    [TestMethod]
    public void A_unit_that_only_the_text_of_an_attribute_names_has_no_member() =>
        AssertChain("Inner", "App: ? → Inner", """
            Console.WriteLine(typeof(User).GetCustomAttributes(false).Length);
            [System.ComponentModel.DefaultValue(typeof(Inner), null)] class User;
            """);

    private static void AssertChain(string unit, string expected, string consumer)
    {
        var package = Package.Of(Source).Split();
        Assert.AreEqual(expected, Chain(Consumer.Of(consumer, package).Link().Map, unit));
    }

    private static string Chain(LinkMap map, string unit) =>
        string.Join("; ", map.Packages.Single().Units.Single(candidate => candidate.Name == unit).Chain.Select(step => $"{step.Assembly}: {step.Member ?? "?"} → {step.Uses}"));
}
