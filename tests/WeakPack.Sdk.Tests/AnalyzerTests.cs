using System.Text.Json;

namespace WeakPack.Sdk.Tests;

/// <summary>The analyzers, as the SDK's package brings them to the compiler.</summary>
[TestClass]
public class AnalyzerTests
{
    private const string GlobalData = """
        namespace Vcl;

        [WeakPackageUnit]
        public static class Pen
        {
            private static int s_handle;
            public static int Next() => ++s_handle;
        }
        """;

    private static Project Analyzed(Project project) => project.With("RunAnalyzers", "true");

    [TestMethod]
    public void The_compiler_tells_at_the_line_before_anything_is_split()
    {
        using var workspace = new Workspace();
        var package = Analyzed(workspace.Library("Vcl", GlobalData));

        var build = package.FailToBuild();

        Assert.AreEqual(("WP2203", "Code.cs", 6), (build.Error.Code, build.Error.File, build.Error.Line), build.Output);
        Assert.Contains("'Vcl.Pen.s_handle'", build.Error.Message);
        Assert.IsFalse(build.Called("Vcl", "SplitPackage"));

        // The neighbour that keeps the rules, and the whole way with analyzers.
        Assert.IsEmpty(package.Source(GlobalData.Replace("private static int s_handle", "private const int s_handle = 1", StringComparison.Ordinal).Replace("++s_handle", "s_handle", StringComparison.Ordinal)).Build().Findings);
        Assert.IsTrue(package.Has("Vcl.wpi"));
    }

    [TestMethod]
    public void A_project_can_do_without_and_is_told_by_the_build()
    {
        using var workspace = new Workspace();
        var package = Analyzed(workspace.Library("Vcl", GlobalData)).With("WeakPackAnalyzers", "false");

        var build = package.FailToBuild();

        Assert.AreEqual("WP2203", build.Error.Code);
        Assert.IsTrue(build.Called("Vcl", "SplitPackage"));
    }

    [TestMethod]
    public void A_severity_of_the_editorconfig_is_the_analyzers_and_the_build_keeps_its_own()
    {
        using var workspace = new Workspace();
        workspace.Write(".editorconfig", "root = true\n[*.cs]\ndotnet_diagnostic.WP2203.severity = warning\n");
        var package = Analyzed(workspace.Library("Vcl", GlobalData));

        var build = package.FailToBuild();

        Assert.AreSequenceEqual(["warning WP2203", "error WP2203"], build.Findings.Select(finding => $"{finding.Severity} {finding.Code}"));
    }

    [TestMethod]
    public void Marks_of_the_project_reach_the_compiler()
    {
        using var workspace = new Workspace();
        var package = Analyzed(workspace.Library("Acme", "namespace Acme; public static class ByName { public static int One; } public static class Strong { public static int Fine; }"))
            .Source("namespace Acme.Deep; public static class BySpace { public static int Two; } public static class Excepted { public static int Fine; } public static class AlsoExcepted { public static int Fine; }", "Deep.cs")
            .Source("namespace Other; public static class ByFile { public static int Three; }", "File [1], x.cs")
            .WithItems("""<WeakUnit Include="Acme.ByName;Acme.Nobody" />""")
            .WithItems("""<WeakNamespace Include="Acme.Deep" Except="Acme.Deep.Excepted;Acme.Deep.AlsoExcepted" />""")
            .WithItems("""<Compile Update="File [1], x.cs" WeakUnit="true" />""");

        var build = package.FailToBuild();

        Assert.IsFalse(build.Called("Acme", "SplitPackage"), build.Output);
        Assert.AreSequenceEqual(
            ["Acme.csproj WP3002", "Code.cs WP2203", "Deep.cs WP2203", "File [1], x.cs WP2203"],
            build.Findings.Select(finding => $"{finding.File} {finding.Code}").Order(StringComparer.Ordinal));
        Assert.Contains("<WeakUnit Include=\"Acme.ByName;Acme.Nobody\"", File.ReadAllLines(Path.Combine(package.Folder, "Acme.csproj"))[build.Findings.Single(finding => finding.Code == "WP3002").Line - 1], "The line of the item.");
        foreach (var named in new[] { "Acme.Nobody", "'Acme.ByName.One'", "'Acme.Deep.BySpace.Two'", "'Other.ByFile.Three'" })
            Assert.Contains(named, build.Output);
    }

