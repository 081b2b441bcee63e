using System.Text.RegularExpressions;

namespace WeakPack.Core.Tests.Linking;

/// <summary>Types that nobody names from outside, and whose names are taken: one for all where they are the same, and another name where they are not.</summary>
[TestClass]
public sealed partial class CollisionTests
{
    [TestMethod]
    [DataRow("new { A = i }", "<>f__AnonymousType", DisplayName = "anonymous type")]
    [DataRow("((Func<object>)(() => { var f = (ref int x) => x; return f(ref i); }))()", "<>F{", DisplayName = "delegate with ref")]
    [DataRow("((Func<object>)(() => { var f = (int x = 3) => x; return f(); }))()", "<>f__AnonymousDelegate", DisplayName = "delegate with a default")]
    [DataRow("Sum([i, i, i, i, i, i, i, i, i, i, i, i, i, i, i, i, i, i])", "<>y__InlineArray18", DisplayName = "inline array")]
    [DataRow("string.Join(',', (IReadOnlyList<int>)[i, 2])", "<>z__ReadOnlyArray", DisplayName = "read-only array")]
    [DataRow("string.Join(',', (IReadOnlyList<int>)[i])", "<>z__ReadOnlySingleElementList", DisplayName = "read-only list of one")]
    [DataRow("Twice(i)", "Helper", DisplayName = "internal type of both")]
    public void A_helper_that_the_consumer_has_too_is_there_once(string expression, string helper)
    {
        var code = $$"""
            public static string Tell(int i) => "" + {{expression}};
            private static int Sum(ReadOnlySpan<int> numbers) => numbers[0] + numbers[1];
            private static int Twice(int i) => Helper.Twice(i);
            """;
        const string Shared = "internal static class Helper { public static int Twice(int i) => 2 * i; }";
        var package = Package.Of("[WeakPackageUnit] public static class Weak { " + code + "}" + Shared).Split();

        var linked = Consumer.Of("Console.WriteLine(Weak.Tell(1)); Console.WriteLine(Own.Tell(2)); static class Own { " + code + "}" + Shared, package)
            .RunsAsUnlinked().DoesNotNeed(package)
            .Output(dll => Assert.HasCount(1, dll.Types.Where(type => type.StartsWith(helper, StringComparison.Ordinal))));
        JitOracle.Check(linked.Image);
    }

    [TestMethod]
    public void A_helper_with_another_number_is_the_same()
    {
        var package = Package.Of("[WeakPackageUnit] public static class Weak { public static string Tell(int i) => \"\" + new { A = i } + new { B = i }; }").Split();

        Consumer.Of("""
            Console.WriteLine("" + new { B = 1 } + new { C = 1, D = 2 } + new { A = 1 } + Weak.Tell(2));
            """, package).RunsAsUnlinked()
            .Output(dll => Assert.HasCount(3, AnonymousTypes(dll)));
    }

    [TestMethod]
    public void A_helper_that_is_another_gets_a_name_from_its_content()
    {
        var package = Package.Of("[WeakPackageUnit] public static class Weak { public static string Tell(int i) => \"\" + new { A = i }; }").Split();

        var linked = Consumer.Of("Console.WriteLine(Weak.Tell(2) + new { B = 1 });", package).RunsAsUnlinked();
        var other = Consumer.Of("Console.WriteLine(Weak.Tell(3) + new { C = 1 } + new { D = 2 });", package).Named("Other").RunsAsUnlinked();

        using var one = new AssemblyView(linked.Image.Bytes);
        using var two = new AssemblyView(other.Image.Bytes);
        var name = AnonymousTypes(one).Single(type => Suffixed().IsMatch(type));
        CollectionAssert.Contains(AnonymousTypes(two), name, "Two consumers name it alike.");
    }

