namespace WeakPack.Sdk.Tests;

/// <summary>The ways in which MSBuild goes through a solution, and the commands of <c>dotnet</c> that build on the way.</summary>
[TestClass]
public class BuildModeTests
{
    [TestMethod]
    [DataRow("-maxCpuCount:4")]
    [DataRow("-maxCpuCount:4 -mt")]
    [DataRow("-maxCpuCount:4 -graph")]
    [DataRow("-maxCpuCount:2 -graph -isolate")]
    public void A_program_over_libraries_for_several_frameworks_is_linked_and_linked_again(string mode)
    {
        FromNuGet.OlderFrameworks();
        using var workspace = new Workspace();
        var package = workspace.Library("Vcl", Fixtures.Vcl).ForAll("netstandard2.0", "net10.0");
        var library = workspace.Library("Lib", "public static class Lib { public static string Text => Vcl.Pen.Text; }", package).ForAll("net10.0", "netstandard2.0");
        var app = workspace.Application("App", "Console.WriteLine(Lib.Text + \", \" + Vcl.Pen.Text);", library, package);
        // What is restored while projects are built apart from each other can't be seen by them.
        workspace.Command("restore", $"App/{app.ProjectFile}");

        Build();
        Assert.AreSequenceEqual(["pen of Lib, pen of App"], app.Run());
        Assert.IsFalse(app.Mentions("Vcl"));

        package.Source(Fixtures.Vcl.Replace("pen of", "better pen of", StringComparison.Ordinal));
        Build();
        Assert.AreSequenceEqual(["better pen of Lib, better pen of App"], app.Run());
        Assert.IsFalse(app.Mentions("Vcl"));

        void Build() => Assert.IsEmpty(workspace.Command(["build", $"App/{app.ProjectFile}", "--no-restore", .. mode.Split(' ')]).Findings);
    }

    [TestMethod]
    public void A_solution_is_built_at_once_and_anew_with_what_its_projects_share_built_once()
    {
        using var workspace = new Workspace();
        var package = workspace.Library("Vcl", Fixtures.Vcl);
        var first = workspace.Application("First", Fixtures.UsesPen, package);
        var second = workspace.Application("Second", Fixtures.UsesBoth, package);
        workspace.Build(package, first, second);
        var files = workspace.Files();

        var rebuild = workspace.Command("build", "All.slnx", "--no-incremental", "--no-restore", "-maxCpuCount:4");

        Assert.IsTrue(rebuild.Ran("Vcl", "WeakPackSplitPackage"));
        Assert.IsTrue(rebuild.Ran("First", "WeakPackLinkUnits"));
        Assert.AreSequenceEqual(files, workspace.Files());
        Assert.AreSequenceEqual(["pen of First"], first.Run());
        Assert.AreSequenceEqual(["pen of Second", "memo of Vcl"], second.Run());
        Assert.IsFalse(first.Mentions("Vcl"));
        Assert.IsTrue(second.Has("Vcl.dll"));
    }

    [TestMethod]
    public void Running_a_project_builds_it_when_asked_to()
    {
        using var workspace = new Workspace();
        var package = workspace.Library("Vcl", Fixtures.Vcl);
        var app = workspace.Application("App", Fixtures.UsesPen, package);

        Assert.AreSequenceEqual(["pen of App"], app.Command("run"));
        package.Source(Fixtures.Vcl.Replace("pen of", "better pen of", StringComparison.Ordinal));
        Assert.AreSequenceEqual(["pen of App"], app.Command("run", "--no-build"));
        Assert.AreSequenceEqual(["better pen of App"], app.Command("run", "--no-restore"));
    }

    [TestMethod]
    public void A_project_with_tests_links_the_units_that_it_tests()
    {
        FromNuGet.TestFramework();
        using var workspace = new Workspace();
        workspace.Write("global.json", $$"""{ "msbuild-sdks": { "WeakPack.Sdk": "{{PackedSdk.Version}}" }, "test": { "runner": "Microsoft.Testing.Platform" } }""");
        var package = workspace.Library("Vcl", Fixtures.Vcl);
        var tests = workspace.Application("Tests", """
            using Microsoft.VisualStudio.TestTools.UnitTesting;
            [TestClass]
            public class PenTests
            {
                [TestMethod] public void A_pen_is_linked() => Assert.AreEqual("pen of Tests", Vcl.Pen.Text);
                [TestMethod] [DataRow(typeof(Vcl.Pen), "Tests")] public void A_pen_is_an_argument(Type type, string assembly) => Assert.AreEqual(assembly, type.Assembly.GetName().Name);
            }
            """, package)
            .With("EnableMSTestRunner", "true").WithItems(FromNuGet.TestFrameworkItems);

        var lines = tests.Command("test", "--no-progress", "--no-ansi");

        Assert.IsTrue(lines.Any(line => line.Trim() == "succeeded: 2"), string.Join('\n', lines));
        Assert.IsFalse(tests.Has("Vcl.dll"));
    }

    [TestMethod]
    public void A_watched_program_is_linked_again_when_a_unit_of_its_package_changes()
    {
        using var workspace = new Workspace();
        var package = workspace.Library("Vcl", Fixtures.Vcl);
        var app = workspace.Application("App", Fixtures.UsesPen, package);

        using var watch = Watch.Start(app, workspace.Packages);
        watch.WaitForBuild();
        Assert.AreSequenceEqual(["pen of App"], app.Run(), watch.Output);

        package.Source(Fixtures.Vcl.Replace("pen of", "better pen of", StringComparison.Ordinal));
        watch.WaitForBuild();
        Assert.AreSequenceEqual(["better pen of App"], app.Run(), watch.Output);
        Assert.IsFalse(app.Mentions("Vcl"), watch.Output);
    }
}
