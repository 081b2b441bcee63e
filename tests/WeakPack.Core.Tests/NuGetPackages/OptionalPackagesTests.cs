using System.Text;
using System.Text.Json;
using WeakPack.NuGetPackages;

namespace WeakPack.Core.Tests.NuGetPackages;

/// <summary>Which packages only weak units need, and how they are kept out of a nupkg's dependencies.</summary>
[TestClass]
public sealed class OptionalPackagesTests
{
    // Rare brings Common; Other brings Common too.
    private static readonly byte[] s_assets = """
        {
          "version": 3,
          "targets": {
            "net10.0": {
              "Common/1.0.0": { "type": "package" },
              "Other/3.1.0": { "type": "package", "dependencies": { "Common": "1.0.0" } },
              "Rare/2.0.0": { "type": "package", "dependencies": { "Common": "1.0.0" } },
              "Tool/1.0.0": { "type": "package" },
              "My.Lib/2.3.4": { "type": "project", "dependencies": { "Deep": "1.0.0" } },
              "Deep/1.0.0": { "type": "package" }
            },
            "net10.0/linux-x64": { "Rare/2.0.0": { "type": "package" } },
            ".NETStandard,Version=v2.0": { "Rare/1.0.0": { "type": "package" } }
          },
          "libraries": { "My.Lib/2.3.4": { "type": "project", "msbuildProject": "../Lib/Lib.csproj" } },
          "project": {
            "restore": {
              "projectPath": "/src/Pack1/Pack1.csproj",
              "frameworks": { "net10.0": { "targetAlias": "net10.0", "projectReferences": { "/src/Lib/Lib.csproj": { "projectPath": "/src/Lib/Lib.csproj" } } } }
            },
            "frameworks": {
              "net10.0": {
                "targetAlias": "net10.0",
                "dependencies": {
                  "Other": { "target": "Package", "version": "[3.0.0, )" },
                  "Rare": { "target": "Package", "version": "[2.0.0, 3.0.0)" },
                  "Tool": { "suppressParent": "All", "target": "Package", "version": "[1.0.0, )" }
                }
              },
              "netstandard2.0": { "targetAlias": "netstandard2.0", "dependencies": { "Rare": { "target": "Package", "version": "[1.0.0, )" } } }
            }
          }
        }
        """u8.ToArray();

    [TestMethod]
    public void The_graph_of_a_framework_has_its_packages_and_what_they_bring()
    {
        var graph = PackageGraph.Read(s_assets, "net10.0");

        CollectionAssert.AreEqual(
            new PackageDependency[] { new("Other", "[3.0.0, )"), new("Rare", "[2.0.0, 3.0.0)"), new("Tool", "[1.0.0, )"), new("My.Lib", "[2.3.4, )") },
            graph.Direct.ToArray());
        CollectionAssert.AreEquivalent(new[] { "Rare", "Common" }, graph.Closure("rare").Select(id => id == "rare" ? "Rare" : id).ToArray());
        Assert.AreEqual("2.0.0", graph.VersionOf("Rare"));
        Assert.AreEqual("1.0.0", PackageGraph.Read(s_assets, "netstandard2.0").VersionOf("Rare"));
    }

    [TestMethod]
    [DataRow("", "Rare", "Rare", DisplayName = "Weak code alone uses it")]
    [DataRow("Rare", "Rare", "", DisplayName = "Strong code uses it too")]
    [DataRow("Common", "Rare", "Rare", DisplayName = "Strong code uses what it brings, and another brings that as well")]
    [DataRow("", "", "", DisplayName = "Nobody uses it: it may be there for run time")]
    [DataRow("", "Common", "Other,Rare", DisplayName = "Weak code uses what it brings")]
    [DataRow("", "My.Lib", "My.Lib", DisplayName = "A project is a package to be")]
    public void A_package_is_optional_when_nothing_but_weak_units_needs_it(string strong, string weak, string optional)
    {
        var found = OptionalPackages.Find(PackageGraph.Read(s_assets, "net10.0"), Ids(strong), Ids(weak));
        Assert.AreEqual(optional, string.Join(",", found));

        static HashSet<string> Ids(string list) => [.. list.Split(',', StringSplitOptions.RemoveEmptyEntries)];
    }

