using System.Text;

namespace WeakPack.Sdk.Tests;

/// <summary>What <c>dotnet publish</c> makes for one platform, in each of its ways.</summary>
[TestClass]
public class PublishTests
{
    private const string Expected = "pen of App, pen of App, memo of Rtl";

    [TestMethod]
    public void A_self_contained_program_is_published_without_the_package()
    {
        FromNuGet.RuntimePacks();
        using var workspace = new Workspace();
        var app = App(workspace);

        var (_, folder) = Publish(app, "--self-contained");

        MustHaveRtlAndNotVcl(folder);
        Assert.IsTrue(File.Exists(Path.Combine(folder, "System.Private.CoreLib.dll")));
        Assert.AreSequenceEqual([Expected], app.RunNative(Program(folder)));
    }

    [TestMethod]
    public void A_single_file_holds_the_package_that_is_needed_and_not_the_other()
    {
        FromNuGet.RuntimePacks();
        using var workspace = new Workspace();
        var app = App(workspace);

        var (_, folder) = Publish(app, "--no-self-contained", "-p:PublishSingleFile=true");

        Assert.AreSequenceEqual([Program(folder)], Directory.GetFiles(folder).Where(file => Path.GetExtension(file) != ".pdb"));
        var content = Encoding.Latin1.GetString(File.ReadAllBytes(Program(folder)));
        Assert.IsTrue(content.Contains("Rtl.dll", StringComparison.Ordinal));
        Assert.IsFalse(content.Contains("Vcl.dll", StringComparison.Ordinal));
        Assert.AreSequenceEqual([Expected], app.RunNative(Program(folder)));
    }

    [TestMethod]
    public void Native_code_is_made_of_the_linked_program()
    {
        FromNuGet.RuntimePacks();
        using var workspace = new Workspace();
        var app = App(workspace);

        var (_, folder) = Publish(app, "--no-self-contained", "-p:PublishReadyToRun=true");

        MustHaveRtlAndNotVcl(folder);
        Assert.IsTrue(Dll.HasNativeCode(Path.Combine(folder, "App.dll")));
        Assert.IsTrue(new Dll(Path.Combine(folder, "App.dll")).HasInternal("Vcl.Pen"));
        Assert.AreSequenceEqual([Expected], app.RunNative(Program(folder)));
    }

    [TestMethod]
    public void A_native_program_has_the_units_in_it()
    {
        FromNuGet.NativeCompiler();
        // Linkers are called through a shell, which takes apostrophes and parentheses for its own.
        using var workspace = new Workspace("möglich");
        var app = App(workspace, FromNuGet.NativeFramework).With("PublishAot", "true").With("InvariantGlobalization", "true");

        var (_, folder) = Publish(app);

        Assert.IsEmpty(Directory.GetFiles(folder, "*.dll"));
        Assert.AreSequenceEqual([Expected], app.RunNative(Program(folder)));
    }

    [TestMethod]
    public void Trimming_a_linked_program_warns_of_just_what_it_warns_of_in_one_source()
    {
        FromNuGet.RuntimePacks();
        using var workspace = new Workspace();
        var package = workspace.Library("Vcl", "namespace Vcl; public class Strong;").Source(TrimmedUnit, "Maker.cs")
            .WithItems("""<Compile Update="Maker.cs" WeakUnit="true" />""");
        const string program = """
            Console.WriteLine(new Named() + " " + Vcl.Maker.Make("Named")!.GetType() + " " + Vcl.Maker.ByName("Named") + " " + Vcl.Maker.Quiet("Named").Single() + " "
                + await Vcl.Maker.QuietAsync("Named") + " " + Vcl.Maker.Methods<Named>());
            public class Named { public void One() { } public void Two() { } }
            """;
        var linked = ForPlatform(workspace.Application("Linked", program, package)).With("TrimMode", "full");
        var whole = ForPlatform(workspace.Application("Whole", program)).With("TrimMode", "full").WithItems("""<Compile Include="../Vcl/Maker.cs" />""");

        var (linkedResult, linkedFolder) = Publish(linked, "-p:PublishTrimmed=true");
        var (wholeResult, wholeFolder) = Publish(whole, "-p:PublishTrimmed=true");

        var expected = Warnings(wholeResult);
        Assert.IsTrue(expected.Any(warning => warning.StartsWith("IL2057 Maker.cs", StringComparison.Ordinal)), string.Join('\n', expected));
        Assert.IsTrue(expected.Any(warning => warning.StartsWith("IL2026 Code.cs", StringComparison.Ordinal)), string.Join('\n', expected));
        Assert.AreSequenceEqual(expected, Warnings(linkedResult));
        Assert.IsFalse(File.Exists(Path.Combine(linkedFolder, "Vcl.dll")));
        Assert.AreSequenceEqual(whole.RunNative(Path.Combine(wholeFolder, "Whole")), linked.RunNative(Path.Combine(linkedFolder, "Linked")));

        static string[] Warnings(BuildResult result) =>
            [.. result.Findings.Select(finding => $"{finding.Code} {finding.File}({finding.Line}): {finding.Message}").Order(StringComparer.Ordinal)];
    }

