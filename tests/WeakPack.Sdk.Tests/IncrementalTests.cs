namespace WeakPack.Sdk.Tests;

[TestClass]
public class IncrementalTests
{
    [TestMethod]
    public void A_build_with_nothing_to_do_neither_compiles_nor_splits_nor_links()
    {
        using var workspace = new Workspace();
        var package = workspace.Library("Vcl", Fixtures.Vcl);
        var app = workspace.Application("App", Fixtures.UsesPen, package);
        var first = app.Build();
        Assert.IsTrue(first.Ran("Vcl", "CoreCompile"));
        Assert.IsTrue(first.Ran("Vcl", "WeakPackSplitPackage"));
        Assert.IsTrue(first.Ran("App", "WeakPackLinkUnits"));

        var second = app.Build();

        foreach (var project in new[] { "Vcl", "App" })
        {
            Assert.IsFalse(second.Ran(project, "CoreCompile"), project);
            Assert.IsFalse(second.Ran(project, "GenerateBuildDependencyFile"), project);
            Assert.IsFalse(second.LoadedOurTasks(project), project);
        }
    }

    [TestMethod]
    public void An_editor_that_opens_a_project_leaves_the_next_build_nothing_to_do()
    {
        using var workspace = new Workspace();
        var package = workspace.Library("Vcl", Fixtures.Vcl);
        var app = workspace.Application("App", Fixtures.UsesPen, package);
        app.Build();

        package.CompilerArgumentsOfEditor();
        app.CompilerArgumentsOfEditor();
        var build = app.Build();

        foreach (var project in new[] { "Vcl", "App" })
        {
            Assert.IsFalse(build.Ran(project, "CoreCompile"), project);
            Assert.IsFalse(build.LoadedOurTasks(project), project);
        }
    }

    [TestMethod]
    public void A_change_in_a_strong_body_neither_recompiles_nor_relinks_a_consumer()
    {
        const string Memo = """namespace Vcl; public static class Memo { public static string Text => "memo of Vcl"; }""";
        using var workspace = new Workspace();
        var package = workspace.Library("Vcl", """namespace Vcl; [WeakPackageUnit] public static class Pen { public static string Text => "pen"; }""")
            .Source(Memo, "Memo.cs");
        var app = workspace.Application("App", Fixtures.UsesBoth, package);
        app.Build();

        package.Source(Memo.Replace("memo of", "better memo of", StringComparison.Ordinal), "Memo.cs");
        var build = app.Build();

        Assert.IsTrue(build.Ran("Vcl", "CoreCompile"));
        Assert.IsFalse(build.Ran("App", "CoreCompile"));
        Assert.IsFalse(build.Ran("App", "WeakPackLinkUnits"));
        Assert.AreSequenceEqual(["pen", "better memo of Vcl"], app.Run());
    }

    [TestMethod]
    public void A_change_in_a_weak_body_relinks_those_who_link_it_and_recompiles_nobody()
    {
        const string Brush = """namespace Vcl; public static class Brush { public static string Text => "brush"; }""";
        using var workspace = new Workspace();
        var package = workspace.Library("Vcl", Fixtures.Vcl).Source(Brush, "Brush.cs");
        var app = workspace.Application("App", Fixtures.UsesPen, package);
        var other = workspace.Application("Other", "Console.WriteLine(Vcl.Brush.Text);", package);
        workspace.Build(package, app, other);

        package.Source(Fixtures.Vcl.Replace("pen of", "better pen of", StringComparison.Ordinal));
        var build = workspace.Build(package, app, other);

        Assert.IsFalse(build.Ran("App", "CoreCompile"));
        Assert.IsTrue(build.Ran("App", "WeakPackLinkUnits"));
        Assert.IsFalse(build.Ran("Other", "CoreCompile"));
        Assert.IsFalse(build.Ran("Other", "WeakPackLinkUnits"));
        Assert.AreSequenceEqual(["better pen of App"], app.Run());
    }