    [TestMethod]
    public void An_optional_package_is_private_in_its_framework_and_all_else_stays()
    {
        using var before = JsonDocument.Parse(s_assets);
        using var after = JsonDocument.Parse(AssetsEditor.MakePrivate(s_assets, [Optional("rare"), Optional("Unknown"), Optional("Other") with { Kind = PackDecisionKind.WeakOnlyCandidate }]));

        Assert.AreEqual("All", Dependency(after, "net10.0", "Rare").GetProperty("suppressParent").GetString());
        Assert.IsFalse(Dependency(after, "netstandard2.0", "Rare").TryGetProperty("suppressParent", out _));
        Assert.IsFalse(Dependency(after, "net10.0", "Other").TryGetProperty("suppressParent", out _));
        Assert.AreEqual("[2.0.0, 3.0.0)", Dependency(after, "net10.0", "Rare").GetProperty("version").GetString());
        Assert.IsTrue(JsonElement.DeepEquals(before.RootElement.GetProperty("targets"), after.RootElement.GetProperty("targets")));
        Assert.AreEqual(3, after.RootElement.GetProperty("version").GetInt32());

        static JsonElement Dependency(JsonDocument assets, string framework, string id) =>
            assets.RootElement.GetProperty("project").GetProperty("frameworks").GetProperty(framework).GetProperty("dependencies").GetProperty(id);
    }

    [TestMethod]
    public void An_optional_project_is_private_too()
    {
        using var after = JsonDocument.Parse(AssetsEditor.MakePrivate(s_assets, [Optional("My.Lib")]));

        var reference = after.RootElement.GetProperty("project").GetProperty("restore").GetProperty("frameworks").GetProperty("net10.0").GetProperty("projectReferences").GetProperty("/src/Lib/Lib.csproj");
        Assert.AreEqual("All", reference.GetProperty("privateAssets").GetString());
        Assert.AreEqual("/src/Lib/Lib.csproj", reference.GetProperty("projectPath").GetString());
    }

    [TestMethod]
    [DataRow("Rare", "", "Rare", DisplayName = "Another brings what it brings")]
    [DataRow("My.Lib", "", "Deep,My.Lib", DisplayName = "What nobody else brings goes with it")]
    [DataRow("My.Lib", "Deep", "My.Lib", DisplayName = "What is needed stays, brought or not")]
    [DataRow("Rare,Other", "", "Common,Other,Rare", DisplayName = "Two that bring the same")]
    [DataRow("Common", "", "Common", DisplayName = "One that was brought")]
    [DataRow("", "", "", DisplayName = "None")]
    public void What_nothing_brings_any_more_is_left(string without, string needed, string left)
    {
        var graph = PackageGraph.Read(s_assets, "net10.0");
        Assert.AreEqual(left, string.Join(",", graph.LeftWithout(new HashSet<string>(without.Split(',')), needed.Split(','))));
    }

    [TestMethod]
    public void A_project_is_found_by_its_path() =>
        Assert.AreEqual("My.Lib", PackageGraph.Read(s_assets, "net10.0").PackageOf(Path.GetFullPath("/src/Lib/Lib.csproj")));

    private static PackDecision Optional(string id) => new(id, "net10.0", PackDecisionKind.Optional);

    [TestMethod]
    public void A_file_that_is_not_what_NuGet_writes_is_told() =>
        Assert.ThrowsExactly<FormatException>(() => PackageGraph.Read(Encoding.UTF8.GetBytes("{ \"targets\": "), "net10.0"));
}
