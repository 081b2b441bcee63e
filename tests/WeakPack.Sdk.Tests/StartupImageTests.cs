using System.Runtime.Intrinsics.X86;
using WeakPack.Sdk.Tests.Building;

namespace WeakPack.Sdk.Tests;

/// <summary>Publishes with several images of each package, of which the program loads the best for its machine. Lesser machines are this one, told to do without some instructions.</summary>
[TestClass]
public class StartupImageTests
{
    private const string Adder = """
        namespace Acme;

        public static class Adder
        {
            [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
            public static int Add(int a, int b) => a + b;
        }
        """;

    // Where the image lies, and how many methods the runtime compiled to call it: none when its native code was used.
    private const string TellsWhatItCalls = """
        var before = System.Runtime.JitInfo.GetCompiledMethodCount(currentThread: true);
        var sum = Acme.Adder.Add(1, 2);
        var compiled = System.Runtime.JitInfo.GetCompiledMethodCount(currentThread: true) - before;
        Console.WriteLine($"{sum} from {Path.GetFileName(Path.GetDirectoryName(typeof(Acme.Adder).Assembly.Location))}, {compiled} compiled");
        """;

    private static readonly string s_level = Avx512F.VL.IsSupported && Avx512BW.IsSupported ? "x86-64-v4" : Avx2.IsSupported ? "x86-64-v3" : "base";

    [TestMethod]
    public void A_program_loads_the_best_image_for_its_machine_and_runs_from_native_code()
    {
        using var workspace = Workspace();
        var app = App(workspace, TellsWhatItCalls);
        app.Publish("-p:WeakPackImages=off", "-p:PublishDir=plain/");
        var expected = File.ReadAllBytes(Path.Combine(app.Folder, "plain", "Acme.dll"));
        app.Clean();

        var first = app.Publish("-p:PublishDir=several/");

        Assert.Contains("App: images: 3 compiled", first.Output);
        Assert.AreSequenceEqual(
            ["Acme.dll in base", "Acme.dll in x86-64-v3", "Acme.dll in x86-64-v4"],
            Published(app, "several", "Acme.dll"));
        Assert.IsTrue(expected.SequenceEqual(File.ReadAllBytes(Path.Combine(app.Folder, "several", "images", "base", "Acme.dll"))));
        var program = Path.Combine(app.Folder, "several", "App.dll");
        Assert.AreSequenceEqual([$"3 from {s_level}, 0 compiled"], app.Run(program));
        Assert.AreSequenceEqual([$"3 from {(Avx2.IsSupported ? "x86-64-v3" : "base")}, 0 compiled"], app.Under("DOTNET_EnableAVX512", "0").Run(program));
        app.Under("DOTNET_EnableAVX512", null);
        Assert.AreSequenceEqual(["3 from base, 0 compiled"], app.Under("DOTNET_EnableAVX2", "0").Run(program));
        app.Under("DOTNET_EnableAVX2", null);
        // Below what .NET itself calls the base no image serves, not even the framework's own.
        Assert.AreSequenceEqual(["3 from base, 1 compiled"], app.Under("DOTNET_EnableHWIntrinsic", "0").Run(program));
        app.Under("DOTNET_EnableHWIntrinsic", null);

        Assert.Contains("App: images: 3 up to date", app.Publish("-p:PublishDir=several/").Output);
    }

    [TestMethod]
    public void What_the_runtime_needs_before_the_program_runs_stays_where_it_looks()
    {
        using var workspace = Workspace();
        workspace.Library("Early", "namespace Early; public class Base { } public interface IMark { }").WithoutSdk().With("Version", "1.0.0").Pack();
        var app = App(workspace, """
            internal sealed class Program : Early.Base
            {
                private static int s_first;

                // Not of the runtime's own choosing: a user's initializer may already call a package.
                [System.Runtime.CompilerServices.ModuleInitializer]
                internal static void First() => s_first = Acme.Adder.Add(1, 1);

                private static void Main() => Console.WriteLine($"{s_first} {typeof(Early.Base).Assembly.GetName().Name} {Path.GetFileName(Path.GetDirectoryName(typeof(Acme.Adder).Assembly.Location))}");
            }
            """).Uses("Early", "1.0.0").With("WeakPackImageTargets", "base");
        Assert.AreEqual("WP4010", app.Publish("-p:PublishDir=none/").Findings.Single().Code);

        Assert.IsEmpty(app.With("WeakPackImageTargets", "x86-64-v2").Publish("-p:PublishDir=one/").Findings);

        Assert.AreSequenceEqual(["Acme.dll in base", "Acme.dll in x86-64-v2"], Published(app, "one", "Acme.dll"));
        Assert.AreSequenceEqual(["Early.dll in one"], Published(app, "one", "Early.dll"));
        Assert.AreSequenceEqual(["2 Early x86-64-v2"], app.Run(Path.Combine(app.Folder, "one", "App.dll")));
    }

