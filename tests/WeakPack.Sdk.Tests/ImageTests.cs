using System.Runtime.Intrinsics.X86;
using WeakPack.Sdk.Tests.Building;

namespace WeakPack.Sdk.Tests;

/// <summary>Package images in real builds: native code of packages from a cache.</summary>
[TestClass]
public class ImageTests
{
    private const string Source = """namespace Acme; public static class Adder { [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)] public static int Add(int a, int b) => a + b; }""";

    // How many methods the runtime compiled for a call: none when it used native code of the image.
    private const string TellsWhatItCalls = """
        var before = System.Runtime.JitInfo.GetCompiledMethodCount(currentThread: true);
        var sum = Acme.Adder.Add(1, 2);
        var compiled = System.Runtime.JitInfo.GetCompiledMethodCount(currentThread: true) - before;
        Console.WriteLine($"{sum}, {compiled} compiled");
        """;

    [TestMethod]
    public void A_publish_has_the_very_images_that_the_SDK_makes_and_makes_each_once()
    {
        using var workspace = Workspace();
        var app = Published(App(workspace));
        app.Publish("-p:PublishDir=plain/");
        var expected = File.ReadAllBytes(Path.Combine(app.Folder, "plain", "Acme.dll"));
        Assert.IsTrue(Dll.HasNativeCode(Path.Combine(app.Folder, "plain", "Acme.dll")));

        app.Clean();
        var first = app.Publish("-p:WeakPackImages=publish", "-p:PublishDir=first/");
        app.Clean();
        var second = app.Publish("-p:WeakPackImages=publish", "-p:PublishDir=second/");

        Assert.Contains("App: images: 1 compiled (not in the cache)", first.Output);
        Assert.Contains("App: images: 1 from cache", second.Output);
        foreach (var folder in new[] { "first", "second" })
        {
            Assert.IsTrue(expected.SequenceEqual(File.ReadAllBytes(Path.Combine(app.Folder, folder, "Acme.dll"))), folder);
            Assert.AreSequenceEqual(["3"], app.Run(Path.Combine(app.Folder, folder, "App.dll")));
        }

        Assert.Contains("App: images: 1 up to date", app.Publish("-p:WeakPackImages=publish", "-p:PublishDir=second/").Output);
        Assert.Contains("App: images: 1 compiled (mismatched flags)", app.Publish("-p:WeakPackImages=publish", "-p:PublishReadyToRunCrossgen2ExtraArgs=--embed-pgo-data", "-p:PublishDir=second/").Output);
    }