    [TestMethod]
    public void Data_of_package_and_consumer_stand_side_by_side()
    {
        static string Of(string name, string data) => $"public static class {name} {{ public static int Sum => Data[0] + Data[1]; private static ReadOnlySpan<int> Data => [{data}]; public static int Pick(string s) => s switch {{ \"one\" => 1, \"two\" => 2, \"three\" => 3, \"four\" => 4, \"five\" => 5, \"six\" => 6, \"seven\" => 7, _ => 0 }}; }}";
        var first = Package.Of("[WeakPackageUnit] " + Of("Weak1", "1, 2, 3, 4"), name: "Pack1").Split();
        var second = Package.Of("[WeakPackageUnit] " + Of("Weak2", "5, 6, 7, 8"), name: "Pack2").Split();

        var linked = Consumer.Of("Console.WriteLine(Weak1.Sum + Weak2.Sum + Own.Sum + Weak1.Pick(\"one\") + Weak2.Pick(\"two\") + Own.Pick(\"six\"));" + Of("Own", "9, 10, 11, 12"), first, second)
            .RunsAsUnlinked().DoesNotNeed(first).DoesNotNeed(second);
        JitOracle.Check(linked.Image);
        linked.Output(dll => Assert.HasCount(3, dll.Types.Where(type => type.StartsWith("<PrivateImplementationDetails>", StringComparison.Ordinal)).Distinct()));
    }

    [TestMethod]
    [DataRow("1", 1, DisplayName = "the same")]
    [DataRow("2", 2, DisplayName = "another")]
    public void A_file_local_type_of_a_file_of_the_same_name(string value, int count)
    {
        static SourceFile File(string type, string value, string more) => new("/src/Shared.cs", $"{more} public static class {type} {{ public static int Value => Local.Value; }} file static class Local {{ public static int Value => {value}; }}");
        var package = Package.Of([File("Weak", "1", "[WeakPackageUnit]")]).Split();

        new ConsumerFixture("App", [new("", "Console.WriteLine(Weak.Value + Own.Value);"), File("Own", value, "")], [package], isExecutable: true)
            .RunsAsUnlinked()
            .Output(dll => Assert.HasCount(count, dll.Types.Where(type => type.Contains("__Local", StringComparison.Ordinal))));
    }

    [TestMethod]
    public void An_internal_type_that_is_another_gets_another_name() =>
        Consumer.Of("Console.WriteLine(Weak.Two + Helper.Three); internal static class Helper { public static int Three => 3; }",
            Package.Of("[WeakPackageUnit] public static class Weak { public static int Two => Helper.Two; } internal static class Helper { public static int Two => 2; }").Split())
        .Link().Runs("5").Output(dll => Assert.HasCount(2, dll.Types.Where(type => type.StartsWith("Helper", StringComparison.Ordinal))));

    [TestMethod]
    public void An_internal_type_that_is_the_same_but_for_what_it_uses_gets_another_name() =>
        Consumer.Of("Console.WriteLine(Weak.Two + Helper.Two); internal static class Helper { public static int Two => Deep.Two; } internal static class Deep { public static int Two => 3; }",
            Package.Of("[WeakPackageUnit] public static class Weak { public static int Two => Helper.Two; } internal static class Helper { public static int Two => Deep.Two; } internal static class Deep { public static int Two => 2; }").Split())
        .Link().Runs("5");

    [TestMethod]
    [DataRow("Aaa", DisplayName = "that comes first")]
    [DataRow("Zzz", DisplayName = "that comes last")]
    public void An_internal_type_gives_way_to_a_unit_of_its_name(string name)
    {
        var one = Package.Of("[WeakPackageUnit] public static class Shared { public static int One => 1; }", name: "Pack1").Split();
        var other = Package.Of("[WeakPackageUnit] public static class Other { public static int Two => Shared.Two; } internal static class Shared { public static int Two => 2; }", name: name).Split();

        Consumer.Of("Console.WriteLine(Shared.One + Other.Two);", one, other).Link().Runs("3").DoesNotNeed(one).DoesNotNeed(other);
    }