    [TestMethod]
    public void A_package_that_is_built_twice_in_one_build_is_linked_as_it_is_each_time()
    {
        using var workspace = new Workspace();
        var package = workspace.Library("Vcl", Fixtures.Vcl);
        var first = workspace.Application("First", Fixtures.UsesPen, package);
        var second = workspace.Application("Second", Fixtures.UsesPen, package);
        workspace.Write("Next.cs", Fixtures.Vcl.Replace("pen of", "ink of", StringComparison.Ordinal));
        workspace.Write("Twice.proj", """
            <Project>
              <Target Name="Build">
                <MSBuild Projects="First/First.csproj;Second/Second.csproj" Targets="Restore" Properties="Round=0" />
                <MSBuild Projects="First/First.csproj" Properties="Round=1" />
                <Copy SourceFiles="Vcl/bin/Debug/net10.0/Vcl.wpi" DestinationFiles="First.wpi" />
                <Copy SourceFiles="Next.cs" DestinationFiles="Vcl/Code.cs" />
                <Touch Files="Vcl/Code.cs" />
                <MSBuild Projects="Second/Second.csproj" Properties="Round=2" />
              </Target>
            </Project>
            """);

        var build = workspace.Command("build", "Twice.proj", "-maxCpuCount:1"); // one process, which has read the import library once

        Assert.IsTrue(build.Ran("Vcl", "WeakPackSplitPackage"));
        Assert.AreEqual(new FileInfo(Path.Combine(workspace.Folder, "First.wpi")).Length, new FileInfo(package.Output("Vcl.wpi")).Length, "The length tells them apart.");
        Assert.AreSequenceEqual(["pen of First"], first.Run());
        Assert.AreSequenceEqual(["ink of Second"], second.Run());
    }

    [TestMethod]
    public void A_change_in_a_weak_signature_recompiles_and_relinks()
    {
        using var workspace = new Workspace();
        var package = workspace.Library("Vcl", """namespace Vcl; [WeakPackageUnit] public static class Pen { public static string Draw(long width) => "long " + width; }""");
        var app = workspace.Application("App", "Console.WriteLine(Vcl.Pen.Draw(1));", package);
        app.Build();

        package.Source("""namespace Vcl; [WeakPackageUnit] public static class Pen { public static string Draw(int width) => "int " + width; }""");
        var build = app.Build();

        Assert.IsTrue(build.Ran("App", "CoreCompile"));
        Assert.IsTrue(build.Ran("App", "WeakPackLinkUnits"));
        Assert.AreSequenceEqual(["int 1"], app.Run());
    }

    [TestMethod]
    public void A_switch_with_line_breaks_and_slashes_of_both_kinds_links_again_when_it_changes_and_only_then()
    {
        using var workspace = new Workspace();
        var package = workspace.Library("Vcl", Fixtures.Vcl);
        var app = workspace.Application("App", Fixtures.UsesPen, package)
            .With("PathMap", @"C:\some folder\=/_/")
            .With("NoWarn", "$(NoWarn);\n  WP3099;\n  WP3098\n");
        app.Build();

        Assert.IsFalse(app.Build().Ran("App", "WeakPackLinkUnits"));
        Assert.IsTrue(app.With("NoWarn", "$(NoWarn);\n  WP3099;\n  wp3098\n").Build().Ran("App", "WeakPackLinkUnits"));
    }

    [TestMethod]
    public void A_switch_of_the_command_line_splits_and_links_again_when_it_changes_and_only_then()
    {
        using var workspace = new Workspace();
        var package = workspace.Library("Vcl", Fixtures.Vcl);
        var app = workspace.Application("App", Fixtures.UsesPen, package);
        app.Build();

        var changed = app.Build("-p:WeakPackTreatWarningsAsErrors=true");
        Assert.IsTrue(changed.Ran("Vcl", "WeakPackSplitPackage"));
        Assert.IsTrue(changed.Ran("App", "WeakPackLinkUnits"));

        var same = app.Build("-p:WeakPackTreatWarningsAsErrors=true");
        Assert.IsFalse(same.LoadedOurTasks("Vcl"));
        Assert.IsFalse(same.LoadedOurTasks("App"));
    }

