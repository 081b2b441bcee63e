using System.IO.Compression;
using System.Text.Json;
using WeakPack.Sdk.Tests.Building;

namespace WeakPack.Sdk.Tests;

/// <summary>The link map of a real build.</summary>
[TestClass]
public class LinkMapTests
{
    [TestMethod]
    public void It_lies_beside_the_linked_file_until_that_is_cleaned_away()
    {
        using var workspace = new Workspace();
        var package = workspace.Library("Vcl", Fixtures.Vcl);
        var app = workspace.Application("App", Fixtures.UsesPen, package);
        app.Build();

        var map = app.Intermediate("App.weakmap.json");
        using (var json = JsonDocument.Parse(File.ReadAllBytes(map)))
        {
            Assert.AreEqual(new FileInfo(app.Intermediate("App.dll")).Length, json.RootElement.GetProperty("consumer").GetProperty("linkedBytes").GetInt64());
            Assert.AreEqual("Vcl.Pen", json.RootElement.GetProperty("packages")[0].GetProperty("units")[0].GetProperty("name").GetString());
            Assert.AreEqual("Vcl", json.RootElement.GetProperty("dropped").GetProperty("packages")[0].GetString());
            Assert.AreEqual(0, json.RootElement.GetProperty("dropped").GetProperty("nuGetPackages").GetArrayLength(), "A project is no NuGet package.");
        }

        File.Delete(map);
        app.Build();
        Assert.IsTrue(File.Exists(map), "A map that was deleted is made again.");

        app.Clean();
        Assert.IsFalse(File.Exists(map));
    }

    [TestMethod]
    public void A_binary_log_holds_it_also_when_nothing_was_linked_anew()
    {
        using var workspace = new Workspace();
        var package = workspace.Library("Vcl", Fixtures.Vcl);
        var app = workspace.Application("App", Fixtures.UsesPen, package);
        app.Build();

        var (exitCode, output) = DotNet.Run(
            app.Folder,
            new Dictionary<string, string> { ["NUGET_PACKAGES"] = workspace.Packages },
            "build", "--no-restore", "-nodeReuse:false", "-bl:log.binlog;ProjectImports=ZipFile");

        Assert.AreEqual(0, exitCode, output);
        using var imports = ZipFile.OpenRead(Path.Combine(app.Folder, "log.ProjectImports.zip"));
        var entry = imports.Entries.Single(entry => entry.FullName.EndsWith("App.weakmap.json", StringComparison.Ordinal));
        using var map = JsonDocument.Parse(entry.Open());
        Assert.AreEqual("App", map.RootElement.GetProperty("consumer").GetProperty("name").GetString());
    }
}
