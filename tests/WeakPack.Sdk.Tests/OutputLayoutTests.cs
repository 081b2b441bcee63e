namespace WeakPack.Sdk.Tests;

/// <summary>Outputs in other places than bin/ and obj/ of each project.</summary>
[TestClass]
public class OutputLayoutTests
{
    // An apostrophe in a full path ends the transforms in which MSBuild's own targets name a file's destination.
    private const string Folder = "möglich (ж)";

    [TestMethod]
    public void Nothing_is_written_among_the_sources_when_outputs_go_elsewhere()
    {
        using var workspace = new Workspace(Folder, makesPackages: true);
        workspace.Write("Directory.Build.props", "<Project><PropertyGroup><ArtifactsPath>$(MSBuildThisFileDirectory)out</ArtifactsPath></PropertyGroup></Project>");
        workspace.Library("Rare", "namespace Rare; public static class Thing { public static string Text => \"rare\"; }").WithoutSdk().Pack();
        var package = workspace.Library("Vcl", Fixtures.Vcl + "[WeakPackageUnit] public static class Adapter { public static string Text => Rare.Thing.Text; }").Uses("Rare", "1.0.0");
        var app = workspace.Application("App", Fixtures.UsesPen, package);
        string[] sources = [.. workspace.Files("Vcl"), .. workspace.Files("App")];

        workspace.Command("build", "App/App.csproj");
        workspace.Command("publish", "App/App.csproj");
        workspace.Command("pack", "Vcl/Vcl.csproj");

        Assert.AreSequenceEqual(sources, [.. workspace.Files("Vcl"), .. workspace.Files("App")]);
        var outputs = workspace.Files("out");
        foreach (var file in new[] { "bin/Vcl/debug/Vcl.wpi", "bin/App/debug/App.dll", "publish/App/release/App.dll", "package/release/Vcl.1.0.0.nupkg" })
            Assert.Contains(file, outputs);
        Assert.IsFalse(outputs.Any(file => Path.GetFileName(file) == "Vcl.dll" && file.Contains("/App/", StringComparison.Ordinal)));
        Assert.AreSequenceEqual(["pen of App"], app.Run(Path.Combine(workspace.Folder, "out/bin/App/debug/App.dll")));
        Assert.AreSequenceEqual(["pen of App"], app.Run(Path.Combine(workspace.Folder, "out/publish/App/release/App.dll")));
        Assert.AreSequenceEqual(["WeakPack.Sdk"], new Nupkg(Path.Combine(workspace.Folder, "out/package/release/Vcl.1.0.0.nupkg")).Dependencies["net10.0"].Keys);
    }

    [TestMethod]
    public void A_package_stays_whole_in_an_output_folder_that_it_shares_with_a_program_that_drops_it()
    {
        using var workspace = new Workspace(Folder);
        var package = workspace.Library("Vcl", Fixtures.Vcl).With("GenerateDocumentationFile", "true").With("NoWarn", "CS1591");
        var app = workspace.Application("App", Fixtures.UsesBoth, package);
        Build();
        var all = workspace.Files("App/out");
        CollectionAssert.IsSubsetOf(new[] { "App.dll", "Vcl.dll", "Vcl.pdb", "Vcl.wpi", "Vcl.xml" }, all.ToArray());

        app.Source(Fixtures.UsesPen);
        Build();

        Assert.AreSequenceEqual(all, workspace.Files("App/out"));
        Assert.AreSequenceEqual(["pen of App"], app.Run(Path.Combine(app.Folder, "out/App.dll")));
        Assert.DoesNotContain("Vcl", File.ReadAllText(Path.Combine(app.Folder, "out/App.deps.json")));

        void Build() => workspace.Command("build", "App/App.csproj", "-c", "Release", "-o", "App/out");
    }

    [TestMethod]
    public void Programs_that_share_an_output_folder_each_find_what_they_need()
    {
        using var workspace = new Workspace(Folder);
        workspace.Write("Directory.Build.props", """
            <Project>
              <PropertyGroup>
                <RunAnalyzers>false</RunAnalyzers>
                <OutDir>$(MSBuildThisFileDirectory)shared/</OutDir>
              </PropertyGroup>
            </Project>
            """);
        var vcl = workspace.Library("Vcl", Fixtures.Vcl);
        var rtl = workspace.Library("Rtl", Fixtures.Vcl.Replace("Vcl", "Rtl", StringComparison.Ordinal));
        var first = workspace.Application("First", "Console.WriteLine(Vcl.Pen.Text + Rtl.Memo.Text);", vcl, rtl);
        var second = workspace.Application("Second", "Console.WriteLine(Vcl.Memo.Text + Rtl.Pen.Text);", vcl, rtl);

        foreach (var _ in new[] { "from scratch", "with nothing to do" })
        {
            workspace.Build(first, second);
            Assert.AreSequenceEqual(["pen of Firstmemo of Rtl"], first.Run(Path.Combine(workspace.Folder, "shared/First.dll")));
            Assert.AreSequenceEqual(["memo of Vclpen of Second"], second.Run(Path.Combine(workspace.Folder, "shared/Second.dll")));
        }

        Assert.DoesNotContain("Vcl", File.ReadAllText(Path.Combine(workspace.Folder, "shared/First.deps.json")));
        Assert.DoesNotContain("Rtl", File.ReadAllText(Path.Combine(workspace.Folder, "shared/Second.deps.json")));
    }

    [TestMethod]
    public void A_library_that_copies_its_packages_copies_those_that_it_needs_into_a_folder_without_a_framework()
    {
        using var workspace = new Workspace(makesPackages: true);
        workspace.Library("Vcl", Fixtures.Vcl).Pack();
        workspace.Library("Rtl", Fixtures.Vcl.Replace("Vcl", "Rtl", StringComparison.Ordinal)).Pack();
        var plugin = workspace.Library("Plugin", "public static class Plugin { public static string Text => Vcl.Pen.Text + Rtl.Memo.Text; }")
            .With("CopyLocalLockFileAssemblies", "true").With("AppendTargetFrameworkToOutputPath", "false")
            .Uses("Vcl", "1.0.0").Uses("Rtl", "1.0.0");

        plugin.Build();

        var files = workspace.Files("Plugin/bin");
        Assert.Contains("Debug/Rtl.dll", files);
        Assert.DoesNotContain("Debug/Vcl.dll", files);
        Assert.DoesNotContain("\"Vcl", File.ReadAllText(Path.Combine(plugin.Folder, "bin/Debug/Plugin.deps.json")));
        var host = workspace.Application("Host", """Console.WriteLine(System.Reflection.Assembly.LoadFrom(args[0]).GetType("Plugin")!.GetProperty("Text")!.GetValue(null));""").WithoutSdk();
        host.Build();
        Assert.AreSequenceEqual(["pen of Pluginmemo of Rtl"], host.Command(host.Output("Host.dll"), Path.Combine(plugin.Folder, "bin/Debug/Plugin.dll")));
    }
}