    [TestMethod]
    public void Three_packages_with_internal_types_of_one_name_have_as_many_copies_as_contents()
    {
        SplitPackage PackageOf(int number, int value) => Package.Of($"[WeakPackageUnit] public static class Weak{number} {{ public static int Value => Helper.Value; }} internal static class Helper {{ public static int Value => {value}; }}", name: $"Pack{number}").Split();

        Consumer.Of("Console.WriteLine(Weak1.Value + Weak2.Value + Weak3.Value);", PackageOf(1, 10), PackageOf(2, 20), PackageOf(3, 20)).Link().Runs("50")
            .Output(dll => Assert.HasCount(2, dll.Types.Where(type => type.StartsWith("Helper", StringComparison.Ordinal))));
    }

    [TestMethod]
    public void Helpers_that_use_types_of_one_name_from_two_assemblies_are_not_the_same()
    {
        static AssemblyImage Rare(int number) => Compiler.Compile($"Rare{number}", [$"namespace Rare {{ public static class Api {{ public static int Number => {number}; }} }}"], isExecutable: false, []).Image;
        static SplitPackage PackageOf(int number) => Package.Of($"[WeakPackageUnit] public static class Weak{number} {{ public static int Number => Helper.Number; }} internal static class Helper {{ public static int Number => Rare.Api.Number; }}", name: $"Pack{number}")
            .References(Rare(number)).Split();

        Consumer.Of("Console.WriteLine(Weak1.Number * 10 + Weak2.Number);", PackageOf(1), PackageOf(2)).References(Rare(1), Rare(2)).Link().Output(dll =>
        {
            Assert.HasCount(2, dll.Types.Where(type => type.StartsWith("Helper", StringComparison.Ordinal)));
            CollectionAssert.IsSubsetOf(new[] { "Rare1", "Rare2" }, dll.AssemblyReferences.ToArray());
        });
    }

    [TestMethod]
    [DataRow("public NullableAttribute(byte flag) { }", 1, DisplayName = "the same")]
    [DataRow("public NullableAttribute(byte flag) { } public NullableAttribute(byte[] flags) { }", 1, DisplayName = "with more members")]
    [DataRow("public NullableAttribute(byte[] flags) { }", 2, DisplayName = "with other members")]
    public void An_attribute_that_compilers_embed_is_there_once_when_the_consumers_can_stand_for_it(string members, int count)
    {
        static string Attribute(string members) => $$"""
            namespace Microsoft.CodeAnalysis { internal sealed partial class EmbeddedAttribute : Attribute { } }
            namespace Acme.CompilerServices { [Microsoft.CodeAnalysis.Embedded, System.Runtime.CompilerServices.CompilerGenerated] internal sealed class NullableAttribute : Attribute { {{members}} } }
            """;
        var package = Package.Of("[WeakPackageUnit, Acme.CompilerServices.Nullable(1)] public static class Weak { public static int Two => typeof(Weak).GetCustomAttributes(false).Length; }" + Attribute("public NullableAttribute(byte flag) { }")).Split();

        Consumer.Of("Console.WriteLine(Weak.Two > 0);" + Attribute(members), package).Link().Runs("True")
            .Output(dll =>
            {
                Assert.HasCount(count, dll.Types.Where(type => type.StartsWith("Acme.CompilerServices.NullableAttribute", StringComparison.Ordinal)));
                Assert.HasCount(1, dll.Types.Where(type => type.StartsWith("Microsoft.CodeAnalysis.EmbeddedAttribute", StringComparison.Ordinal)));
            });
    }

    [TestMethod]
    public void The_consumers_own_type_of_a_units_name_is_an_error_with_both_places()
    {
        var package = Package.Of([new("/src/pack/Other.cs", """
            [WeakPackageUnit] public static class Unit1 { public static int Two => new Acme.Other().Two; }
            namespace Acme
            {
                [WeakPackageUnit] public class Other { public int Two => 2; }
            }
            """)]).Split();
        var consumer = new ConsumerFixture("App",
            [new("", "Console.WriteLine(Unit1.Two);"), new("/src/app/Mine.cs", "namespace Acme\n{\n    internal class Other { public int Three => 3; }\n}")],
            [package],
            isExecutable: true);

        var error = consumer.Rejects("WP3004", "Acme.Other", "'Pack1' 0.0.0.0", "Pack1.wpi; /src/pack/Other.cs, line 4", "/src/app/Mine.cs, line 3").Diagnostics.Single();
        Assert.AreEqual(("/src/app/Mine.cs", 3), (error.Location!.File, error.Location.Line));
    }

