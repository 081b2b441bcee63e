using System.Text;
using WeakPack.ImportLibraries;

namespace WeakPack.Core.Tests.ImportLibraries;

/// <summary>WP3112: of a unit that is linked the hash is made again, from the import library alone, and must be the one that its manifest names.</summary>
[TestClass]
public sealed class UnitHashTests
{
    private const string Source = """
        [WeakPackageUnit("Tools")] public static class Pen { public static string Tell() => "a pen" + Ink.Of(7); public static ReadOnlySpan<byte> Data => [21, 22, 23, 24, 25, 26, 27, 28, 29]; }
        [WeakPackageUnit("Tools")] public static class Paper { public static string Tell() => "a sheet"; }
        [WeakPackageUnit] public static class Other { public static string Tell() => "another"; }
        internal static class Ink { public static string Of(int color) => "ink " + color; }
        """;

    private const string UsesPen = "Console.WriteLine(Pen.Tell() + Pen.Data.Length);";

    private static readonly Lazy<SplitPackage> s_package = new(() => Package.Of(Source).Split());

    [TestMethod]
    public void A_hash_that_is_not_of_the_type() => Rejects(WithHash("Pen", new string('a', 64)));

    [TestMethod]
    public void A_hash_of_another_type_of_the_unit()
    {
        var forged = WithHash("Paper", HashOf("Other"));

        Consumer.Of(UsesPen, forged).Rejects("WP3112", "Pack1.wpi", "'Paper' of unit 'Tools'", "'Pack1'");
    }

    [TestMethod]
    public void A_unit_with_a_wrong_hash_that_nobody_links_is_not_looked_at() =>
        Consumer.Of(UsesPen, WithHash("Other", new string('a', 64))).Link().Runs("a penink 79");

    [TestMethod]
    public void Another_text_in_its_code() => Rejects(s_package.Value.WithBytes(Encoding.Unicode.GetBytes("a pen"), Encoding.Unicode.GetBytes("a gun")));

    [TestMethod]
    public void Another_text_in_an_internal_type_that_travels_with_it() => Rejects(s_package.Value.WithBytes(Encoding.Unicode.GetBytes("ink "), Encoding.Unicode.GetBytes("oil ")));

    [TestMethod]
    public void Other_data_of_a_field() => Rejects(s_package.Value.WithBytes([21, 22, 23, 24], [21, 22, 23, 99]));

    [TestMethod]
    public void Other_code_of_a_strong_type_is_none_of_the_units()
    {
        var package = Package.Of(Source + "public class Strong { public const string Text = \"abcd\"; }").Split();

        Consumer.Of(UsesPen, package.WithBytes(Encoding.Unicode.GetBytes("abcd"), Encoding.Unicode.GetBytes("dcba"))).Link().Runs("a penink 79");
    }

    [TestMethod]
    public void Hashes_of_a_rule_that_this_version_does_not_know_are_taken_as_they_are() =>
        Consumer.Of(UsesPen, WithHash("Pen", new string('a', 64)).WithManifest("hashes=\"2\"", "hashes=\"9\"")).Link().Runs("a penink 79");

    [TestMethod]
    public void The_hash_is_the_same_for_a_consumer_whose_framework_has_the_types_elsewhere()
    {
        // netstandard.dll has them all; for a consumer of .NET it forwards each.
        var package = Package.Of("""
            [WeakPackageUnit, Note(typeof(Pen), DayOfWeek.Friday, "Pack1")] public class Pen : List<string> { public static string Tell() => string.Join(",", new Pen { "a", "b" }.Select(text => new { text }.text + Ink.Dry)); }
            public sealed class NoteAttribute(params object[] values) : Attribute { public object[] Values => values; }
            internal static class Ink { public static string Dry => "!"; }
            """).With(new() { Framework = TargetFramework.NetStandard20 }).Split();

        Consumer.Of("Console.WriteLine(Pen.Tell());", package).Link().Runs("a!,b!");
    }

    [TestMethod]
    public void The_hash_is_the_same_for_a_unit_that_was_linked_into_its_package_before()
    {
        var first = Package.Of("[WeakPackageUnit] public static class Ink { public static string Of<T>(T color) => \"ink \" + new { color }.color; }", "Pack0").Split();
        var second = Package.Of("[WeakPackageUnit] public static class Pen { public static string Tell() => \"a pen of \" + Ink.Of(new { x = 7 }.x); }").Requires(first).Split();

        Consumer.Of("Console.WriteLine(Pen.Tell() + Ink.Of(8));", second, first).Link().Runs("a pen of ink 7ink 8");
    }

    private static void Rejects(SplitPackage forged) => Consumer.Of(UsesPen, forged).Rejects("WP3112", "Pack1.wpi", "'Pen' of unit 'Tools'", "'Pack1'");

    private static SplitPackage WithHash(string type, string hash) => s_package.Value.WithManifest(HashOf(type), hash);

    private static string HashOf(string type) =>
        Manifest.Read(Manifest.FindIn(s_package.Value.ImportLibraryBytes)).Units.SelectMany(unit => unit.Types).Single(found => found.Name == type).Hash;
}