    [TestMethod]
    public void A_program_for_NET_Framework_is_published_without_the_package()
    {
        FromNuGet.OlderFrameworks();
        using var workspace = new Workspace();
        var vcl = workspace.Library("Vcl", Fixtures.Vcl).For("netstandard2.0");
        var app = workspace.Application("App", "using System;" + Fixtures.UsesPen, vcl).ForAll("net472", "net10.0");

        app.Publish("-f", "net472");

        var files = Directory.GetFiles(app.PublishFolder).Select(Path.GetFileName).ToList();
        Assert.Contains("App.exe", files);
        Assert.IsFalse(files.Any(file => file!.EndsWith(".dll", StringComparison.Ordinal)), string.Join(' ', files));
        Assert.AreSequenceEqual(["pen of App"], app.RunUnderMono(Path.Combine(app.PublishFolder, "App.exe")));
    }

    // What trimmers warn of, what they are asked to be silent about, and what the compiler makes of it.
    private const string TrimmedUnit = """
        using System.Diagnostics.CodeAnalysis;
        namespace Vcl;

        public static class Maker
        {
            [RequiresUnreferencedCode("It is made by its name.")]
            public static object? Make(string name) => Activator.CreateInstance(Type.GetType(name)!);

            public static string ByName(string name) => (Type.GetType(name) ?? typeof(Maker)).GetMethods().Length > 0 ? "found" : "none";

            [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The caller names what it has.")]
            public static IEnumerable<bool> Quiet(string name) { yield return new Func<object?>(() => Make(name))() is not null; }

            [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The caller names what it has.")]
            public static async Task<bool> QuietAsync(string name) { await Task.Yield(); return Make(name) is not null; }

            public static int Methods<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicMethods)] T>() =>
                typeof(T).GetMethods().Count(method => method.DeclaringType == typeof(T));
        }
        """;

    private static Project App(Workspace workspace, string framework = "net10.0")
    {
        var vcl = WithoutAspNet(workspace.Library("Vcl", Fixtures.Vcl)).For(framework);
        var rtl = WithoutAspNet(workspace.Library("Rtl", Fixtures.Vcl.Replace("Vcl", "Rtl", StringComparison.Ordinal))).For(framework);
        return ForPlatform(workspace.Application("App", """Console.WriteLine($"{Vcl.Pen.Text}, {Rtl.Pen.Text}, {Rtl.Memo.Text}");""", vcl, rtl)).For(framework);
    }

    private static Project ForPlatform(Project project) => WithoutAspNet(project).With("RuntimeIdentifier", FromNuGet.Platform);

    // NuGet gets the packs of all frameworks that a dependency might ask for.
    private static Project WithoutAspNet(Project project) => project.With("DisableTransitiveFrameworkReferenceDownloads", "true");

    private static (BuildResult Result, string Folder) Publish(Project project, params string[] arguments)
    {
        // A full path must not have an apostrophe: Microsoft.NET.Sdk takes it for the end of its transform.
        var result = project.Publish([.. arguments, "-p:PublishDir=published/"]);
        return (result, Path.Combine(project.Folder, "published"));
    }

    private static string Program(string folder) => Path.Combine(folder, OperatingSystem.IsWindows() ? "App.exe" : "App");

    private static void MustHaveRtlAndNotVcl(string folder)
    {
        var files = Directory.EnumerateFiles(folder).Select(Path.GetFileName).ToList();
        Assert.Contains("Rtl.dll", files);
        Assert.IsFalse(files.Any(file => file!.StartsWith("Vcl", StringComparison.Ordinal)), string.Join(' ', files));
        Assert.DoesNotContain("Vcl", File.ReadAllText(Path.Combine(folder, "App.deps.json")));
    }
}
