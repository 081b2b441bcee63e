using System.Reflection.PortableExecutable;
using System.Text.Json;

namespace WeakPack.Sdk.Tests;

/// <summary>Package images for other frameworks and platforms than those of the machine that builds.</summary>
[TestClass]
public class ImageTargetTests
{
    private const string Source = """namespace Acme; public static class Adder { public static int Add(int a, int b) => a + b; }""";

    [TestMethod]
    public void A_build_for_an_older_framework_has_images_by_the_compiler_of_that_framework()
    {
        FromNuGet.OlderFrameworks();
        FromNuGet.OlderRuntime();
        using var workspace = new Workspace(makesPackages: true);
        workspace.Library("Acme", Source).WithoutSdk().For("netstandard2.0").With("Version", "1.0.0").Pack();
        var cache = Path.Combine(workspace.Folder, "cache");
        var app = workspace.Application("App", "Console.WriteLine(Acme.Adder.Add(1, 2));").For("net8.0").Uses("Acme", "1.0.0").With("WeakPackImages", "build").With("WeakPackImageCache", cache).With("UseAppHost", "false");

        Assert.Contains("App: images: 1 compiled", app.Build().Output);

        Assert.IsTrue(Dll.HasNativeCode(app.Output("Acme.dll")));
        Assert.AreSequenceEqual(["3"], app.Run());
        var inputs = JsonDocument.Parse(File.ReadAllText(Directory.GetFiles(cache, "*.json", SearchOption.AllDirectories).Single())).RootElement.GetProperty("inputs").EnumerateArray()
            .ToLookup(input => input.GetProperty("name").GetString()!, input => input.GetProperty("value").GetString()!);
        Assert.StartsWith("8.0.", inputs["compiler"].Single());
        Assert.AreEqual("8", inputs["runtime"].Single());
    }

    [TestMethod]
    [DataRow("build", "net9.0", "Microsoft.NETCore.App.Crossgen2 9.0, Microsoft.NETCore.App.Runtime 9.0")]
    [DataRow("build", "net10.0", "Microsoft.NETCore.App.Crossgen2 10.0")] // the SDK brings this runtime
    [DataRow("off", "net9.0", "")]
    public void What_is_asked_of_NuGet_follows_the_framework(string images, string framework, string expected)
    {
        using var workspace = new Workspace();
        var app = workspace.Application("App", "").For(framework).With("WeakPackImages", images).With("UseAppHost", "false");

        Assert.AreEqual(expected, Downloads(app));
    }

    [TestMethod]
    public void A_package_may_bring_images_for_several_platforms()
    {
        FromNuGet.RuntimePacks();
        FromNuGet.OtherRuntime();
        using var workspace = new Workspace(makesPackages: true);
        var library = workspace.Library("Acme", Source).With("Version", "1.0.0").With("WeakPackImages", "pack").With("WeakPackImageCache", Path.Combine(workspace.Folder, "cache"))
            .With("WeakPackImageRuntimeIdentifiers", $"{FromNuGet.Platform};{FromNuGet.OtherPlatform}");

        var nupkg = library.Pack();

        Assert.AreEqual(
            $"runtimes/{FromNuGet.Platform}/lib/net10.0/Acme.dll runtimes/{FromNuGet.OtherPlatform}/lib/net10.0/Acme.dll",
            string.Join(' ', nupkg.FilesIn("runtimes/")));
        Assert.AreNotEqual(Machine(FromNuGet.Platform), Machine(FromNuGet.OtherPlatform), "The kind of machine in an image tells of the system, too.");

        Machine Machine(string platform)
        {
            var image = Path.Combine(library.Folder, "obj", "Release", "net10.0", "weakpack", "packedimages", platform, "Acme.dll");
            Assert.IsTrue(Dll.HasNativeCode(image));
            using var pe = new PEReader(File.OpenRead(image));
            return pe.PEHeaders.CoffHeader.Machine;
        }
    }

    private static string Downloads(Project app)
    {
        var lines = app.Command("msbuild", app.ProjectFile, "-t:CollectPackageDownloads", "-getItem:PackageDownload", "-nologo");
        using var items = JsonDocument.Parse(string.Join('\n', lines));
        return string.Join(", ", items.RootElement.GetProperty("Items").GetProperty("PackageDownload").EnumerateArray()
            .Select(item => (Id: item.GetProperty("Identity").GetString()!, Version: item.GetProperty("Version").GetString()!))
            .Where(item => item.Id.EndsWith('.' + FromNuGet.Platform, StringComparison.Ordinal))
            .Select(item => $"{item.Id[..^(FromNuGet.Platform.Length + 1)]} {string.Join('.', item.Version.Trim('[', ']').Split('.').Take(2))}")
            .Order(StringComparer.Ordinal));
    }
}