    [TestMethod]
    public void A_build_puts_images_into_the_output_folder_and_takes_them_back()
    {
        using var workspace = Workspace();
        var app = App(workspace);
        app.Build();
        Assert.IsFalse(Dll.HasNativeCode(app.Output("Acme.dll")));
        var deps = File.ReadAllText(app.Output("App.deps.json"));

        app.With("WeakPackImages", "existing");
        Assert.Contains("App: images: 1 not in the cache", app.Build().Output);
        Assert.IsFalse(Dll.HasNativeCode(app.Output("Acme.dll")));

        app.With("WeakPackImages", "build");
        Assert.Contains("App: images: 1 compiled", app.Build().Output);
        Assert.IsTrue(Dll.HasNativeCode(app.Output("Acme.dll")));
        Assert.AreSequenceEqual(["3"], app.Run());
        Assert.AreEqual(deps, File.ReadAllText(app.Output("App.deps.json")));

        Assert.Contains("App: images: 1 up to date", app.Build().Output);
        Assert.IsTrue(Dll.HasNativeCode(app.Output("Acme.dll")));

        app.Publish("-p:PublishDir=published/");
        Assert.IsFalse(Dll.HasNativeCode(Path.Combine(app.Folder, "published", "Acme.dll")), "A publish goes by the packages' own files.");

        app.With("WeakPackImages", "off").Build();
        Assert.IsFalse(Dll.HasNativeCode(app.Output("Acme.dll")));
        app.Clean();
        Assert.IsEmpty(app.AllOutputs().Where(file => file.EndsWith("Acme.dll", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void Images_do_without_weak_units()
    {
        using var workspace = Workspace();
        var app = App(workspace).With("WeakPackEnabled", "false").With("WeakPackImages", "build");
        Directory.CreateDirectory(Path.Combine(app.Folder, "startup"));

        Assert.Contains("App: images: 1 compiled", app.Build().Output);
        Assert.IsTrue(Dll.HasNativeCode(app.Output("Acme.dll")));
        app.Clean();

        Assert.AreSequenceEqual(["App.csproj", "Code.cs"], Directory.GetFiles(app.Folder).Select(Path.GetFileName).Where(file => Path.GetExtension(file) != ".binlog").Order(StringComparer.Ordinal).ToArray());
        Assert.AreSequenceEqual(["bin", "obj", "startup"], Directory.GetDirectories(app.Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal).ToArray());
    }

    [TestMethod]
    public void A_build_takes_the_best_level_for_the_machine_that_builds()
    {
        using var workspace = Workspace();
        var app = App(workspace, TellsWhatItCalls).With("WeakPackImages", "build");

        // The environment is the default of a machine; a lesser one is this, told to do without.
        app.Under("WEAKPACK_CPU_TARGET", "base;x86-64-v3").Under("DOTNET_EnableAVX2", "0").Build();
        Assert.AreSequenceEqual(["3, 0 compiled"], app.Run());

        if (!Avx2.IsSupported)
            Assert.Inconclusive("This machine has no level above the base.");
        app.Under("DOTNET_EnableAVX2", null).Build();
        Assert.AreSequenceEqual(["3, 0 compiled"], app.Run());
        Assert.AreSequenceEqual(["3, 1 compiled"], app.Under("DOTNET_EnableAVX2", "0").Run(), "The runtime rejects an image that is above its machine.");

        // What the project says goes before it, and a name that is none is told of.
        var warned = app.Under("DOTNET_EnableAVX2", null).With("WeakPackImageTargets", "base;avx2").Build();
        Assert.Contains("'avx2' is no level", warned.Findings.Single(finding => finding.Code == "WP4011").Message);
        Assert.AreSequenceEqual(["3, 0 compiled"], app.Under("DOTNET_EnableAVX2", "0").Run());
    }

    [TestMethod]
    public void A_publish_is_for_any_machine_unless_that_of_the_build_is_asked_for()
    {
        using var workspace = Workspace();
        var app = Published(App(workspace, TellsWhatItCalls)).With("WeakPackImages", "publish").With("WeakPackImageTargets", "native");
        app.Publish("-p:PublishDir=any/");
        Assert.AreSequenceEqual(["3, 0 compiled"], app.Under("DOTNET_EnableAVX2", "0").Run(Path.Combine(app.Folder, "any", "App.dll")));

        app.With("WeakPackImageSelect", "build").Publish("-p:PublishDir=lesser/");
        Assert.AreSequenceEqual(["3, 0 compiled"], app.Run(Path.Combine(app.Folder, "lesser", "App.dll")));

        if (!Avx2.IsSupported)
            Assert.Inconclusive("This machine has no level above the base.");
        app.Under("DOTNET_EnableAVX2", null).Publish("-p:PublishDir=own/");
        Assert.AreSequenceEqual(["3, 0 compiled"], app.Run(Path.Combine(app.Folder, "own", "App.dll")));
        Assert.AreSequenceEqual(["3, 1 compiled"], app.Under("DOTNET_EnableAVX2", "0").Run(Path.Combine(app.Folder, "own", "App.dll")));
    }

    [TestMethod]
    public void Projects_that_are_referred_to_have_images_too()
    {
        FromNuGet.RuntimePacks();
        using var workspace = new Workspace();
        var library = workspace.Library("Acme", Source);
        var app = Published(workspace.Application("App", TellsWhatItCalls, library)).With("WeakPackImageCache", Path.Combine(workspace.Folder, "cache")).With("WeakPackImages", "all");

        Assert.Contains("App: images: 1 compiled (not in the cache)", app.Publish("-p:PublishDir=out/").Output);
        app.Clean();
        library.Clean();
        Assert.Contains("App: images: 1 from cache", app.Publish("-p:PublishDir=out/").Output, "The same sources make the same assembly.");
        Assert.IsTrue(Dll.HasNativeCode(Path.Combine(app.Folder, "out", "Acme.dll")));

        library.Source(Source.Replace("a + b", "b + a", StringComparison.Ordinal));
        Assert.Contains("App: images: 1 compiled (IL changed)", app.Publish("-p:PublishDir=out/").Output);
        Assert.AreSequenceEqual(["3, 0 compiled"], app.Run(Path.Combine(app.Folder, "out", "App.dll")));

        // What is being debugged keeps its IL alone: the runtime would take native code and lose breakpoints.
        app.Build();
        Assert.IsFalse(Dll.HasNativeCode(app.Output("Acme.dll")));

        library.With("Optimize", "true");
        Assert.Contains("App: images: 1 ", app.Build().Output);
        Assert.IsTrue(Dll.HasNativeCode(app.Output("Acme.dll")));
        Assert.AreSequenceEqual(["3, 0 compiled"], app.Run());
        Assert.Contains("App: images: 1 up to date", app.Build().Output);
        Assert.IsFalse(Dll.HasNativeCode(library.Output("Acme.dll")), "The project's own output is left alone.");
    }

    [TestMethod]
    public void A_package_may_bring_images_of_itself()
    {
        using var workspace = Workspace();
        var nupkg = workspace.Library("Rtl", Fixtures.Vcl).With("Version", "1.0.0").With("WeakPackImages", "pack").With("WeakPackImageCache", Path.Combine(workspace.Folder, "cache")).Pack();
        Assert.Contains($"runtimes/{FromNuGet.Platform}/lib/net10.0/Rtl.dll", nupkg.Files);
        Assert.Contains("lib/net10.0/Rtl.wpi", nupkg.Files);

        var app = workspace.Application("App", Fixtures.UsesBoth).Uses("Rtl", "1.0.0").With("RuntimeIdentifier", FromNuGet.Platform).With("SelfContained", "false").With("AppendRuntimeIdentifierToOutputPath", "false");
        app.Build();

        Assert.IsTrue(Dll.HasNativeCode(app.Output("Rtl.dll")));
        Assert.AreSequenceEqual(["pen of App", "memo of Rtl"], app.Run());
    }

    private static Workspace Workspace()
    {
        FromNuGet.RuntimePacks();
        var workspace = new Workspace(makesPackages: true);
        workspace.Library("Acme", Source).WithoutSdk().With("Version", "1.0.0").Pack();
        return workspace;
    }

    private static Project App(Workspace workspace, string source = "Console.WriteLine(Acme.Adder.Add(1, 2));", string name = "App") =>
        workspace.Application(name, source).Uses("Acme", "1.0.0").With("WeakPackImageCache", Path.Combine(workspace.Folder, "cache"));

    private static Project Published(Project app) => app
        .With("RuntimeIdentifier", FromNuGet.Platform)
        .With("AppendRuntimeIdentifierToOutputPath", "false")
        .With("SelfContained", "false")
        .With("PublishReadyToRun", "true")
        .With("DisableTransitiveFrameworkReferenceDownloads", "true");

    [TestMethod]
    public void A_build_warns_of_a_spoiled_image_and_makes_it_anew()
    {
        using var workspace = Workspace();
        var app = App(workspace).With("WeakPackImages", "build");
        app.Build();
        var cache = Path.Combine(workspace.Folder, "cache");
        var image = Directory.GetFiles(cache, "*.dll", SearchOption.AllDirectories).Single();
        var right = File.ReadAllBytes(image);

        Assert.AreEqual("1 compiled (invalid checksum)", AfterDamage(() => File.WriteAllBytes(image, [.. right[..^1], (byte)(right[^1] ^ 1)])));
        Assert.AreEqual("1 compiled (invalid checksum)", AfterDamage(() => File.WriteAllBytes(image, right[..100])));
        Assert.AreEqual("1 compiled (invalid record)", AfterDamage(() => File.WriteAllText(Path.ChangeExtension(image, ".json"), "")));

        Assert.IsTrue(right.SequenceEqual(File.ReadAllBytes(image)));
        Assert.IsTrue(right.SequenceEqual(File.ReadAllBytes(app.Output("Acme.dll"))));

        string AfterDamage(Action damage)
        {
            damage();
            File.Delete(Directory.GetFiles(Path.Combine(app.Folder, "obj"), "*.buildimages.txt", SearchOption.AllDirectories).Single());
            var build = app.Build();
            Assert.AreEqual(("warning", "WP4001"), (build.Findings.Single().Severity, build.Findings.Single().Code), build.Output);
            return System.Text.RegularExpressions.Regex.Match(build.Output, "App: images: (.*)").Groups[1].Value.Trim();
        }
    }

    [TestMethod]
    public void Two_publishes_at_once_share_the_work()
    {
        using var workspace = Workspace();
        var publishes = new[] { "One", "Two" }.Select(name => Ahead(App(workspace, name: name))).ToList();

        var results = Task.WhenAll(publishes.Select(app => Task.Run(() => app.Publish("-p:WeakPackImages=publish")))).Result;

        var output = string.Concat(results.Select(result => result.Output));
        Assert.Contains("images: 1 compiled (not in the cache)", output);
        Assert.Contains("images: 1 from cache", output);
        Assert.AreEqual(".dll .json", string.Join(' ', Directory.GetFiles(Path.Combine(workspace.Folder, "cache"), "*", SearchOption.AllDirectories).Select(Path.GetExtension).Order(StringComparer.Ordinal)));
        foreach (var app in publishes)
            Assert.AreSequenceEqual(["3"], app.Run(Path.Combine(app.Folder, "bin", "Debug", "net10.0", FromNuGet.Platform, "publish", app.Name + ".dll")));
    }

    [TestMethod]
    [DataRow("PublishTrimmed", "a trimmed program has assemblies of its own")]
    [DataRow("PublishReadyToRunComposite", "they are one composite image")]
    [DataRow("PublishReadyToRunEmitSymbols", "symbols are made with them")]
    public void What_is_the_SDKs_to_compile_is_left_to_it_and_told_once(string property, string reason)
    {
        using var workspace = Workspace();
        // A composite image, and what is trimmed, is of a whole framework. What is asked of the cache is known before any of that is made.
        var app = Ahead(App(workspace)).With("SelfContained", property == "PublishReadyToRunEmitSymbols" ? "false" : "true").With(property, "true").With("WeakPackImages", "publish");

        var build = app.Build("-t:Build;ComputeResolvedFilesToPublishList;_PrepareForReadyToRunCompilation");

        Assert.HasCount(2, build.Output.Split("App: images: left to the SDK, for " + reason), build.Output);
        Assert.IsFalse(build.Called("App", "GetImages"));
    }

    private static Project Ahead(Project app) =>
        app.With("RuntimeIdentifier", FromNuGet.Platform).With("SelfContained", "false").With("PublishReadyToRun", "true").With("DisableTransitiveFrameworkReferenceDownloads", "true");
}
