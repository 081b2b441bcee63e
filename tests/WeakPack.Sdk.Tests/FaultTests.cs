using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace WeakPack.Sdk.Tests;

/// <summary>Builds that end before their time, or are in each other's way: the next one puts all right.</summary>
/// <remarks>How often is asked of the environment; CONTRIBUTING.md has the command of the long run.</remarks>
[TestClass]
public partial class FaultTests
{
    private const string Pen = """namespace Vcl; [WeakPackageUnit] public static class Pen { public static string Text => "first"; }""";
    private const string OtherPen = """namespace Vcl; [WeakPackageUnit] public static class Pen { public static string Text => "second " + Memo.Text; }""";
    private const string Memo = """namespace Vcl; public static class Memo { public static string Text => "memo"; }""";

    private static int Kills => Ask("WEAKPACK_FAULT_KILLS", 4);

    private static int Consumers => Ask("WEAKPACK_FAULT_CONSUMERS", 6);

    private static int Rebuilds => Ask("WEAKPACK_FAULT_REBUILDS", 2);

    [TestMethod]
    public void A_build_that_is_killed_at_any_moment_is_put_right_by_the_next()
    {
        using var workspace = new Workspace();
        var package = workspace.Library("Vcl", Pen).Source(Memo, "Memo.cs");
        var app = workspace.Application("App", Fixtures.UsesPen, package);
        app.Build();
        var first = Project.Outputs(package, app);
        package.Source(OtherPen);
        var clock = Stopwatch.StartNew();
        app.Build();
        var duration = clock.ElapsedMilliseconds;
        var second = Project.Outputs(package, app);
        var random = new Random(1);

        for (var i = 0; i < Kills; i++)
        {
            var (source, expected) = i % 2 == 0 ? (Pen, first) : (OtherPen, second);
            package.Source(source);
            var after = random.NextInt64(duration);
            app.BeginAndKill((int)after);

            app.Build();

            Assert.AreEqual(expected, Project.Outputs(package, app), $"killed after {after} ms");
            Assert.DoesNotContain(file => file.EndsWith(".writing", StringComparison.Ordinal), [.. package.AllOutputs(), .. app.AllOutputs()]);
        }
    }

    [TestMethod]
    public void Two_builds_of_a_project_at_once_end_well_or_with_a_code()
    {
        using var workspace = new Workspace();
        var package = workspace.Library("Vcl", Pen).Source(Memo, "Memo.cs");
        var app = workspace.Application("App", Fixtures.UsesPen, package);
        app.Build();
        var expected = Project.Outputs(package, app);
        package.Source(OtherPen);
        app.Build();
        package.Source(Pen);

        foreach (var (exitCode, output) in app.BuildTwice())
        {
            Assert.IsTrue(exitCode == 0 || CodedError().IsMatch(output), output);
            Assert.DoesNotContain("   at WeakPack.", output);
        }

        app.Build();
        Assert.AreEqual(expected, Project.Outputs(package, app));
    }

    [TestMethod]
    public void Consumers_of_one_package_that_are_built_beside_each_other_are_the_same_each_time()
    {
        using var workspace = new Workspace();
        var package = workspace.Library("Vcl", OtherPen).Source(Memo, "Memo.cs");
        var apps = Enumerable.Range(0, Consumers).Select(i => workspace.Application("App" + i.ToString(CultureInfo.InvariantCulture), Fixtures.UsesPen, package)).ToArray();
        workspace.Build([package, .. apps]);
        var expected = Project.Outputs([package, .. apps]);

        for (var i = 0; i < Rebuilds; i++)
        {
            workspace.Rebuild([package, .. apps]);
            Assert.AreEqual(expected, Project.Outputs([package, .. apps]));
        }
    }

    [TestMethod]
    public void Threads_of_one_process_make_what_is_made_one_after_the_other()
    {
        using var workspace = new Workspace();
        using var rsa = new RSACryptoServiceProvider(2048);
        // All that a task may look for by a path relative to the project: sources, native libraries, keys.
        var package = workspace.Library("Vcl", OtherPen).Source(Memo, "Memo.cs")
            .Source("""namespace Vcl; public static class Brush { public static string Text => "brush"; }""", "marked/Brush.cs").WithItems("""<Compile Update="marked/Brush.cs" WeakUnit="true" />""")
            .Source(RareLibrary.Unit, "Rare.cs").WithRareLibrary()
            .With("SignAssembly", "true").With("AssemblyOriginatorKeyFile", "key.snk");
        File.WriteAllBytes(Path.Combine(package.Folder, "key.snk"), rsa.ExportCspBlob(includePrivateParameters: true));
        var ink = workspace.Library("Ink", """[WeakPackageUnit] public static class Ink { public static string Text => "ink, " + Vcl.Brush.Text; }""", package);
        var apps = Enumerable.Range(0, Consumers).Select(i => workspace.Application($"App{i}", "Console.WriteLine($\"{Vcl.Pen.Text}, {Ink.Text}, {Rare.Text}\");", package, ink)).ToArray();
        workspace.Build([package, ink, .. apps]);
        var expected = Project.Outputs([package, ink, .. apps]);

        var build = workspace.RebuildInThreads([package, ink, .. apps]);

        Assert.AreEqual(expected, Project.Outputs([package, ink, .. apps]));
        Assert.IsEmpty(build.Findings);
        Assert.AreSequenceEqual(["second memo, ink, brush, " + RareLibrary.TextOf("App1")], apps[1].Run());
        Assert.IsNotEmpty(build.TasksInOtherProcesses); // others' tasks
        Assert.IsEmpty(build.TasksInOtherProcesses.Intersect(["SplitPackage", "LinkUnits", "CheckImportLibraries", "CollectNativeLibraries", "PlaceNativeLibraries", "ListNativeLibraries"]));
    }

