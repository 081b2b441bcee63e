namespace WeakPack.Sdk.Tests;

/// <summary>Native libraries of weak units: they come to who links the unit, and are found there.</summary>
[TestClass]
public class NativeLibraryTests
{
    private const string Strong = "public static class Strong { public static string Text => \"strong\"; }";

    private const string UsesRare = "System.Console.WriteLine(Rare.Text);";

    private const string UsesStrong = "System.Console.WriteLine(Strong.Text);";

    private static readonly string s_portable = $"runtimes/{RareLibrary.Platform}/native/{RareLibrary.File}";

    [TestMethod]
    public void It_comes_and_goes_with_the_unit_that_a_project_links()
    {
        using var workspace = new Workspace();
        var vcl = workspace.Library("Vcl", Strong + RareLibrary.Unit).WithRareLibrary();
        var app = workspace.Application("App", UsesStrong, vcl);
        app.Build();
        Assert.AreSequenceEqual(["strong"], app.Run());
        Assert.IsEmpty(NativeFiles(app));

        app.Source(UsesRare).Build();
        Assert.AreSequenceEqual([RareLibrary.TextOf("App")], app.Run());
        Assert.HasCount(2, NativeFiles(app), "one for each platform");
        Assert.IsFalse(app.Has("Vcl.dll"));
        var again = app.Build();
        Assert.IsFalse(again.Ran("App", "WeakPackLinkUnits") || again.Ran("Vcl", "WeakPackSplitPackage"), "there was nothing to do");
        Assert.AreSequenceEqual([RareLibrary.TextOf("App")], app.Run());

        app.Source(UsesStrong).Build();
        Assert.IsEmpty(NativeFiles(app));
        Assert.IsFalse(app.Mentions("WeakPack.Native"));

        app.Source(UsesRare).Build();
        Assert.AreSequenceEqual([RareLibrary.TextOf("App")], app.Run());
        app.Publish();
        Assert.AreSequenceEqual([RareLibrary.TextOf("App")], app.Run(Path.Combine(app.PublishFolder, "App.dll")));
        Directory.Delete(app.PublishFolder, recursive: true);
        app.Publish("--no-build");
        Assert.AreSequenceEqual([RareLibrary.TextOf("App")], app.Run(Path.Combine(app.PublishFolder, "App.dll")));
        Directory.Delete(app.PublishFolder, recursive: true);

        app.Clean();
        vcl.Clean();
        Assert.IsEmpty(app.AllOutputs().Concat(vcl.AllOutputs()).Where(file => file.Contains("rare", StringComparison.Ordinal) || file.Contains("native", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void It_stands_beside_a_program_that_is_for_one_platform()
    {
        using var workspace = new Workspace();
        var vcl = workspace.Library("Vcl", Strong + RareLibrary.Unit).WithRareLibrary();
        var app = workspace.Application("App", UsesRare, vcl).With("RuntimeIdentifier", RareLibrary.Platform).With("SelfContained", "false").With("AppendRuntimeIdentifierToOutputPath", "false");

        app.Build();

        Assert.AreSequenceEqual([RareLibrary.File], NativeFiles(app));
        Assert.AreSequenceEqual([RareLibrary.TextOf("App")], app.Run());

        app.With("RuntimeIdentifier", RareLibrary.OtherPlatform).With("UseAppHost", "false").Build();
        Assert.AreSequenceEqual([RareLibrary.OtherFile], NativeFiles(app));
    }

    [TestMethod]
    public void It_is_found_by_a_program_that_has_its_runtime_with_it()
    {
        FromNuGet.RuntimePacks();
        using var workspace = new Workspace();
        var vcl = workspace.Library("Vcl", Strong + RareLibrary.Unit).WithRareLibrary();
        var app = workspace.Application("App", UsesRare, vcl).With("RuntimeIdentifier", RareLibrary.Platform)
            .With("AppendRuntimeIdentifierToOutputPath", "false").With("DisableTransitiveFrameworkReferenceDownloads", "true");
        app.Build("--self-contained");

        foreach (var (options, isBeside) in new (string[], bool)[]
        {
            (["-p:PublishTrimmed=true"], true),
            (["-p:PublishSingleFile=true"], true),
            (["-p:PublishSingleFile=true", "-p:IncludeNativeLibrariesForSelfExtract=true"], false),
        })
        {
            // Relative, for the SDK's own targets take an apostrophe in a full path for the end of it.
            app.Publish(["--self-contained", "-p:PublishDir=bin/Debug/net10.0/publish/", .. options]);
            Assert.AreEqual(isBeside, File.Exists(Path.Combine(app.PublishFolder, RareLibrary.File)), options[^1]);
            Assert.AreSequenceEqual([RareLibrary.TextOf("App")], app.RunNative(Path.Combine(app.PublishFolder, "App")));
            Directory.Delete(app.PublishFolder, recursive: true);
        }
    }

    [TestMethod]
    public void It_goes_through_a_library_that_links_the_unit()
    {
        using var workspace = new Workspace();
        var vcl = workspace.Library("Vcl", Strong + RareLibrary.Unit).WithRareLibrary();
        var middle = workspace.Library("Middle", "public static class Middle { public static string Text => Rare.Text; }", vcl);
        var app = workspace.Application("App", "System.Console.WriteLine(Middle.Text);", middle);

        app.Build();

        Assert.AreSequenceEqual([RareLibrary.TextOf("Middle")], app.Run());
        Assert.IsFalse(app.Has("Vcl.dll"));
        middle.Source("public static class Middle { public static string Text => \"nothing\"; }");
        app.Build();
        Assert.AreSequenceEqual(["nothing"], app.Run());
        Assert.IsEmpty(NativeFiles(app));
    }

    [TestMethod]
    public void It_goes_on_with_a_unit_that_linked_the_unit()
    {
        using var workspace = new Workspace();
        var vcl = workspace.Library("Vcl", Strong + RareLibrary.Unit).WithRareLibrary();
        var middle = workspace.Library("Middle", "[WeakPackageUnit] public static class Weak { public static string Text => Rare.Text; } public class Other { public static string Text => \"other\"; }", vcl);
        var app = workspace.Application("App", "System.Console.WriteLine(Other.Text);", middle);

        app.Build();
        Assert.IsEmpty(NativeFiles(app));
        app.Source("System.Console.WriteLine(Weak.Text);").Build();

        Assert.AreSequenceEqual([RareLibrary.TextOf("App")], app.Run());
        Assert.IsFalse(app.Has("Middle.dll"));
    }

    [TestMethod]
    public void A_package_that_retains_the_unit_brings_it_for_itself()
    {
        using var workspace = new Workspace();
        var vcl = workspace.Library("Vcl", "public static class Strong { public static string Text => Rare.Text; }" + RareLibrary.Unit).WithRareLibrary();
        var app = workspace.Application("App", UsesStrong, vcl);

        app.Build();

        Assert.AreSequenceEqual([RareLibrary.TextOf("Vcl")], app.Run());
        app.Source("System.Console.WriteLine(\"neither\");").Build();
        Assert.IsFalse(app.Has("Vcl.dll"));
        Assert.IsEmpty(NativeFiles(app));
    }

    [TestMethod]
    public void A_nupkg_has_it_once_and_hands_it_to_a_project_that_never_heard_of_the_sdk()
    {
        using var workspace = new Workspace(makesPackages: true);
        var vcl = workspace.Library("Vcl", Strong + RareLibrary.Unit).WithRareLibrary();
        var package = vcl.Pack("-warnaserror");
        Assert.HasCount(2, package.Files.Where(file => file.Contains("rare", StringComparison.Ordinal)), string.Join('\n', package.Files));
        Assert.IsTrue(package.Files.All(file => !file.Contains("rare", StringComparison.Ordinal) || file.StartsWith("tools/weakpack/native/", StringComparison.Ordinal)));

        var app = workspace.Application("App", UsesRare).WithoutSdk().Uses("Vcl", "1.0.0");
        app.Build();
        Assert.AreSequenceEqual([RareLibrary.TextOf("App")], app.Run());
        Assert.IsFalse(app.Mentions("Vcl"));
        app.Publish();
        Assert.AreSequenceEqual([RareLibrary.TextOf("App")], app.Run(Path.Combine(app.PublishFolder, "App.dll")));

        var middle = workspace.Library("Middle", "public static class Middle { public static string Text => Rare.Text; }").Uses("Vcl", "1.0.0", "WeakOnly=\"true\"");
        Assert.Contains(s_portable, middle.Pack("-warnaserror").Files);
        var other = workspace.Application("Other", "System.Console.WriteLine(Middle.Text);").WithoutSdk().Uses("Middle", "1.0.0");
        other.Build();
        Assert.AreSequenceEqual([RareLibrary.TextOf("Middle")], other.Run());
    }

    [TestMethod]
    public void A_nupkg_that_retains_the_unit_serves_also_who_excludes_build_assets()
    {
        using var workspace = new Workspace(makesPackages: true);
        workspace.Library("Vcl", "public static class Strong { public static string Text => Rare.Text; }" + RareLibrary.Unit).WithRareLibrary().Pack("-warnaserror");
        var plain = workspace.Application("Plain", UsesStrong).WithoutSdk().Uses("Vcl", "1.0.0", "ExcludeAssets=\"build;buildTransitive\"");
        var both = workspace.Application("Both", UsesStrong + UsesRare).WithoutSdk().Uses("Vcl", "1.0.0");

        plain.Build();
        both.Build();

        Assert.AreSequenceEqual([RareLibrary.TextOf("Vcl")], plain.Run());
        Assert.AreSequenceEqual([RareLibrary.TextOf("Vcl"), RareLibrary.TextOf("Both")], both.Run());
        both.Publish();
        Assert.AreSequenceEqual([RareLibrary.TextOf("Vcl"), RareLibrary.TextOf("Both")], both.Run(Path.Combine(both.PublishFolder, "Both.dll")));
    }

    [TestMethod]
    public void A_file_that_is_not_the_one_of_the_package_is_an_error()
    {
        using var workspace = new Workspace();
        var vcl = workspace.Library("Vcl", Strong + RareLibrary.Unit).WithRareLibrary();
        var app = workspace.Application("App", UsesRare, vcl);
        vcl.Build();
        var file = Directory.GetFiles(Path.GetDirectoryName(vcl.Output("Vcl.dll"))!, RareLibrary.OtherFile, SearchOption.AllDirectories).Single(path => path.Contains("weakpack", StringComparison.Ordinal));
        File.WriteAllText(file, "something else that is newer");
        File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddMinutes(1));

        var error = app.FailToBuild("--no-dependencies").Error;

        Assert.AreEqual("WP3015", error.Code);
        Assert.Contains(RareLibrary.OtherFile, error.Message);
        app.Source(UsesStrong).Build("--no-dependencies");
        Assert.AreSequenceEqual(["strong"], app.Run());
    }

    [TestMethod]
    public void An_item_that_names_no_unit_is_an_error()
    {
        using var workspace = new Workspace();
        var vcl = workspace.Library("Vcl", Strong).WithRareLibrary("Rear");

        var errors = vcl.FailToBuild().Findings;

        Assert.HasCount(2, errors);
        Assert.IsTrue(errors.All(error => error is { Severity: "error", Code: "WP3014", File: "Vcl.csproj" }), string.Join('\n', errors));
        vcl.Source(Strong + RareLibrary.Unit.Replace("Rare", "Rear", StringComparison.Ordinal)).Build();
        Assert.HasCount(2, vcl.AllOutputs().Where(file => file.StartsWith("bin/Debug/net10.0/weakpack/native/", StringComparison.Ordinal)));

        vcl.WithoutItems().Build();
        Assert.IsEmpty(vcl.AllOutputs().Where(file => file.Contains("native/", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void A_program_for_NET_Framework_has_it_beside_it()
    {
        FromNuGet.OlderFrameworks();
        using var workspace = new Workspace();
        var vcl = workspace.Library("Vcl", Strong + RareLibrary.Unit).For("netstandard2.0").With("ImplicitUsings", "disable").Source("global using WeakPack;", "Usings.cs")
            .Source("32", "native/win-x86/rare.dll").Source("64 bits", "native/win-x64/rare.dll")
            .WithItems("""<WeakNativeLibrary Include="native/win-x86/rare.dll" RuntimeIdentifier="win-x86" Unit="Rare" />""")
            .WithItems("""<WeakNativeLibrary Include="native/win-x64/rare.dll" RuntimeIdentifier="win-x64" Unit="Rare" />""");
        var app = workspace.Application("App", "class Program { static void Main() => System.Console.WriteLine(Rare.Text); }", vcl).For("net472").With("ImplicitUsings", "disable");

        app.Build();
        Assert.AreSequenceEqual(["rare.dll"], NativeFiles(app));
        Assert.AreEqual("64 bits", File.ReadAllText(app.Output("rare.dll")), "which AnyCPU is on nearly every machine");

        app.With("PlatformTarget", "x86").Build();
        Assert.AreEqual("32", File.ReadAllText(app.Output("rare.dll")));
    }

    private static string[] NativeFiles(Project project)
    {
        var folder = Path.GetDirectoryName(project.Output("any"))!;
        return [.. Directory.EnumerateFiles(folder, "*rare*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/')).Order(StringComparer.Ordinal)];
    }
}
