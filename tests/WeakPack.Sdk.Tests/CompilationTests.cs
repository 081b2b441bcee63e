namespace WeakPack.Sdk.Tests;

/// <summary>How packages are compiled and for which frameworks, and whether their units fit their consumers.</summary>
[TestClass]
public class CompilationTests
{
    [TestMethod]
    public void A_unit_that_was_compiled_otherwise_than_its_program_is_a_warning_that_can_be_silenced_and_promoted()
    {
        using var workspace = new Workspace();
        var package = workspace.Library("Vcl", Fixtures.Vcl).With("CheckForOverflowUnderflow", "true");
        var app = workspace.Application("App", Fixtures.UsesPen, package);

        var warning = app.Build().Findings.Single();

        Assert.AreEqual(("warning", "WP4002"), (warning.Severity, warning.Code));
        Assert.Contains("'Vcl': unit 'Vcl.Pen', compiled with overflow checks", warning.Message);
        Assert.AreEqual("C#, checked true, optimized false", package.RecordedFlags());
        Assert.AreEqual("WP4002", app.With("WarningsAsErrors", "WP4002").FailToBuild().Error.Code);
        Assert.IsEmpty(app.With("NoWarn", "$(NoWarn);WP4002").Build().Findings);

        // Without debug data the projects' properties tell. Optimized code serves who is not, and not the other way round.
        package.With("DebugType", "none");
        app.With("DebugType", "none").With("NoWarn", "").With("CheckForOverflowUnderflow", "true").With("Optimize", "true");
        Assert.Contains("compiled without optimization. This project is compiled with optimization.", app.FailToBuild().Error.Message);
        package.With("Optimize", "true");
        Assert.IsEmpty(app.With("Optimize", "false").Build().Findings);
        Assert.AreEqual("C#, checked true, optimized true", package.RecordedFlags());
    }

    [TestMethod]
    public void A_unit_is_linked_where_NuGet_would_take_its_package_and_nowhere_else()
    {
        FromNuGet.OlderFrameworks();
        using var workspace = new Workspace();
        var windows = OnWindows(workspace.Library("Win", Named("Win")));
        var old = workspace.Library("Old", Named("Old")).For("net472");
        var plain = workspace.Library("Plain", Named("Plain"));
        workspace.Build(windows, old, plain);
        var app = workspace.Application("App", "Console.WriteLine(Win.Pen.Text);").WithItems(FileReference(windows));

        var error = app.FailToBuild().Error;

        Assert.AreEqual("WP3104", error.Code);
        Assert.Contains(".NETCoreApp,Version=v10.0 on Windows,Version=7.0, which .NETCoreApp,Version=v10.0 can't use", error.Message);
        Assert.Contains("unit 'Win.Pen'", error.Message);
        app.Source("Console.WriteLine(Win.Memo.Text);").Build();
        Assert.AreSequenceEqual(["memo of Win"], app.Run());

        app.Source("Console.WriteLine(Win.Pen.Text + \", \" + Plain.Pen.Text);").WithItems(FileReference(plain));
        OnWindows(app).Build();
        Assert.AreSequenceEqual(["pen of App, pen of App"], app.Run());

        // What .NET projects take for want of better, unless they say otherwise.
        app.For("net10.0").WithoutItems().WithItems(FileReference(old)).Source("Console.WriteLine(Old.Pen.Text);").Build();
        Assert.AreSequenceEqual(["pen of App"], app.Run());
        Assert.AreEqual("WP3104", app.With("DisableImplicitAssetTargetFallback", "true").FailToBuild().Error.Code);
    }

    // Windows' own targeting packs would be downloaded for nothing: no type of theirs is used.
    private static Project OnWindows(Project project) =>
        project.For("net10.0-windows").With("EnableWindowsTargeting", "true").With("DisableTransitiveFrameworkReferenceDownloads", "true");

    private static string FileReference(Project package) => $"""<Reference Include="{package.Name}" HintPath="{package.Output(package.Name + ".dll")}" />""";

    private static string Named(string name) => Fixtures.Vcl.Replace("Vcl", name, StringComparison.Ordinal);
}
