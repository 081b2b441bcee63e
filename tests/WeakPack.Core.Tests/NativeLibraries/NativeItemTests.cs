using WeakPack.ImportLibraries;
using WeakPack.NativeLibraries;

namespace WeakPack.Core.Tests.NativeLibraries;

/// <summary>What a package's project says of native libraries, and what its import library tells of them.</summary>
[TestClass]
public sealed class NativeItemTests
{
    private const string Source = """
        [WeakPackageUnit] public static class Rare { public static int One => 1; }
        [WeakPackageUnit] public static class Other { public static int Two => 2; }
        public static class Strong { public static int Three => 3; }
        """;

    [TestMethod]
    public void An_import_library_lists_those_of_each_unit_by_platform_name_and_hash()
    {
        using var folder = new NativeFolder();

        var package = Package.Of(Source).Ships(folder.Item("rare.dll", "Rare", "win-x64"), folder.Item("librare.so", "Rare", content: "abc"), folder.Item("helper.txt", "Other", "any")).Accepts();

        var manifest = Manifest.Read(Manifest.FindIn(package.ImportLibraryBytes));
        Assert.AreSequenceEqual(["linux-x64 librare.so", "win-x64 rare.dll"], Describe(manifest, "Rare"));
        Assert.AreSequenceEqual(["any helper.txt"], Describe(manifest, "Other"));
        var asset = manifest.Units.Single(unit => unit.Name == "Rare").NativeFiles[0];
        Assert.AreEqual("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", asset.Hash, "SHA-256 of abc, as FIPS 180 has it");
        Assert.AreEqual("linux-x64/ba7816bf/librare.so", asset.Place);
        Assert.IsFalse(asset.IsRetained);
        Assert.HasCount(3, package.Result.ShippedNativeLibraries);
        Assert.IsEmpty(package.Result.NativeLibraries, "the dll itself calls none");
    }

    [TestMethod]
    public void A_platform_that_is_not_named_is_every_one()
    {
        using var folder = new NativeFolder();

        var package = Package.Of(Source).Ships(folder.Item("librare.so", "Rare", "")).Accepts();

        Assert.AreSequenceEqual(["any librare.so"], Describe(Manifest.Read(Manifest.FindIn(package.ImportLibraryBytes)), "Rare"));
    }

    [TestMethod]
    public void A_unit_that_is_retained_makes_the_package_need_its_library()
    {
        using var folder = new NativeFolder();

        var package = Package.Of(Source.Replace("Three => 3", "Three => Rare.One", StringComparison.Ordinal)).Ships(folder.Item("librare.so", "Rare"), folder.Item("libother.so", "Other")).Accepts();

        Assert.AreSequenceEqual(["librare.so"], package.Result.NativeLibraries.Select(need => need.Asset.Name));
        Assert.AreEqual("Pack1", package.Result.NativeLibraries[0].Owner);
        Assert.IsTrue(Manifest.Read(Manifest.FindIn(package.ImportLibraryBytes)).Units.Single(unit => unit.Name == "Rare").NativeFiles[0].IsRetained);
    }

    [TestMethod]
    public void A_unit_that_is_not_there_is_an_error()
    {
        using var folder = new NativeFolder();

        Package.Of(Source).Ships(folder.Item("librare.so", "Strong")).Rejects("WP3014", "'librare.so'", "no weak unit 'Strong'");
        Package.Of(Source).Ships(folder.Item("librare.so", "")).Rejects("WP3014", "says no Unit");
        Package.Of("public class Strong;").Ships(folder.Item("librare.so", "Rare")).Rejects("WP3014", "no weak unit 'Rare'");
    }

    [TestMethod]
    public void A_file_that_is_not_there_is_an_error() =>
        Package.Of(Source).Ships(new UnitNativeLibrary("native/librare.so", "/no/such/librare.so", "linux-x64", "Rare")).Rejects("WP3014", "'native/librare.so'", "no file '/no/such/librare.so'");

    [TestMethod]
    [DataRow("../linux")]
    [DataRow("linux/x64")]
    [DataRow("linux\\x64")]
    [DataRow("linux..x64")]
    [DataRow("..")]
    [DataRow("C:")]
    [DataRow("linux x64")]
    [DataRow("-linux")]
    [DataRow("linux-x64\n")]
    [DataRow("con")]
    public void A_platform_that_is_no_name_is_an_error(string rid)
    {
        using var folder = new NativeFolder();

        Package.Of(Source).Ships(folder.Item("librare.so", "Rare") with { RuntimeIdentifier = rid }).Rejects("WP3014", $"RuntimeIdentifier=\"{rid}\"");
    }

    [TestMethod]
    [DataRow("linux-musl-x64")]
    [DataRow("osx.10.12-x64")]
    [DataRow("win7-x86")]
    [DataRow("ubuntu.22.04-x64")]
    [DataRow("console-x64")]
    public void A_platform_with_dots_and_dashes_is_none(string rid)
    {
        using var folder = new NativeFolder();

        Package.Of(Source).Ships(folder.Item("librare.so", "Rare", rid)).Accepts();
    }

    [TestMethod]
    public void Two_files_of_one_name_for_one_platform_and_unit_are_an_error()
    {
        using var folder = new NativeFolder();
        var first = folder.Item("librare.so", "Rare");
        var second = new UnitNativeLibrary("other/LibRare.so", folder.Write("other/LibRare.so", "2"), "linux-x64", "Rare");

        Package.Of(Source).Ships(first, second).Rejects("WP3014", "'other/LibRare.so'", "has 'librare.so'", "linux-x64");
        Package.Of(Source).Ships(first, second with { Unit = "Other" }).Accepts();
        Package.Of(Source).Ships(first, second with { RuntimeIdentifier = "linux-arm64" }).Accepts();
        Package.Of(Source).Ships(first, first).Accepts();
    }

    private static IEnumerable<string> Describe(Manifest manifest, string unit) =>
        manifest.Units.Single(candidate => candidate.Name == unit).NativeFiles.Select(asset => $"{asset.RuntimeIdentifier} {asset.Name}");
}