    [TestMethod]
    public void Linked_units_satellites_native_libraries_symbols_and_other_load_contexts_find_what_they_look_for()
    {
        using var workspace = Workspace();
        var lib = workspace.Library("Words", """
            namespace Words;

            public static class Greeting
            {
                public static string In(string culture) => new System.Resources.ResourceManager("Words.Strings", typeof(Greeting).Assembly).GetString("Hello", new System.Globalization.CultureInfo(culture))!;

                public static void Fail() => throw new InvalidOperationException();
            }

            [WeakPackageUnit]
            public static class Shout
            {
                public static string This(string word) => word + "! from " + typeof(Shout).Assembly.GetName().Name;
            }
            """)
            // Strong here, so that it is called from an image, and beside the program, as a package brings it.
            .Source("namespace Words;" + RareLibrary.Unit.Replace("[WeakPackageUnit]", "", StringComparison.Ordinal), "Rare.cs")
            .WithRareLibrary().WithoutItems()
            .WithItems($"""<None Include="native/{RareLibrary.Platform}/{RareLibrary.File}" Link="{RareLibrary.File}" CopyToOutputDirectory="PreserveNewest" />""")
            .WithItems("""<EmbeddedResource Update="Strings.resx" LogicalName="Words.Strings.resources" />""")
            .WithItems("""<EmbeddedResource Update="Strings.fr.resx" LogicalName="Words.Strings.fr.resources" />""");
        lib.Source(Fixtures.Resources("hello"), "Strings.resx").Source(Fixtures.Resources("bonjour"), "Strings.fr.resx");
        var app = App(workspace, """
            Console.WriteLine(Words.Greeting.In("en") + " " + Words.Shout.This(Words.Greeting.In("fr")));
            Console.WriteLine(Words.Rare.Text);
            try
            {
                Words.Greeting.Fail();
            }
            catch (InvalidOperationException error)
            {
                Console.WriteLine(error.StackTrace!.Contains("Code.cs:line 7", StringComparison.Ordinal));
            }

            // A plugin's context has no Acme of its own, and nobody has loaded it so far.
            var other = new System.Runtime.Loader.AssemblyLoadContext("plugin");
            Console.WriteLine(other.LoadFromAssemblyName(new("Acme")).GetName().Name);
            """, lib)
            // A package that is not published makes the SDK write a deps file for the publish alone.
            .Uses("Private", "1.0.0", "PrivateAssets=\"all\"");
        workspace.Library("Private", "public class Private { }").WithoutSdk().With("Version", "1.0.0").Pack();
        app.Under("WEAKPACK_CPU_TARGET", "base;x86-64-v2").With("WeakPackImageTargets", "");

        Assert.Contains("App: images: 4 compiled", app.Publish("-p:PublishDir=out/").Output);
        Assert.AreSequenceEqual(["Words.dll in base", "Words.dll in x86-64-v2"], Published(app, "out", "Words.dll"));
        Assert.AreSequenceEqual(["Words.pdb in base", "Words.pdb in x86-64-v2"], Published(app, "out", "Words.pdb"));
        Assert.AreSequenceEqual(["Words.resources.dll in fr"], Published(app, "out", "Words.resources.dll"));
        Assert.AreSequenceEqual(["hello bonjour! from App", RareLibrary.TextOf("Words"), "True", "Acme"], app.Run(Path.Combine(app.Folder, "out", "App.dll")));

        // And back: in the same folder, with the same deps file.
        app.Publish("-p:PublishDir=out/", "-p:WeakPackImageSelect=");
        Directory.Delete(Path.Combine(app.Folder, "out", "images"), recursive: true);
        Assert.AreSequenceEqual(["hello bonjour! from App", RareLibrary.TextOf("Words"), "True", "Acme"], app.Run(Path.Combine(app.Folder, "out", "App.dll")));
    }

    [TestMethod]
    public void A_program_brings_its_runtime_along()
    {
        using var workspace = Workspace();
        var app = App(workspace, TellsWhatItCalls).With("SelfContained", "true");
        app.Publish("-p:PublishDir=out/");

        Assert.AreSequenceEqual(["Acme.dll in base", "Acme.dll in x86-64-v3", "Acme.dll in x86-64-v4"], Published(app, "out", "Acme.dll"));
        Assert.AreSequenceEqual([$"3 from {s_level}, 0 compiled"], app.RunNative(Path.Combine(app.Folder, "out", "App")));
    }

