using WeakPack.Linking;
using WeakPack.NuGetPackages;
using WeakPack.Packaging;

namespace WeakPack.Core.Tests.NuGetPackages;

/// <summary>What NuGet restored is read when the result depends on it: the file of a large project has megabytes.</summary>
[TestClass]
public sealed class DeferredGraphTests
{
    private static readonly AssemblyImage s_rare = Compiler.Compile("Rare", ["namespace RareLib { public static class Thing { public static int Get() => 3; } }"], isExecutable: false, []).Image;

    private const string Strong = "public static class Strong { public static int Run() => 2; } ";

    private const string Plain = "[WeakPackageUnit] public static class Plain { public static int Run() => 1; } ";

    private const string Adapter = "[WeakPackageUnit] public static class Adapter { public static int Run() => RareLib.Thing.Get(); } ";

    private bool _isRead;

    [TestMethod]
    [DataRow(Strong + Plain, false, DisplayName = "A unit needs no package")]
    [DataRow(Adapter, true, DisplayName = "A unit needs a package")]
    public void A_split_reads_it_when_a_unit_needs_a_package(string source, bool isRead)
    {
        Assert.IsTrue(Split(source).Succeeded);
        Assert.AreEqual(isRead, _isRead);
    }

    [TestMethod]
    [DataRow("Plain.Run() + Strong.Run()", false, DisplayName = "Its package is needed")]
    [DataRow("Plain.Run()", true, DisplayName = "Its package is not needed, and something may go with it")]
    public void A_link_reads_it_when_a_package_is_not_needed(string expression, bool isRead)
    {
        var split = Split(Strong + Plain);
        var consumer = Compiler.Compile("App", [$"Console.WriteLine({expression});"], isExecutable: true, [split.ImportLibrary!]);

        var result = Linker.Link(new()
        {
            Consumer = consumer.Image,
            References = [.. Framework.References, Reference.FromImage(split.Runtime!, split.ImportLibrary, origin: new() { NuGetPackage = "Pack1", Version = "1.0.0" })],
            NuGetPackages = Graph(),
            IsExecutable = true,
        });

        Assert.IsTrue(result.Succeeded);
        Assert.AreEqual(isRead, _isRead);
    }

    private SplitResult Split(string source) => Splitter.Split(new()
    {
        Assembly = Compiler.Compile("Pack1", [source], isExecutable: false, [s_rare.Bytes]).Image,
        References = [.. Framework.References, Reference.FromImage(s_rare, origin: new() { NuGetPackage = "Rare.Package", Version = "1.0.0" })],
        NuGetPackages = Graph(),
    });

    private PackageGraph Graph() => PackageGraph.Deferred(() =>
    {
        _isRead = true;
        return PackageGraph.Empty;
    });
}