    [TestMethod]
    public void A_text_that_names_a_weak_type_in_code_or_attribute_is_one_warning_and_a_pragma_silences_it()
    {
        using var workspace = new Workspace();
        var package = workspace.Library("Vcl", Fixtures.Vcl);
        var app = Analyzed(workspace.Application("App", """
            Console.WriteLine(Type.GetType("Vcl.Pen, Vcl"));
            [System.ComponentModel.TypeConverter("Vcl.Pen, Vcl")] class Mine;
            """, package));

        Assert.AreSequenceEqual(["warning WP3009 Code.cs 1", "warning WP3009 Code.cs 2"], app.Build().Findings.Select(found => $"{found.Severity} {found.Code} {found.File} {found.Line}").Order(StringComparer.Ordinal));

        Assert.IsEmpty(app.Source("""
            #pragma warning disable WP3009
            Console.WriteLine(Type.GetType("Vcl.Pen, Vcl"));
            [System.ComponentModel.TypeConverter("Vcl.Pen, Vcl")] class Mine;
            """).Build().Findings);
    }

    [TestMethod]
    public void A_consumer_that_never_heard_of_the_sdk_has_them_too_and_knows_weak_types()
    {
        using var workspace = new Workspace();
        var package = workspace.Library("Vcl", "namespace Vcl; [WeakPackageUnit] public class Pen;");
        var library = Analyzed(workspace.Library("Lib", "public class Exposing\n{\n    public Vcl.Pen Pen { get; } = new();\n}", package)).WithoutSdk();

        var build = library.FailToBuild();

        Assert.AreEqual(("WP3003", "Code.cs", 3), (build.Error.Code, build.Error.File, build.Error.Line), build.Output);
        Assert.IsFalse(build.Called("Lib", "LinkUnits"));
    }

    [TestMethod]
    public void They_are_there_once_though_a_reference_to_the_package_brings_them_too()
    {
        using var workspace = new Workspace();
        var referring = workspace.Library("Referring", "namespace Acme; public class One;").WithoutSdk().Uses("WeakPack.Sdk", PackedSdk.Version);
        var without = workspace.Library("Without", "namespace Acme; public class One;").WithoutSdk().Uses("WeakPack.Sdk", PackedSdk.Version).With("WeakPackAnalyzers", "false");
        workspace.Build(referring, without);

        Assert.HasCount(2, AnalyzersOf(referring));
        Assert.IsEmpty(AnalyzersOf(without));

        static List<string> AnalyzersOf(Project project) =>
            [.. project.CompilerArgumentsOfEditor().Where(argument => argument.StartsWith("/analyzer:", StringComparison.Ordinal) && argument.Contains("WeakPack.Analyzers", StringComparison.Ordinal))];
    }

    [TestMethod]
    public void They_have_native_code_on_the_platform_that_the_package_was_made_on_and_IL_elsewhere()
    {
        using var workspace = new Workspace();
        var project = workspace.Library("Acme", "namespace Acme; public class One;");

        var here = AnalyzersFor(FromNuGet.Platform);
        var elsewhere = AnalyzersFor("beos-m68k");

        Assert.IsTrue(Dll.HasNativeCode(here.Single(file => Path.GetFileName(file) == "WeakPack.Analyzers.dll")));
        Assert.IsFalse(Dll.HasNativeCode(elsewhere.Single(file => Path.GetFileName(file) == "WeakPack.Analyzers.dll")));
        foreach (var analyzers in new[] { here, elsewhere })
            Assert.AreSequenceEqual(["WeakPack.Analyzers.CodeFixes.dll", "WeakPack.Analyzers.dll"], analyzers.Select(Path.GetFileName).Order(StringComparer.Ordinal), "Fixes look for the rules beside themselves.");

        List<string> AnalyzersFor(string platform)
        {
            var lines = project.Command("msbuild", "-nologo", "-getItem:Analyzer", $"-p:NETCoreSdkPortableRuntimeIdentifier={platform}");
            using var items = JsonDocument.Parse(string.Join('\n', lines));
            return [.. items.RootElement.GetProperty("Items").GetProperty("Analyzer").EnumerateArray().Select(item => item.GetProperty("FullPath").GetString()!).Where(file => Path.GetFileName(file).StartsWith("WeakPack.", StringComparison.Ordinal))];
        }
    }
}
