using WeakPack.Inspection;
using WeakPack.LinkMaps;

namespace WeakPack.Core.Tests.Linking;

/// <summary>What a linked assembly records of its copies.</summary>
[TestClass]
public sealed class OriginTests
{
    private const string Source = "[WeakPackageUnit] public static class Unit1 { public static int Two => 2; }";

    [TestMethod]
    public void A_copy_has_its_type_unit_package_version_and_hash()
    {
        var package = Package.Of(Source).Split();

        var copy = Copies(Consumer.Of("Console.WriteLine(Unit1.Two);", package).Link().Image).Single();

        Assert.AreEqual(("Unit1", "Unit1", "Pack1", "0.0.0.0"), (copy.Type, copy.Unit, copy.Package, copy.Version));
        Assert.IsNull(copy.NuGetPackage);
        Assert.HasCount(64, copy.Sha256);
    }

    [TestMethod]
    public void A_copy_from_a_NuGet_package_has_its_id_and_version()
    {
        var package = Package.Of(Source).Split();
        var origin = new ReferenceOrigin { NuGetPackage = "Acme.Pack", Version = "2.1.0-rc.1" };

        var copy = Copies(Consumer.Of("Console.WriteLine(Unit1.Two);", package).From(origin).Link().Image).Single();

        Assert.AreEqual(("Pack1", "0.0.0.0"), (copy.Package, copy.Version));
        Assert.AreEqual(new LinkMapNuGetPackage("Acme.Pack", "2.1.0-rc.1"), copy.NuGetPackage);
    }

    [TestMethod]
    public void A_copy_that_a_unit_of_another_package_brought_keeps_its_origin()
    {
        var first = Package.Of(Source).Split();
        var second = Package.Of("[WeakPackageUnit] public static class Unit2 { public static int Four => Unit1.Two * 2; }", name: "Pack2").Requires(first).Split();

        var copies = Copies(Consumer.Of("Console.WriteLine(Unit2.Four);", second).Link().Image);

        Assert.AreEqual("Pack1 Unit1, Pack2 Unit2", string.Join(", ", copies.Select(copy => $"{copy.Package} {copy.Type}").Order(StringComparer.Ordinal)));
    }

    [TestMethod]
    public void A_copy_that_only_a_weak_unit_uses_leaves_no_trace_in_the_runtime_package()
    {
        var first = Package.Of(Source).Split();
        var second = Package.Of("""
            [WeakPackageUnit] public static class Unit2 { public static int Four => Unit1.Two * 2; }
            public static class Strong;
            """, name: "Pack2").Requires(first).Split();

        Assert.IsEmpty(Copies(second.RuntimeImage));
    }

    [TestMethod]
    public void A_copy_that_strong_code_uses_is_recorded_in_the_runtime_package()
    {
        var first = Package.Of(Source).Split();
        var second = Package.Of("""
            [WeakPackageUnit] public static class Unit2 { public static int Four => Unit1.Two * 2; }
            public static class Strong { public static int Two => Unit1.Two; }
            """, name: "Pack2").Requires(first).Split();

        Assert.AreEqual("Unit1", Copies(second.RuntimeImage).Single().Type);
    }

    [TestMethod]
    [DataRow("PenWin, unit PenWin of Vcl 1.2.0.0, sha256 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    [DataRow("A.B`1, unit a unit of them of Vcl.Of.Old 1.2, nuget Vcl 1.2.0-a+b, sha256 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    public void A_record_is_read_as_it_was_written(string text) => Assert.AreEqual(text, LinkedCopy.TryParse(text)?.ToString());

    [TestMethod]
    [DataRow("")]
    [DataRow("PenWin, unit PenWin of Vcl, sha256 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    [DataRow("PenWin, unit PenWin of Vcl 1.2.0.0, sha256 0123")]
    public void Other_text_is_no_record(string text) => Assert.IsNull(LinkedCopy.TryParse(text));

    private static IReadOnlyList<LinkedCopy> Copies(AssemblyImage image) => AssemblyContents.Read(image).Copies;
}
