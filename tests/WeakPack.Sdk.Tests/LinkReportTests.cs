namespace WeakPack.Sdk.Tests;

/// <summary>The report of a real build.</summary>
[TestClass]
public class LinkReportTests
{
    private const string TwoUnits = Fixtures.Vcl + "[WeakPackageUnit] public static class Brush { }";

    [TestMethod]
    public void It_lies_beside_the_link_map_as_long_as_the_project_asks_for_it()
    {
        using var workspace = new Workspace();
        var package = workspace.Library("Vcl", TwoUnits);
        var app = workspace.Application("App", Fixtures.UsesPen, package);
        var report = app.Intermediate("App.weakmap.html");
        var map = app.Intermediate("App.weakmap.json");

        app.Build();
        Assert.IsFalse(File.Exists(report));
        Assert.DoesNotContain("Vcl.Brush", File.ReadAllText(map));

        var asked = app.With("WeakPackReport", "true").Build();
        Assert.Contains("Vcl.Pen", File.ReadAllText(report));
        Assert.Contains("Vcl.Brush", File.ReadAllText(report), "A report tells of units that are not used, too.");
        Assert.Contains(report, asked.Output, "Who asked for the report is told where it is.");

        File.Delete(report);
        app.Build();
        Assert.IsTrue(File.Exists(report), "A report that was deleted is made again.");

        app.With("WeakPackReport", "false").Build();
        Assert.IsFalse(File.Exists(report), "A report that nobody asks for any more would grow old.");
        Assert.DoesNotContain("Vcl.Brush", File.ReadAllText(map));
    }

    [TestMethod]
    public void Nothing_is_compiled_for_it_when_it_is_asked_for_and_when_it_is_not_any_more()
    {
        using var workspace = new Workspace();
        var package = workspace.Library("Vcl", TwoUnits);
        var app = workspace.Application("App", Fixtures.UsesPen, package);
        app.Build();

        var asked = app.Build("-p:WeakPackReport=true");
        Assert.IsTrue(asked.Ran("App", "WeakPackLinkUnits"));
        Assert.IsFalse(asked.Ran("App", "CoreCompile"));
        Assert.Contains("Vcl.Brush", File.ReadAllText(app.Intermediate("App.weakmap.html")));

        var notAsked = app.Build();
        Assert.IsTrue(notAsked.Ran("App", "WeakPackLinkUnits"));
        Assert.IsFalse(notAsked.Ran("App", "CoreCompile"));
        Assert.IsFalse(File.Exists(app.Intermediate("App.weakmap.html")));
        Assert.DoesNotContain("Vcl.Brush", File.ReadAllText(app.Intermediate("App.weakmap.json")));
    }

    [TestMethod]
    public void It_is_cleaned_away_with_the_rest()
    {
        using var workspace = new Workspace();
        var package = workspace.Library("Vcl", TwoUnits);
        var app = workspace.Application("App", Fixtures.UsesPen, package).With("WeakPackReport", "true");
        app.Build();
        var second = app.Build();
        Assert.IsFalse(second.LoadedOurTasks("App"), "A report is made once.");
        Assert.Contains(app.Intermediate("App.weakmap.html"), second.Output, "Where it is each build tells.");
        Assert.IsTrue(File.Exists(app.Intermediate("App.weakmap.html")));

        app.Clean();

        Assert.IsFalse(File.Exists(app.Intermediate("App.weakmap.html")));
    }
}