    [TestMethod]
    public void An_import_library_that_goes_while_its_consumer_is_built_is_a_finding()
    {
        using var workspace = new Workspace();
        var package = workspace.Library("Vcl", Pen);
        var app = workspace.Application("App", Fixtures.UsesPen, package);
        app.Build();
        var expected = Project.Outputs(package, app);
        workspace.Write("Directory.Build.targets", """
            <Project>
              <Target Name="Lose" BeforeTargets="WeakPackLinkUnits" Condition="'$(MSBuildProjectName)' == 'App'">
                <Delete Files="../Vcl/bin/Debug/net10.0/Vcl.wpi;obj/Debug/net10.0/weakpack/App.linked" />
              </Target>
            </Project>
            """);

        StringAssert.Contains(app.FailToBuild().Error.Message, "Vcl.wpi");

        workspace.Write("Directory.Build.targets", "<Project />");
        app.Build();
        Assert.AreEqual(expected, Project.Outputs(package, app));
    }

    [TestMethod]
    public void A_source_file_that_goes_while_its_project_is_built_costs_no_more_than_the_line()
    {
        using var workspace = new Workspace();
        // Of a field without code only its source tells the line.
        var package = workspace.Library("Vcl", Pen).Source("namespace Vcl;\n[WeakPackageUnit] public static class Ink { public static int Level; }", "Ink.cs");
        var whole = package.FailToBuild().Error;
        Assert.AreEqual(("WP2203", "Ink.cs", 2), (whole.Code, whole.File, whole.Line));
        workspace.Write("Directory.Build.targets", """<Project><Target Name="Lose" BeforeTargets="WeakPackSplitPackage"><Delete Files="Ink.cs" /></Target></Project>""");

        var error = package.FailToBuild().Error;

        Assert.AreEqual(("WP2203", whole.Message), (error.Code, error.Message));
    }

    [TestMethod]
    public void An_output_that_cannot_be_written_is_a_finding_and_the_next_build_makes_it()
    {
        using var workspace = new Workspace();
        var package = workspace.Library("Vcl", Pen).Source(Memo, "Memo.cs");
        var app = workspace.Application("App", Fixtures.UsesPen, package);
        app.Build();
        File.Delete(app.Intermediate("App.weakmap.json"));
        Directory.CreateDirectory(app.Intermediate("App.weakmap.json"));
        package.Source(OtherPen);

        var error = app.FailToBuild().Error;

        StringAssert.StartsWith(error.Code, "WP");
        Directory.Delete(app.Intermediate("App.weakmap.json"));
        app.Build();
        Assert.IsTrue(File.Exists(app.Intermediate("App.weakmap.json")));
        Assert.AreSequenceEqual(["second memo"], app.Run());
    }

    [TestMethod]
    public void A_stamp_that_is_gone_hides_no_unit()
    {
        using var workspace = new Workspace();
        var package = workspace.Library("Vcl", Pen);
        var app = workspace.Application("App", Fixtures.UsesPen, package);
        app.Build();
        var expected = Project.Outputs(package, app);
        Assert.IsTrue(File.Exists(package.Intermediate("weakpack/Vcl.marked")));
        File.Delete(package.Intermediate("weakpack/Vcl.marked"));

        app.Build();

        Assert.AreEqual(expected, Project.Outputs(package, app));
    }

    [TestMethod]
    public void A_clock_that_was_set_back_makes_no_link_be_left_out()
    {
        using var workspace = new Workspace();
        var package = workspace.Library("Vcl", Pen);
        var app = workspace.Application("App", Fixtures.UsesPen, package);
        app.Build();
        foreach (var file in app.AllOutputs())
            File.SetLastWriteTimeUtc(Path.Combine(app.Folder, file), DateTime.UtcNow.AddDays(1));

        // The compiler runs, as it does for many reasons that are no file's time.
        File.Delete(app.Intermediate("weakpack/App.dll"));
        app.Source("Console.WriteLine(\"now \" + Vcl.Pen.Text);");
        app.Build();

        Assert.AreSequenceEqual(["now first"], app.Run());
    }

    [GeneratedRegex(@"error [A-Z]+\d+")]
    private static partial Regex CodedError();

    private static int Ask(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