    [TestMethod]
    public void The_consumers_own_nested_type_of_a_units_name_is_none() =>
        Consumer.Of("Console.WriteLine(Unit1.Two + Mine.Unit1.Three); static class Mine { public static class Unit1 { public static int Three => 3; } }",
            Package.Of("[WeakPackageUnit] public static class Unit1 { public static int Two => 2; }").Split()).Link().Runs("5");

    [TestMethod]
    public void Two_versions_of_a_unit_are_an_error_with_both_origins()
    {
        SplitPackage PackageOf(string name, string version, string user, int value) => Package.Of($"[assembly: System.Reflection.AssemblyVersion(\"{version}\")] [WeakPackageUnit] public static class {user} {{ public static int One => Shared.One; }} [WeakPackageUnit] public static class Shared {{ public static int One => {value}; }}", name).Split();

        Consumer.Of("Console.WriteLine(A.One + B.One);", PackageOf("Pack1", "1.2.0.0", "A", 1), PackageOf("Pack2", "3.4.0.0", "B", 2))
            .Rejects("WP3005", "Shared", "'Pack1' 1.2.0.0 (/bin/Pack1.wpi; /src/Pack1/File1.cs, line 1)", "'Pack2' 3.4.0.0 (/bin/Pack2.wpi; /src/Pack2/File1.cs, line 1)");
    }

    [TestMethod]
    public void Two_versions_of_a_unit_that_differ_in_the_data_of_an_array_are_an_error()
    {
        byte[] data = [1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 4], other = [1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 5];
        static SplitPackage PackageOf(string name, string user) =>
            Package.Of($"[WeakPackageUnit] public static class {user} {{ public static int One => Shared.All[0]; }} [WeakPackageUnit] public static class Shared {{ public static int[] All => [1, 2, 3, 4]; }}", name).Split();
        var second = PackageOf("Pack2", "B");

        Consumer.Of("Console.WriteLine(A.One + B.One);", PackageOf("Pack1", "A"), second).Link().Runs("2");
        Consumer.Of("Console.WriteLine(A.One + B.One);", PackageOf("Pack1", "A"), second.WithManifest("hashes=\"2\"", "hashes=\"0\"").WithBytes(data, other))
            .Rejects("WP3005", "Shared");
    }

    [TestMethod]
    public void The_same_unit_beside_other_helpers_is_linked_once()
    {
        static SplitPackage PackageOf(string name, string user, string before) => Package.Of(
            [
                new($"/src/{name}.cs", $$"""[WeakPackageUnit] public static class {{user}} { public static string Text => {{before}} + Shared.Text; }"""),
                new("/src/Shared.cs", "[WeakPackageUnit] public static class Shared { public static string Text => \"\" + new { A = 1 } + new { B = 2 } + ((Func<int>)(() => { var f = (int x = 3) => x; return f(); }))(); }"),
            ], name).Split();

        Consumer.Of("Console.WriteLine(A.Text + B.Text);", PackageOf("Pack1", "A", "\"\""), PackageOf("Pack2", "B", "\"\" + new { C = 1 } + new { D = 2 } + ((Func<int>)(() => { var f = (string s = \"\") => 1; return f(); }))()"))
            .RunsAsUnlinked()
            .Output(dll =>
            {
                Assert.HasCount(1, dll.Types.Where(type => type.StartsWith("Shared", StringComparison.Ordinal)));
                Assert.HasCount(4, AnonymousTypes(dll));
            });
    }

    private static List<string> AnonymousTypes(AssemblyView dll) => [.. dll.Types.Where(type => type.StartsWith("<>f__AnonymousType", StringComparison.Ordinal))];

    [GeneratedRegex(@"\$[0-9a-f]{8}$")]
    private static partial Regex Suffixed();
}
