using System.Reflection.Metadata.Ecma335;
using System.Text.Json;

namespace WeakPack.Core.Tests.DebugData;

/// <summary>What a PDB tells of the module as a whole: how it was compiled, and from where its sources are to be had.</summary>
[TestClass]
public sealed class ModuleInformationTests
{
    private static readonly Guid s_options = new("B5FEEC05-8CD0-4A83-96DA-466284BB4BD8");
    private static readonly Guid s_references = new("7E4D4708-096E-4C5C-AEDA-CB10BA6A740D");

    private static readonly SourceFile s_unit = new("/_/Pack1/Weak Unit.cs", "[WeakPackageUnit] public static class Weak { public static int Two() => 2; }");
    private static readonly SourceFile s_program = new("/_/App/Program.cs", "Console.WriteLine(Weak.Two());");

    [TestMethod]
    public void How_the_consumer_was_compiled_stays_in_its_PDB()
    {
        var linked = new ConsumerFixture("App", [s_program], [Package.Of([s_unit]).Split()], isExecutable: true).Link();

        using var before = new PdbView(linked.Compiled.Image);
        using var after = new PdbView(linked.Image);
        CollectionAssert.IsSubsetOf(new[] { s_options, s_references }, before.KindsOfModule);
        CollectionAssert.AreEquivalent(before.KindsOfModule, after.KindsOfModule);
    }

    [TestMethod]
    public void How_the_package_was_compiled_stays_out_of_its_import_library()
    {
        var package = Package.Of([s_unit]).With(CompileOptions.Debug with { EmbedPdb = true }).Split();

        using var library = new PdbView(new("Pack1.wpi", package.ImportLibraryBytes));
        Assert.IsEmpty(library.KindsOfModule);
        Assert.AreEqual("Pack1.pdb", library.CodeView.Path);
        using var runtime = new PdbView(package.RuntimeImage);
        CollectionAssert.IsSubsetOf(new[] { s_options, s_references }, runtime.KindsOfModule);
    }

    [TestMethod]
    public void What_is_told_of_methods_and_types_is_sorted_by_them()
    {
        const string asynchronous = "public static async Task<int> Wait() { await Task.Yield(); return 2; }";
        var unit = new SourceFile("/_/Pack1/Unit.cs", $"[WeakPackageUnit] public static class Weak {{ {asynchronous} }} [WeakPackageUnit(\"Weak\")] public interface IWeak;");
        var program = new SourceFile("/_/App/Program.cs", $"await Weak.Wait(); await Own.Wait(); public static class Own {{ {asynchronous} }} public interface IOwn;");

        using var linked = new PdbView(new ConsumerFixture("App", [program], [Package.Of([unit]).Split()], isExecutable: true).Link().Image);
        var parents = linked.Pdb.CustomDebugInformation.Select(handle => CodedIndex.HasCustomDebugInformation(linked.Pdb.GetCustomDebugInformation(handle).Parent)).ToList();
        Assert.IsGreaterThan(4, parents.Distinct().Count());
        Assert.AreSequenceEqual(parents.Order().ToList(), parents); // a reader looks for them by halves
    }

    [TestMethod]
    public void Files_of_the_package_map_to_where_the_package_has_them()
    {
        var map = LinkedMap(
            """{"documents":{"/_/*":"https://example.org/pack1/abc/*"}}""",
            """{"documents":{"/_/*":"https://example.org/app/def/*","/_/App/generated.cs":"https://example.org/generated.cs"}}""");

        Assert.HasCount(3, map!);
        Assert.AreEqual("https://example.org/app/def/*", map!["/_/*"]);
        Assert.AreEqual("https://example.org/generated.cs", map["/_/App/generated.cs"]);
        Assert.AreEqual("https://example.org/pack1/abc/Pack1/Weak%20Unit.cs", map["/_/Pack1/Weak Unit.cs"]);
    }

    [TestMethod]
    public void The_map_of_one_repository_serves_both()
    {
        const string map = """{ "documents" : { "/_/*" : "https://example.org/abc/*" } }""";

        using var pdb = new PdbView(Link(map, map));
        Assert.AreEqual(map, pdb.SourceLink);
    }

    [TestMethod]
    public void A_consumer_without_a_map_gets_one_for_the_files_of_the_package()
    {
        var map = LinkedMap("""{"documents":{"/_/Pack1/*":"https://example.org/long/*","/_/*":"https://example.org/short/*","/_/App/*":"https://example.org/no/*"}}""", null);

        Assert.HasCount(1, map!);
        Assert.AreEqual("https://example.org/long/Weak%20Unit.cs", map!["/_/Pack1/Weak Unit.cs"]);
    }

    [TestMethod]
    public void Without_any_map_there_is_none()
    {
        using var pdb = new PdbView(Link(null, null));
        Assert.IsNull(pdb.SourceLink);
    }

    [TestMethod]
    public void A_map_that_is_none_is_left_as_it_is()
    {
        using var pdb = new PdbView(Link("not JSON", "neither is this"));
        Assert.AreEqual("neither is this", pdb.SourceLink);
    }

    private static Dictionary<string, string>? LinkedMap(string? package, string? consumer)
    {
        using var pdb = new PdbView(Link(package, consumer));
        return JsonDocument.Parse(pdb.SourceLink!).RootElement.GetProperty("documents").Deserialize<Dictionary<string, string>>();
    }

    private static AssemblyImage Link(string? package, string? consumer)
    {
        var split = Package.Of([s_unit]).With(CompileOptions.Debug with { SourceLink = package }).Split();
        return new ConsumerFixture("App", [s_program], [split], isExecutable: true).With(CompileOptions.Debug with { SourceLink = consumer }).Link().Image;
    }
}
