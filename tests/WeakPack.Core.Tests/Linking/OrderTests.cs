using WeakPack.Linking;

namespace WeakPack.Core.Tests.Linking;

/// <summary>The same consumer, linked against the same references in another order, gets the same bytes.</summary>
[TestClass]
public sealed class OrderTests
{
    [TestMethod]
    public void The_order_of_references_does_not_show_in_what_is_linked()
    {
        const string shared = """
            [WeakPackageUnit] public static class Shared { public static string Text => Pick("five") + string.Join("", new[] { 1, 2 }.Select(i => new { i })); static int Pick(string s) => s switch { "one" => 1, "two" => 2, "three" => 3, "four" => 4, "five" => 5, "six" => 6, "seven" => 7, _ => 0 }; }
            """;
        var first = Package.Of([new("/src/Shared.cs", shared), new("/src/A.cs", "[WeakPackageUnit] public static class A { public static string Text => Shared.Text + Data.Length; static ReadOnlySpan<byte> Data => [1, 2, 3, 4, 5]; } public static class StrongA { public static int One => 1; }")], "Pack1").Split();
        var second = Package.Of([new("/src/Shared.cs", shared), new("/src/B.cs", "[WeakPackageUnit] public static class B { public static string Text => Shared.Text + new { X = 1 } + Data.Length; static ReadOnlySpan<byte> Data => [1, 2, 3, 4, 5, 6]; }")], "Pack2").Split();
        var third = Package.Of("[WeakPackageUnit] public static class C { public static IEnumerable<string> Lines() { yield return new { X = 1 }.ToString(); } }", "Pack3").Split();
        var consumer = Consumer.Of("Console.WriteLine(A.Text + B.Text + string.Join(\"\", C.Lines()) + StrongA.One);", first, second, third).Link().Compiled;
        Reference[] references = [first.Reference, second.Reference, third.Reference, .. Framework.References];

        var expected = Link(references);
        Assert.AreSequenceEqual(["A", "B", "C", "Shared", "Shared"], [.. expected.Units.Select(unit => unit.Name).Order(StringComparer.Ordinal)]);

        Reference[][] orders = [[.. references.Reverse()], [third.Reference, .. Framework.References, second.Reference, first.Reference]];
        foreach (var order in orders)
        {
            var linked = Link(order);
            Assert.AreSequenceEqual(expected.Output!.Bytes, linked.Output!.Bytes);
            Assert.AreSequenceEqual(expected.Output.Symbols!, linked.Output.Symbols!);
            Assert.AreSequenceEqual(expected.ReferenceAssembly!.Bytes, linked.ReferenceAssembly!.Bytes);
            Assert.AreSequenceEqual(expected.Units.Select(unit => unit.Package + "/" + unit.Name), linked.Units.Select(unit => unit.Package + "/" + unit.Name));
            Assert.AreSequenceEqual(expected.UnneededPackages, linked.UnneededPackages);
        }

        LinkResult Link(Reference[] order) => Linker.Link(new LinkRequest { Consumer = consumer.Image, ReferenceAssembly = consumer.ReferenceAssembly, References = order, IsExecutable = true });
    }

    [TestMethod]
    public void A_package_whose_compiler_was_not_deterministic_is_split_and_linked_all_the_same()
    {
        var options = CompileOptions.Debug with { Deterministic = false };
        var package = Package.Of("[WeakPackageUnit] public static class Pen { public static string Text => \"pen\"; } public class Strong;").With(options).Split();

        Consumer.Of("Console.WriteLine(Pen.Text);", package).With(options).Link().Runs("pen");
    }
}
