using WeakPack.NuGetPackages;

namespace WeakPack.Core.Tests.NuGetPackages;

/// <summary>What the author of a nupkg is told of its dependencies.</summary>
[TestClass]
public sealed class PackReportTests
{
    private static readonly string s_folder = Path.GetFullPath("/src");

    private static readonly byte[] s_assets = System.Text.Encoding.UTF8.GetBytes("""
        {
          "targets": { "net10.0": {}, "net8.0": {} },
          "libraries": { "My.Lib/1.0.0": { "type": "project", "msbuildProject": "../Lib/My.Lib.csproj" } },
          "project": {
            "restore": {
              "projectPath": "@/Pack1/Pack1.csproj",
              "frameworks": { "net10.0": { "targetAlias": "net10.0", "projectReferences": { "@/Lib/My.Lib.csproj": { "projectPath": "@/Lib/My.Lib.csproj" } } } }
            },
            "frameworks": {
              "net10.0": {
                "targetAlias": "net10.0",
                "dependencies": {
                  "Acme": { "target": "Package", "version": "[1.2.0, )" },
                  "Central": { "target": "Package", "version": "[3.0.0, )", "versionCentrallyManaged": true },
                  "Hidden": { "target": "Package", "version": "[1.0.0, )", "suppressParent": "All" }
                }
              },
              "net8.0": { "targetAlias": "net8.0", "dependencies": { "Acme": { "target": "Package", "version": "[1.2.0, )" } } }
            }
          }
        }
        """.Replace("@", s_folder.Replace('\\', '/'), StringComparison.Ordinal));

    [TestMethod]
    public void Optional_packages_of_all_frameworks_stand_in_one_line() =>
        Told(
            ["Pack1: only weak units need Acme, Other: no dependency of the NuGet package", "Pack1 (net8.0): only weak units need Rare: no dependency of the NuGet package"],
            Optional("Acme", "net10.0"), Optional("Other", "net10.0"), Optional("Acme", "net8.0"), Optional("Other", "net8.0"), Optional("Rare", "net8.0"));

    [TestMethod]
    public void A_package_that_is_private_for_other_reasons_is_not_worth_a_word() =>
        Told([], new PackDecision("WeakPack.Sdk", "net10.0", PackDecisionKind.Private));

    [TestMethod]
    public void A_reference_of_all_frameworks_is_told_once_and_that_of_one_with_its_name() =>
        Told(
            ["Pack1: nothing of Acme is", "Pack1 (net10.0): nothing of Central is"],
            Candidate("Acme", "net10.0"), Candidate("Acme", "net8.0"), Candidate("Central", "net10.0"));

    [TestMethod]
    [DataRow("Acme", true, "write <PackageReference Include=\"Acme\" Version=\"1.2.0\" WeakOnly=\"true\" />")]
    [DataRow("Central", true, "write <PackageReference Include=\"Central\" WeakOnly=\"true\" />", DisplayName = "Its version is managed centrally")]
    [DataRow("My.Lib", true, "write <ProjectReference Include=\"../Lib/My.Lib.csproj\" WeakOnly=\"true\" />")]
    [DataRow("Acme", false, "write <PackageReference Include=\"Acme\" Version=\"1.2.0\" WeakOnly=\"true\" PrivateAssets=\"all\" />", DisplayName = "Restore does not see what the targets say")]
    public void The_line_is_as_the_author_writes_it(string id, bool namesSdk, string line) =>
        Assert.EndsWith(line, Lines(namesSdk, Candidate(id, "net10.0")).Single());

    [TestMethod]
    public void A_reference_that_hands_nothing_on_is_not_told_of() => Told([], Candidate("Hidden", "net10.0"));

    private static void Told(string[] beginnings, params PackDecision[] decisions)
    {
        var lines = Lines(namesSdk: true, decisions).ToList();
        Assert.HasCount(beginnings.Length, lines, string.Join('\n', lines));
        foreach (var (beginning, line) in beginnings.Zip(lines))
            Assert.StartsWith(beginning, line);
    }

    private static IEnumerable<string> Lines(bool namesSdk, params PackDecision[] decisions) =>
        new PackReport("Pack1", Path.Combine(s_folder, "Pack1", "Pack1.csproj"), namesSdk).Lines(s_assets, decisions);

    private static PackDecision Optional(string id, string framework) => new(id, framework, PackDecisionKind.Optional);

    private static PackDecision Candidate(string id, string framework) => new(id, framework, PackDecisionKind.WeakOnlyCandidate);
}
