namespace WeakPack.Sdk.Tests;

/// <summary>After <c>dotnet clean</c> a project that uses the SDK leaves what any project does.</summary>
[TestClass]
public class CleanTests
{
    [TestMethod]
    public void Cleaning_leaves_what_it_leaves_of_projects_without_the_SDK()
    {
        using var weak = new Workspace(makesPackages: true);
        using var plain = new Workspace(makesPackages: true);

        var left = LeftBehind(weak, usesSdk: true);

        Assert.AreSequenceEqual(LeftBehind(plain, usesSdk: false), left);
        Assert.IsFalse(left.Any(file => file.EndsWith(".dll", StringComparison.Ordinal)), string.Join('\n', left));
    }

    [TestMethod]
    public void Rebuilding_leaves_what_a_first_build_leaves()
    {
        using var workspace = new Workspace();
        var package = workspace.Library("Vcl", Fixtures.Vcl);
        var app = workspace.Application("App", Fixtures.UsesPen, package);
        app.Build();
        var files = workspace.Files();

        var rebuild = app.Build("-t:Rebuild");

        Assert.IsTrue(rebuild.Ran("App", "WeakPackLinkUnits"));
        Assert.AreSequenceEqual(files, workspace.Files());
        Assert.AreSequenceEqual(["pen of App"], app.Run());
    }

    // A package of two frameworks with an optional dependency, programs in two languages, all of which are built, packed and published.
    private static List<string> LeftBehind(Workspace workspace, bool usesSdk)
    {
        FromNuGet.OlderFrameworks();
        workspace.Library("Rare", "namespace Rare; public static class Thing { public static string Text => \"rare\"; }").WithoutSdk().For("netstandard2.0").Pack();
        var source = Fixtures.Vcl + "[WeakPackageUnit] public static class Adapter { public static string Text => Rare.Thing.Text; }";
        var package = workspace.Library("Vcl", usesSdk ? source : source.Replace("[WeakPackageUnit]", "", StringComparison.Ordinal))
            .ForAll("netstandard2.0", "net10.0").Uses("Rare", "1.0.0");
        var app = workspace.Application("App", Fixtures.UsesPen, package).ForAll("net10.0", "net472");
        var fsharp = workspace.ApplicationIn("fs", "FsApp", """printfn "%s" Vcl.Pen.Text""", package);
        Project[] projects = [package, app, fsharp];
        foreach (var project in projects.Where(_ => !usesSdk))
            project.WithoutSdk();

        workspace.Build(projects);
        app.Publish("-f", "net10.0");
        package.Pack("-c", "Debug");
        Assert.AreSequenceEqual([usesSdk ? "pen of App" : "pen of Vcl"], app.Run());
        workspace.Command("clean", "All.slnx");

        // What was published is nobody's to clean, and the list of it has a name of its own in each folder.
        return [.. projects.SelectMany(project => project.AllOutputs().Select(file => project.Name + "/" + file))
            .Where(file => !file.Contains("/publish/", StringComparison.Ordinal) && !file.Contains("/PublishOutputs.", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)];
    }
}