    [TestMethod]
    public void A_strong_body_that_begins_to_use_another_package_brings_that_package_back()
    {
        const string Host = """namespace Host; public static class Window { public static string Text => "window"; }""";
        using var workspace = new Workspace();
        var package = workspace.Library("Vcl", """
            namespace Vcl;
            [WeakPackageUnit] public static class Pen { public static string Text => "pen"; }
            public static class Memo { public static string Text => "memo"; }
            """);
        var host = workspace.Library("Host", Host, package).Source("""namespace Host; [WeakPackageUnit] public static class Icon { public static string Text => "icon"; }""", "Icon.cs");
        var app = workspace.Application("App", "Console.WriteLine(Host.Window.Text + Host.Icon.Text + Vcl.Pen.Text);", host, package);
        app.Build();
        Assert.IsFalse(app.Has("Vcl.dll"));

        host.Source(Host.Replace("\"window\"", "Vcl.Memo.Text", StringComparison.Ordinal));
        var build = app.Build();

        Assert.IsFalse(build.Ran("App", "CoreCompile"));
        Assert.IsTrue(app.Has("Vcl.dll"));
        Assert.AreSequenceEqual(["memoiconpen"], app.Run());
    }

    [TestMethod]
    public void What_was_handed_over_is_made_again_when_it_was_deleted()
    {
        using var workspace = new Workspace();
        var package = workspace.Library("Vcl", Fixtures.Vcl);
        var app = workspace.Application("App", Fixtures.UsesPen, package);
        app.Build();

        File.Delete(package.Intermediate("weakpack/surface/Vcl.wpi"));
        File.Delete(package.Intermediate("weakpack/Vcl.digest"));
        app.Build();

        Assert.IsTrue(File.Exists(package.Intermediate("weakpack/surface/Vcl.wpi")));
        Assert.IsTrue(File.Exists(package.Intermediate("weakpack/Vcl.digest")));
    }

    [TestMethod]
    public void An_output_that_was_deleted_is_made_again()
    {
        using var workspace = new Workspace();
        var package = workspace.Library("Vcl", Fixtures.Vcl);
        var app = workspace.Application("App", Fixtures.UsesPen, package);
        app.Build();

        File.Delete(app.Intermediate("App.dll"));
        File.Delete(app.Output("App.dll"));
        File.Delete(package.Intermediate("Vcl.wpi"));
        File.Delete(package.Output("Vcl.wpi"));
        app.Build();

        Assert.IsTrue(package.Has("Vcl.wpi"));
        Assert.AreSequenceEqual(["pen of App"], app.Run());
    }

    [TestMethod]
    public void A_restore_sees_what_concerns_references_and_none_of_the_targets_that_build()
    {
        using var workspace = new Workspace();
        var package = workspace.Library("Vcl", Fixtures.Vcl);

        var restored = string.Join('\n', package.Command("msbuild", "-nologo", "-preprocess", "-p:MSBuildIsRestoring=true"));
        var built = string.Join('\n', package.Command("msbuild", "-nologo", "-preprocess"));

        Assert.Contains("<Target Name=\"WeakPackSplitPackage\"", built);
        Assert.DoesNotContain("<Target Name=\"WeakPackSplitPackage\"", restored);
        Assert.Contains("WeakPack.References.targets", restored);
    }

    [TestMethod]
    public void A_project_without_weak_units_loads_no_task_of_ours()
    {
        using var workspace = new Workspace();
        var library = workspace.Library("Plain", "public static class Plain { public static string Text => \"plain\"; }");
        var app = workspace.Application("App", "Console.WriteLine(Plain.Text);", library);

        var build = app.Build();

        Assert.IsFalse(build.LoadedOurTasks("Plain"));
        Assert.IsFalse(build.LoadedOurTasks("App"));
        Assert.IsTrue(app.Has("Plain.dll"));
        Assert.AreSequenceEqual(["plain"], app.Run());
        Assert.AreSequenceEqual(File.ReadAllBytes(app.Intermediate("weakpack/App.dll")), File.ReadAllBytes(app.Output("App.dll")));
    }
}
