namespace WeakPack.Core.Tests.NativeLibraries;

/// <summary>Which native libraries a linked consumer needs, and where they are.</summary>
[TestClass]
public sealed class NativeNeedTests
{
    private const string Source = """
        [WeakPackageUnit] public static class Rare { public static int One => 1; }
        [WeakPackageUnit] public static class Mate { public static int Two => Rare.One + 1; }
        [WeakPackageUnit] public static class Other { public static int Three => 3; }
        public static class Strong { public static int Four => 4; }
        """;

    [TestMethod]
    [DataRow("Rare.One", "librare.so")]
    [DataRow("Mate.Two", "librare.so", DisplayName = "by way of another unit")]
    [DataRow("Other.Three", "libother.so")]
    [DataRow("Rare.One + Other.Three", "libother.so librare.so")]
    [DataRow("Strong.Four", "")]
    public void A_consumer_needs_those_of_the_units_that_it_links(string use, string libraries)
    {
        using var folder = new NativeFolder();
        var package = folder.Deploy(Package.Of(Source).Ships(folder.Item("librare.so", "Rare"), folder.Item("libother.so", "Other")).Split());

        var linked = Consumer.Of($"Console.WriteLine({use});", package).Link();

        Assert.AreSequenceEqual(libraries.Split(' ', StringSplitOptions.RemoveEmptyEntries), Names(linked));
        Assert.IsTrue(linked.Result.NativeLibraries.All(need => need.Owner == "App" && File.Exists(need.Path)));
    }

    [TestMethod]
    [DataRow("lib/net10.0")]
    [DataRow("ref/net10.0")]
    public void In_a_NuGet_package_they_are_found_in_the_folder_of_all_frameworks(string place)
    {
        using var folder = new NativeFolder();
        var package = folder.Deploy(Package.Of(Source).Ships(folder.Item("librare.so", "Rare")).Split(), place, "tools/weakpack/native");

        Assert.AreSequenceEqual(["librare.so"], Names(Consumer.Of("Console.WriteLine(Rare.One);", package).Link()));
    }

    [TestMethod]
    public void A_folder_above_another_than_that_of_a_NuGet_package_is_not_looked_into()
    {
        using var folder = new NativeFolder();
        var package = folder.Deploy(Package.Of(Source).Ships(folder.Item("librare.so", "Rare")).Split(), "bin/net10.0", "tools/weakpack/native");

        Consumer.Of("Console.WriteLine(Rare.One);", package).Rejects("WP3015", "'Rare'", "'librare.so'", "is missing");
    }

    [TestMethod]
    public void A_file_that_is_another_than_the_package_was_built_with_is_an_error_where_it_is_needed()
    {
        using var folder = new NativeFolder();
        var package = folder.Deploy(Package.Of(Source).Ships(folder.Item("librare.so", "Rare")).Split());
        folder.Write("bin/weakpack/native/" + package.Result.ShippedNativeLibraries[0].Asset.Place, "another");

        Consumer.Of("Console.WriteLine(Rare.One);", package).Rejects("WP3015", "is not the file", "Rebuild or restore the package 'Pack1'");
        Consumer.Of("Console.WriteLine(Other.Three);", package).Link();
    }

    [TestMethod]
    public void Two_packages_with_different_files_of_one_name_are_an_error_and_with_the_same_file_are_none()
    {
        using var folder = new NativeFolder();
        var first = folder.Deploy(Package.Of(Source).Ships(folder.Item("librare.so", "Rare", content: "one")).Split(), "one", "one/weakpack/native");
        const string twin = "[WeakPackageUnit] public static class Twin { public static int One => 1; }";
        using var others = new NativeFolder();
        var same = others.Deploy(Package.Of(twin, "Pack2").Ships(others.Item("librare.so", "Twin", content: "one")).Split());
        using var different = new NativeFolder();
        var other = different.Deploy(Package.Of(twin, "Pack2").Ships(different.Item("librare.so", "Twin", content: "two")).Split());

        Consumer.Of("Console.WriteLine(Rare.One + Twin.One);", first, same).Link();
        Consumer.Of("Console.WriteLine(Rare.One + Twin.One);", first, other).Rejects("WP3015", "'Twin' of 'Pack2'", "same name and other content");
        Consumer.Of("Console.WriteLine(Strong.Four + Twin.One);", first, other).Link();
    }

    [TestMethod]
    public void A_package_that_stays_and_retains_a_unit_is_brought_its_library()
    {
        using var folder = new NativeFolder();
        var package = folder.Deploy(Package.Of(Source.Replace("Four => 4", "Four => Rare.One", StringComparison.Ordinal)).Ships(folder.Item("librare.so", "Rare")).Split());

        Assert.AreEqual("Pack1", Consumer.Of("Console.WriteLine(Strong.Four);", package).Link().Result.NativeLibraries.Single().Owner);
        Assert.AreSequenceEqual(["App", "Pack1"], Consumer.Of("Console.WriteLine(Strong.Four + Rare.One);", package).Link().Result.NativeLibraries.Select(need => need.Owner));
        Assert.IsEmpty(Consumer.Of("Console.WriteLine(Other.Three);", package).Link().Result.NativeLibraries);
    }

    [TestMethod]
    public void A_unit_that_linked_a_unit_ships_its_library_too()
    {
        using var folder = new NativeFolder();
        var first = folder.Deploy(Package.Of(Source).Ships(folder.Item("librare.so", "Rare")).Split());
        var second = Package.Of("[WeakPackageUnit] public static class Outer { public static int One => Rare.One; } public static class Plain { public static int Two => 2; }", "Pack2").Requires(first).Split();

        Assert.AreSequenceEqual(["librare.so"], second.Result.ShippedNativeLibraries.Select(file => file.Asset.Name));
        Assert.IsEmpty(second.Result.NativeLibraries, "its strong code does not call it");
        folder.Deploy(second, "second", "second/weakpack/native");
        Assert.AreSequenceEqual(["librare.so"], Names(Consumer.Of("Console.WriteLine(Outer.One);", second).Link()));
        Assert.IsEmpty(Names(Consumer.Of("Console.WriteLine(Plain.Two);", second).Link()));
    }

    [TestMethod]
    public void Strong_code_of_a_package_that_linked_a_unit_needs_its_library()
    {
        using var folder = new NativeFolder();
        var first = folder.Deploy(Package.Of(Source).Ships(folder.Item("librare.so", "Rare")).Split());

        var second = Package.Of("[WeakPackageUnit] public static class Outer { public static int One => 1; } public static class Plain { public static int Two => Rare.One; }", "Pack2").Requires(first).Split();

        Assert.IsEmpty(second.Result.ShippedNativeLibraries);
        Assert.AreSequenceEqual(["librare.so"], second.Result.NativeLibraries.Select(need => need.Asset.Name));
    }

    private static IEnumerable<string> Names(LinkedConsumer linked) => linked.Result.NativeLibraries.Select(need => need.Asset.Name).Order(StringComparer.Ordinal);
}
