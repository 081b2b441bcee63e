using WeakPack.ImportLibraries;
using WeakPack.Linking;

namespace WeakPack.Core.Tests.NativeLibraries;

/// <summary>Import libraries that somebody made by hand, with names that would lead out of their folder.</summary>
[TestClass]
public sealed class NativePathTests
{
    private const string Source = "[WeakPackageUnit] public static class Rare { public static int One => 1; }";

    // As long as the values that they take the place of, so that the file's structure stays.
    [TestMethod]
    [DataRow("name", "../rare.so")]
    [DataRow("name", "..\\rare.so")]
    [DataRow("name", "a/../ra.so")]
    [DataRow("name", "a\\rare1.so")]
    [DataRow("name", "/rare12.so")]
    [DataRow("name", "\\rare12.so")]
    [DataRow("name", "C:rare1.so")]
    [DataRow("name", "rare.so:as")]
    [DataRow("name", "..........")]
    [DataRow("name", "librare.s ")]
    [DataRow("name", "librare.s.")]
    [DataRow("name", "lib*are.so")]
    [DataRow("name", "con.librar")]
    [DataRow("rid", "../../abc")]
    [DataRow("rid", "linux/x64")]
    [DataRow("rid", "linux\\x64")]
    [DataRow("rid", "/inux-x64")]
    [DataRow("rid", "C:nux-x64")]
    [DataRow("rid", "linux..64")]
    [DataRow("rid", ".........")]
    [DataRow("rid", "linux-x6.")]
    [DataRow("rid", "linux x64")]
    public void A_name_that_could_be_a_path_is_refused(string attribute, string value)
    {
        using var folder = new NativeFolder();

        var result = Link(folder, attribute, value);

        Expect.Rejected(result.Diagnostics, "WP3110", "Pack1.wpi", value);
        Assert.IsNull(result.Output);
    }

    [TestMethod]
    [DataRow("name", "..brare.so")]
    [DataRow("name", "lib..re.so")]
    [DataRow("name", "-ibrare.so")]
    [DataRow("name", "lib are.so")]
    [DataRow("name", "lib$(a).so")]
    [DataRow("name", "lib%2fr.so")]
    [DataRow("name", "cons.ra.so")]
    [DataRow("rid", "linux.x64")]
    [DataRow("rid", "linux_x64")]
    [DataRow("rid", "LINUX-X64")]
    public void A_name_that_is_none_is_looked_for(string attribute, string value)
    {
        using var folder = new NativeFolder();

        Expect.Rejected(Link(folder, attribute, value).Diagnostics, "WP3015", "is missing");
    }

    [TestMethod]
    [DataRow("..")]
    [DataRow("AB")]
    [DataRow("/a")]
    public void A_hash_that_is_none_is_refused(string start)
    {
        using var folder = new NativeFolder();
        var hash = Rare(folder).Result.ShippedNativeLibraries[0].Asset.Hash;

        Expect.Rejected(Link(folder, "hash", start + hash[start.Length..]).Diagnostics, "WP3110", "is no SHA-256");
    }

    [TestMethod]
    public void A_compiler_is_not_even_handed_such_an_import_library()
    {
        using var folder = new NativeFolder();
        var package = Rare(folder);

        Assert.IsEmpty(ImportLibraryCheck.Check([package.Reference, .. Framework.References]));
        var forged = package.WithManifest("name=\"librare.so\"", "name=\"../rare.so\"");
        Assert.AreEqual("WP3110", ImportLibraryCheck.Check([forged.Reference, .. Framework.References]).Single().Descriptor.Id);
    }

    private static SplitPackage Rare(NativeFolder folder) => folder.Deploy(Package.Of(Source).Ships(folder.Item("librare.so", "Rare")).Split());

    private static LinkResult Link(NativeFolder folder, string attribute, string value)
    {
        var package = Rare(folder);
        var asset = package.Result.ShippedNativeLibraries[0].Asset;
        var before = attribute switch { "rid" => asset.RuntimeIdentifier, "name" => asset.Name, _ => asset.Hash };
        Assert.AreEqual(before.Length, value.Length, "the test's own values");
        var forged = package.WithManifest($"<nativeFile {Text(asset.RuntimeIdentifier, asset.Name, asset.Hash)}", attribute switch
        {
            "rid" => $"<nativeFile {Text(value, asset.Name, asset.Hash)}",
            "name" => $"<nativeFile {Text(asset.RuntimeIdentifier, value, asset.Hash)}",
            _ => $"<nativeFile {Text(asset.RuntimeIdentifier, asset.Name, value)}",
        });
        return Linker.Link(new LinkRequest
        {
            Consumer = Compiler.Compile("App", ["Console.WriteLine(Rare.One);"], isExecutable: true, [package.ImportLibraryBytes]).Image,
            References = [.. Framework.References, forged.Reference],
            IsExecutable = true,
        });
    }

    private static string Text(string rid, string name, string hash) => $"rid=\"{rid}\" name=\"{name}\" hash=\"{hash}\"";
}
