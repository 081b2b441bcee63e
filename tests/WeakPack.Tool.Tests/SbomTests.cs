using System.Text.Json.Nodes;

namespace WeakPack.Tool.Tests;

/// <summary><c>weakpack sbom</c>.</summary>
[TestClass]
public sealed class SbomTests
{
    private const string Source = """
        [WeakPackageUnit] public static class PenWin { public static int Two => 2; }
        [WeakPackageUnit("Pens")] public static class Pen { public static int Two => 2; }
        [WeakPackageUnit("Pens")] public static class Brush { public static int Two => 2; }
        """;

    [TestMethod]
    public void A_new_document_has_a_component_for_each_copied_unit()
    {
        using var files = App("Console.WriteLine(PenWin.Two + Pen.Two);");

        var json = ToolRun.Of("sbom", files.Folder).EndsWith(0).Json;

        Assert.AreEqual("CycloneDX", (string?)json["bomFormat"]);
        var components = json["components"]!.AsArray();
        Assert.HasCount(2, components);
        var unit = components.Single(component => Property(component!, "weakpack:unit") == "PenWin")!;
        Assert.AreEqual("Pack1", (string?)unit["name"]);
        Assert.AreEqual("0.0.0.0", (string?)unit["version"]);
        Assert.AreEqual("App.dll", Property(unit, "weakpack:linkedInto"));
        Assert.AreEqual("SHA-256", (string?)unit["hashes"]![0]!["alg"]);
        Assert.AreEqual(64, ((string)unit["hashes"]![0]!["content"]!).Length);
        Assert.IsNull(unit["purl"]);
    }

    [TestMethod]
    public void A_unit_of_a_NuGet_package_has_its_id_version_and_package_URL()
    {
        using var files = App("Console.WriteLine(PenWin.Two);", new ReferenceOrigin { NuGetPackage = "Acme.Pens", Version = "2.1.0-beta" });

        var unit = ToolRun.Of("sbom", files.PathOf("App.dll")).EndsWith(0).Json["components"]![0]!;

        Assert.AreEqual("Acme.Pens", (string?)unit["name"]);
        Assert.AreEqual("2.1.0-beta", (string?)unit["version"]);
        Assert.AreEqual("Pack1 0.0.0.0", Property(unit, "weakpack:origin"));
        Assert.AreEqual("pkg:nuget/Acme.Pens@2.1.0-beta#PenWin", (string?)unit["purl"]);
    }

    [TestMethod]
    public void A_document_is_added_to_and_what_is_there_stays()
    {
        using var files = App("Console.WriteLine(PenWin.Two);");
        files.With("bom.json", """{ "bomFormat": "CycloneDX", "specVersion": "1.5", "version": 3, "components": [ { "type": "library", "name": "Serilog", "version": "3.1.1" } ] }"""u8.ToArray());

        ToolRun.Of("sbom", files.Folder, "--input", files.PathOf("bom.json"), "--output", files.PathOf("out.json")).EndsWith(0);
        ToolRun.Of("sbom", files.Folder, "--input", files.PathOf("out.json"), "--output", files.PathOf("again.json")).EndsWith(0);

        Assert.AreEqual(File.ReadAllText(files.PathOf("out.json")), File.ReadAllText(files.PathOf("again.json")), "Adding twice adds nothing.");
        var json = JsonNode.Parse(File.ReadAllText(files.PathOf("out.json")))!;
        Assert.AreEqual(("1.5", 3), ((string?)json["specVersion"], (int)json["version"]!));
        Assert.AreEqual("Serilog, Pack1", string.Join(", ", json["components"]!.AsArray().Select(component => (string?)component!["name"])));
    }

    [TestMethod]
    public void A_document_can_take_the_place_of_the_one_that_it_was_made_of()
    {
        using var files = App("Console.WriteLine(PenWin.Two);");
        files.With("bom.json", """{ "bomFormat": "CycloneDX", "specVersion": "1.5", "components": [] }"""u8.ToArray());

        ToolRun.Of("sbom", files.PathOf("App.dll"), "--input", files.PathOf("bom.json"), "--output", files.PathOf("bom.json")).EndsWith(0);

        Assert.AreEqual("Pack1", (string?)JsonNode.Parse(File.ReadAllText(files.PathOf("bom.json")))!["components"]![0]!["name"]);
        Assert.AreSequenceEqual(["App.dll", "bom.json"], Directory.GetFiles(files.Folder).Select(Path.GetFileName).Where(file => !file!.EndsWith(".pdb", StringComparison.Ordinal)).Order(StringComparer.Ordinal), "Nothing is left aside.");
    }

    [TestMethod]
    public void A_place_where_nothing_can_be_written_is_refused()
    {
        using var files = App("Console.WriteLine(PenWin.Two);");

        ToolRun.Of("sbom", files.PathOf("App.dll"), "--output", files.PathOf(Path.Combine("nowhere", "bom.json"))).Refuses("bom.json");

        Assert.IsFalse(Directory.Exists(files.PathOf("nowhere")));
    }

    [TestMethod]
    [DataRow("{")]
    [DataRow("[]")]
    [DataRow("{\"bomFormat\":\"SPDX\"}")]
    [DataRow("{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.1\"}")]
    [DataRow("{\"bomFormat\":7}")]
    public void What_is_no_such_document_is_refused(string text)
    {
        using var files = App("Console.WriteLine(PenWin.Two);");
        files.With("bom.json", System.Text.Encoding.UTF8.GetBytes(text));

        ToolRun.Of("sbom", files.Folder, "--input", files.PathOf("bom.json")).Refuses("bom.json");
    }

    [TestMethod]
    public void A_document_that_is_nested_deeper_than_anyone_writes_is_refused()
    {
        using var files = App("Console.WriteLine(PenWin.Two);");
        files.With("bom.json", System.Text.Encoding.UTF8.GetBytes($"{{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\",\"metadata\":{new string('[', 1_000_000)}{new string(']', 1_000_000)}}}"));

        ToolRun.Of("sbom", files.Folder, "--input", files.PathOf("bom.json")).Refuses("bom.json");
    }

    private static Deployed App(string source, ReferenceOrigin? origin = null) =>
        new Deployed().With(Consumer.Of(source, Package.Of(Source).Split()).From(origin ?? ReferenceOrigin.Unknown).Link());

    private static string? Property(JsonNode component, string name) =>
        (string?)component["properties"]!.AsArray().FirstOrDefault(property => (string?)property!["name"] == name)?["value"];
}
