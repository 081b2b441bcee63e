using WeakPack.Core.Tests.Fixtures;

namespace WeakPack.Core.Tests.ImportLibraries;

/// <summary>What consumers compile against and what they link by: neither may change when a body does.</summary>
[TestClass]
public class CompileSurfaceTests
{
    private const string Package = """
        [WeakPackageUnit] public static class Pen { public static string Draw() => "pen"; }
        public static class Memo { public static string Text => "memo"; }
        """;

    [TestMethod]
    public void It_offers_weak_units_without_their_code()
    {
        using var surface = new AssemblyView(Split(Package).Result.CompileSurface!);

        Assert.IsTrue(surface.Type("Pen").IsPublic);
        Assert.DoesNotContain("WeakPack.Annotations", surface.AssemblyReferences);
        Assert.IsLessThan(0, Split(Package).Result.CompileSurface!.AsSpan().IndexOf(System.Text.Encoding.Unicode.GetBytes("pen")));
    }

    [TestMethod]
    public void It_is_the_same_when_a_weak_body_changes_and_the_import_library_is_not()
    {
        var (before, after) = (Split(Package).Result, Split(Package.Replace("\"pen\"", "new string('p', 3)", StringComparison.Ordinal)).Result);

        Assert.AreSequenceEqual(before.CompileSurface!, after.CompileSurface!);
        Assert.AreEqual(before.Digest, after.Digest);
        Assert.AreNotSequenceEqual(before.ImportLibrary!, after.ImportLibrary!);
    }

    [TestMethod]
    public void It_is_the_same_when_a_weak_body_gets_a_lambda() =>
        Assert.AreSequenceEqual(
            Split(Package).Result.CompileSurface!,
            Split(Package.Replace("\"pen\"", "string.Concat(new[] { 1, 2 }.Select(i => i + 1))", StringComparison.Ordinal)).Result.CompileSurface!);

    [TestMethod]
    public void The_reference_assembly_is_the_same_when_a_strong_body_gets_a_lambda()
    {
        var (before, after) = (Split(Package), Split(Package.Replace("\"memo\"", "string.Concat(new[] { 1, 2 }.Select(i => i + 1))", StringComparison.Ordinal)));

        Assert.AreNotSequenceEqual(before.Compiled.ReferenceAssembly!.Bytes, after.Compiled.ReferenceAssembly!.Bytes);
        Assert.AreSequenceEqual(before.Result.ReferenceAssembly!.Bytes, after.Result.ReferenceAssembly!.Bytes);
    }

    [TestMethod]
    public void It_is_another_when_a_weak_signature_changes()
    {
        var (before, after) = (Split(Package).Result, Split(Package.Replace("Draw()", "Draw(int width)", StringComparison.Ordinal)).Result);

        Assert.AreNotSequenceEqual(before.CompileSurface!, after.CompileSurface!);
        Assert.AreNotEqual(before.Digest, after.Digest);
    }

    [TestMethod]
    public void It_is_the_same_for_another_version_of_the_product()
    {
        const string Version = """[assembly: System.Reflection.AssemblyInformationalVersion("1.0+commit")]""";

        Assert.AreSequenceEqual(Split(Version + Package).Result.CompileSurface!, Split(Version.Replace("commit", "next", StringComparison.Ordinal) + Package).Result.CompileSurface!);
    }

    [TestMethod]
    public void The_digest_is_the_same_when_a_strong_body_changes() =>
        Assert.AreEqual(Split(Package).Result.Digest, Split(Package.Replace("\"memo\"", "new string('m', 3)", StringComparison.Ordinal)).Result.Digest);

    [TestMethod]
    public void The_digest_is_another_when_a_strong_body_needs_another_assembly() =>
        Assert.AreNotEqual(Split(Package).Result.Digest, Split(Package.Replace("\"memo\"", "System.Net.IPAddress.Loopback.ToString()", StringComparison.Ordinal)).Result.Digest);

    [TestMethod]
    public void The_digest_is_another_when_strong_code_begins_to_use_a_weak_unit() =>
        Assert.AreNotEqual(Split(Package).Result.Digest, Split(Package.Replace("\"memo\"", "Pen.Draw()", StringComparison.Ordinal)).Result.Digest);

    [TestMethod]
    public void A_package_without_a_reference_assembly_has_neither()
    {
        var package = Fixtures.Package.Of(Package).With(CompileOptions.Debug with { ProducesReferenceAssembly = false }).Split().Result;

        Assert.IsNull(package.CompileSurface);
        Assert.IsNull(package.Digest);
    }

    private static SplitPackage Split(string source) => Fixtures.Package.Of(source).Split();
}