    [TestMethod]
    public void A_program_that_was_built_without_the_code_that_chooses_is_told_of_and_works()
    {
        using var workspace = Workspace();
        var app = App(workspace, TellsWhatItCalls);
        app.Build("-p:WeakPackImageSelect=");

        Assert.Contains("it was built without the code that chooses", app.Publish("--no-build", "-p:PublishDir=out/").Findings.Single(finding => finding.Code == "WP4010").Message);
        Assert.AreSequenceEqual(["3 from out, 0 compiled"], app.Run(Path.Combine(app.Folder, "out", "App.dll")));

        app.Build();
        Assert.IsEmpty(app.Publish("--no-build", "-p:PublishDir=out/").Findings);
        Assert.AreSequenceEqual([$"3 from {s_level}, 0 compiled"], app.Run(Path.Combine(app.Folder, "out", "App.dll")));
        Assert.AreSequenceEqual(["3 from net10.0, 1 compiled"], app.Run(), "A build has each assembly once.");
    }

    [TestMethod]
    public void Other_languages_are_published_without()
    {
        using var workspace = Workspace();
        var app = Configured(workspace, workspace.ApplicationIn("fs", "App", """printfn "%d" (Acme.Adder.Add(1, 2))"""));

        Assert.Contains("F# has none", app.Publish("-p:PublishDir=out/").Findings.Single().Message);
        Assert.AreSequenceEqual(["3"], app.Run(Path.Combine(app.Folder, "out", "App.dll")));
    }

    [TestMethod]
    public void A_program_in_a_single_file_is_published_without()
    {
        using var workspace = Workspace();
        var app = App(workspace, "Console.WriteLine(Acme.Adder.Add(1, 2));");

        Assert.Contains("PublishSingleFile", app.Publish("-p:PublishDir=out/", "-p:PublishSingleFile=true").Findings.Single().Message);
        Assert.AreSequenceEqual(["3"], app.RunNative(Path.Combine(app.Folder, "out", "App")));
    }

    [TestMethod]
    [DataRow("PublishTrimmed", "true", "PublishTrimmed")]
    [DataRow("PublishReadyToRunComposite", "true", "PublishReadyToRunComposite")]
    [DataRow("PublishReadyToRun", "false", "without PublishReadyToRun=true")]
    [DataRow("RuntimeIdentifier", "linux-arm64", "'linux-arm64'")]
    [DataRow("OutputType", "Library", "it is no program")]
    [DataRow("Nullable", "disable", "")]
    public void What_stands_against_it_is_named(string property, string value, string reason)
    {
        using var workspace = new Workspace();
        var app = Set(workspace, workspace.Application("App", "Console.WriteLine();")).With("SelfContained", "true").With(property, value);

        var told = string.Concat(app.Command("msbuild", app.ProjectFile, "-getProperty:_WeakPackStartupObstacle"));

        Assert.AreEqual(reason.Length == 0, told.Length == 0, told);
        Assert.Contains(reason, told);
    }

    private static Workspace Workspace()
    {
        FromNuGet.RuntimePacks();
        if (!FromNuGet.Platform.EndsWith("-x64", StringComparison.Ordinal))
            Assert.Inconclusive("Only x86-64 has several levels.");
        var workspace = new Workspace(makesPackages: true);
        workspace.Library("Acme", Adder).WithoutSdk().With("Version", "1.0.0").Pack();
        return workspace;
    }

    private static Project App(Workspace workspace, string source, params Project[] references) =>
        Configured(workspace, workspace.Application("App", source, references));

    private static Project Configured(Workspace workspace, Project app) => Set(workspace, app).Uses("Acme", "1.0.0").With("RuntimeIdentifier", FromNuGet.Platform).With("AppendRuntimeIdentifierToOutputPath", "false");

    private static Project Set(Workspace workspace, Project app) => app
        .With("WeakPackImageCache", Path.Combine(workspace.Folder, "cache"))
        .With("WeakPackImages", "publish")
        .With("WeakPackImageSelect", "startup")
        .With("WeakPackImageTargets", "base;x86-64-v3;x86-64-v4")
        .With("RuntimeIdentifier", "linux-x64")
        .With("SelfContained", "false")
        .With("PublishReadyToRun", "true")
        .With("DisableTransitiveFrameworkReferenceDownloads", "true");

    private static IReadOnlyList<string> Published(Project app, string folder, string file) =>
        [.. Directory.EnumerateFiles(Path.Combine(app.Folder, folder), file, SearchOption.AllDirectories).Select(path => $"{file} in {Path.GetFileName(Path.GetDirectoryName(path))}").Order(StringComparer.Ordinal)];
}
