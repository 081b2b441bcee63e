using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using WeakPack.Packaging;

namespace WeakPack.Core.Tests.Linking;

/// <summary>Manifest resources that go where weak units go.</summary>
[TestClass]
public sealed class ResourceTests
{
    private const string Speller = """
        [WeakPackageUnit] public static class Speller
        {
            public static string Words => new System.IO.StreamReader(typeof(Speller).Assembly.GetManifestResourceStream("words.txt")!).ReadToEnd();
        }
        """;

    private const string Program = "Console.WriteLine(Speller.Words);";

    private static readonly CompileOptions s_options = CompileOptions.Debug with { Resources = [("words.txt", "pen ink", "Speller"), ("strong.txt", "strong", null)] };

    [TestMethod]
    public void A_unit_finds_its_resource_in_the_consumer()
    {
        var package = Package.Of(Speller + "public class Strong;").With(s_options).Split();

        CollectionAssert.AreEqual(new[] { "strong.txt" }, Resources(package.RuntimeImage.Bytes));
        CollectionAssert.AreEquivalent(new[] { "words.txt", "WeakPack.ImportLibrary.xml" }, Resources(package.ImportLibraryBytes));
        var linked = Consumer.Of(Program, package).RunsAsUnlinked();
        linked.Runs("pen ink");
        CollectionAssert.AreEqual(new[] { "words.txt" }, Resources(linked.Image.Bytes));
    }

    [TestMethod]
    public void A_resource_of_a_unit_that_is_not_used_stays_away()
    {
        var package = Package.Of(Speller + "[WeakPackageUnit] public static class Other { public static int One => 1; }").With(s_options).Split();

        Assert.IsEmpty(Resources(Consumer.Of("Console.WriteLine(Other.One);", package).RunsAsUnlinked().Image.Bytes));
    }

    [TestMethod]
    public void A_resource_of_a_unit_that_a_sibling_uses_is_in_the_package_as_well()
    {
        var package = Package.Of(Speller + "public static class Strong { public static string Words => Speller.Words; }").With(s_options).Split();

        Assert.Contains("words.txt", Resources(package.RuntimeImage.Bytes));
        Consumer.Of("Console.WriteLine(Strong.Words + Speller.Words);", package).RunsAsUnlinked();
    }

    [TestMethod]
    public void A_resource_of_no_weak_unit_is_an_error() =>
        Package.Of(Speller).With(CompileOptions.Debug with { Resources = [("words.txt", "", "Spellar")] }).Rejects("WP3002", "'words.txt'", "WeakUnit=\"Spellar\"");

    [TestMethod]
    public void Translations_of_a_units_resource_are_told_of()
    {
        var package = Package.Of(Speller).With(s_options).Translated(new("words.zh-Hans.txt", "zh-Hans"), new("WORDS.de.txt", "de"), new("strong.de.txt", "de")).Split()
            .Reports("WP3019", "'words.txt'", "weak unit 'Speller'", "(de, zh-Hans)", "satellites of 'Pack1'");

        Assert.HasCount(1, package.Result.Diagnostics.Where(found => found.Descriptor.Id == "WP3019"));
        Consumer.Of(Program, package).Link().Runs("pen ink");
    }

    [TestMethod]
    public void And_those_that_are_marked_themselves() =>
        Package.Of(Speller).With(s_options).Translated(new TranslatedResource("other.de.txt", "de", "Speller")).Split().Reports("WP3019", "'other.txt'", "'Speller'");

    [TestMethod]
    public void Translations_of_strong_codes_resources_are_nobodys_business()
    {
        var package = Package.Of(Speller).With(s_options).Translated(new("strong.de.txt", "de"), new("words.de.more.txt", "de"), new("Texts/words.de.txt", "de")).Split();

        Assert.DoesNotContain("WP3019", package.Result.Diagnostics.Select(found => found.Descriptor.Id));
    }

    [TestMethod]
    public void A_name_that_the_consumer_has_for_something_else_is_an_error()
    {
        var package = Package.Of(Speller).With(s_options).Split();

        Consumer.Of(Program, package).With(CompileOptions.Debug with { Resources = [("words.txt", "mine", null)] }).Rejects("WP3012", "'words.txt'", "'Speller'", "'App'");
    }

    [TestMethod]
    public void The_same_resource_on_both_sides_is_there_once()
    {
        var package = Package.Of(Speller).With(s_options).Split();

        var linked = Consumer.Of(Program, package).With(CompileOptions.Debug with { Resources = [("words.txt", "pen ink", null)] }).Link();

        linked.Runs("pen ink");
        CollectionAssert.AreEqual(new[] { "words.txt" }, Resources(linked.Image.Bytes));
    }

    private static string[] Resources(byte[] image)
    {
        using var pe = new PEReader(new MemoryStream(image));
        var reader = pe.GetMetadataReader();
        return [.. reader.ManifestResources.Select(handle => reader.GetString(reader.GetManifestResource(handle).Name))];
    }
}
