using System.Reflection.PortableExecutable;
using WeakPack.Sdk.Tests.Building;

namespace WeakPack.Sdk.Tests;

/// <summary>Package images in real builds: native code of packages from a cache.</summary>
[TestClass]
public class ImageTests
{
    private const string Source = """namespace Acme; public static class Adder { public static int Add(int a, int b) => a + b; }""";

    [TestMethod]
    public void A_publish_has_the_very_images_that_the_SDK_makes_and_makes_each_once()
    {
        using var workspace = Workspace();
        var app = App(workspace).With("RuntimeIdentifier", FromNuGet.Platform).With("SelfContained", "false").With("PublishReadyToRun", "true").With("DisableTransitiveFrameworkReferenceDownloads", "true");
        app.Publish("-p:PublishDir=plain/");
        var expected = File.ReadAllBytes(Path.Combine(app.Folder, "plain", "Acme.dll"));
        Assert.IsTrue(HasNativeCode(Path.Combine(app.Folder, "plain", "Acme.dll")));

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
        Assert.IsFalse(HasNativeCode(app.Output("Acme.dll")));
        var deps = File.ReadAllText(app.Output("App.deps.json"));

        app.With("WeakPackImages", "existing");
        Assert.Contains("App: images: 1 not in the cache", app.Build().Output);
        Assert.IsFalse(HasNativeCode(app.Output("Acme.dll")));

        app.With("WeakPackImages", "build");
        Assert.Contains("App: images: 1 compiled", app.Build().Output);
        Assert.IsTrue(HasNativeCode(app.Output("Acme.dll")));
        Assert.AreSequenceEqual(["3"], app.Run());
        Assert.AreEqual(deps, File.ReadAllText(app.Output("App.deps.json")));

        Assert.Contains("App: images: 1 up to date", app.Build().Output);
        Assert.IsTrue(HasNativeCode(app.Output("Acme.dll")));

        app.Publish("-p:PublishDir=published/");
        Assert.IsFalse(HasNativeCode(Path.Combine(app.Folder, "published", "Acme.dll")), "A publish goes by the packages' own files.");

        app.With("WeakPackImages", "off").Build();
        Assert.IsFalse(HasNativeCode(app.Output("Acme.dll")));
        app.Clean();
        Assert.IsEmpty(app.AllOutputs().Where(file => file.EndsWith("Acme.dll", StringComparison.Ordinal)));
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

        Assert.IsTrue(HasNativeCode(app.Output("Rtl.dll")));
        Assert.AreSequenceEqual(["pen of App", "memo of Rtl"], app.Run());
    }

    private static Workspace Workspace()
    {
        FromNuGet.RuntimePacks();
        var workspace = new Workspace(makesPackages: true);
        workspace.Library("Acme", Source).WithoutSdk().With("Version", "1.0.0").Pack();
        return workspace;
    }

    private static Project App(Workspace workspace) =>
        workspace.Application("App", "Console.WriteLine(Acme.Adder.Add(1, 2));").Uses("Acme", "1.0.0").With("WeakPackImageCache", Path.Combine(workspace.Folder, "cache"));

    private static bool HasNativeCode(string path)
    {
        using var pe = new PEReader(File.OpenRead(path));
        return pe.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size > 0;
    }
}
