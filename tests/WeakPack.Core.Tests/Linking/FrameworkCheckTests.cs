using WeakPack.ImportLibraries;
using WeakPack.Metadata;

namespace WeakPack.Core.Tests.Linking;

/// <summary>WP3104: a linked unit was compiled for a framework that the consumer's can't use.</summary>
[TestClass]
public sealed class FrameworkCheckTests
{
    private const string Net100 = ".NETCoreApp,Version=v10.0";
    private const string Net80 = ".NETCoreApp,Version=v8.0";
    private const string Net472 = ".NETFramework,Version=v4.7.2";
    private const string NetStandard20 = ".NETStandard,Version=v2.0";
    private const string NetStandard21 = ".NETStandard,Version=v2.1";
    private const string Windows = "Windows,Version=7.0";
    private const string Windows10 = "Windows,Version=10.0.19041.0";

    private const string Units = """
        [WeakPackageUnit] public static class Weak { public static int One => 1; }
        [WeakPackageUnit] public static class Other;
        public static class Strong { public static int Two => 2; }
        """;

    [TestMethod]
    [DataRow(Net80, null, Net100, null, DisplayName = "an older .NET")]
    [DataRow(Net472, null, Net100, null, DisplayName = ".NET Framework and .NET")]
    [DataRow(Net100, null, Net472, null, DisplayName = ".NET and .NET Framework")]
    [DataRow(Net472, null, NetStandard21, null, DisplayName = "netstandard2.1 is not for .NET Framework")]
    [DataRow(NetStandard20, null, Net100, null, DisplayName = "netstandard can't use .NET")]
    [DataRow(Net100, null, Net100, Windows, DisplayName = "a package for Windows")]
    [DataRow(Net100, Windows, Net100, Windows10, DisplayName = "a package for a newer Windows")]
    [DataRow(Net100, "Android,Version=35.0", Net100, Windows, DisplayName = "another platform")]
    public void A_unit_for_a_framework_that_does_not_fit_is_refused(string consumer, string? platform, string package, string? packagePlatform) =>
        Consumer.Of("Console.WriteLine(Weak.One);", Package.Of(Units).SaidToBeFor(package, packagePlatform).Split())
            .SaidToBeFor(consumer, platform)
            .Rejects("WP3104", "Pack1.wpi", package, packagePlatform ?? "", consumer, platform ?? "", "unit 'Weak'");

    [TestMethod]
    [DataRow(Net100, null, Net80, null, DisplayName = "an older package")]
    [DataRow(Net100, null, NetStandard20, null, DisplayName = "netstandard2.0 in .NET")]
    [DataRow(Net100, null, NetStandard21, null, DisplayName = "netstandard2.1 in .NET")]
    [DataRow(Net472, null, NetStandard20, null, DisplayName = "netstandard2.0 in .NET Framework")]
    [DataRow(Net100, Windows, Net100, null, DisplayName = "a program for Windows")]
    [DataRow(Net100, Windows10, Net80, Windows, DisplayName = "a program for a newer Windows")]
    [DataRow(Net100, Windows, NetStandard20, Windows, DisplayName = "Windows, which MSBuild tells of for each older framework")]
    [DataRow(Net472, Windows, NetStandard20, Windows, DisplayName = "the same on both sides")]
    public void A_unit_for_one_that_fits_is_linked(string consumer, string? platform, string package, string? packagePlatform) =>
        Consumer.Of("Console.WriteLine(Weak.One);", Package.Of(Units).SaidToBeFor(package, packagePlatform).Split())
            .SaidToBeFor(consumer, platform)
            .Link().Runs("1");

    [TestMethod]
    [DataRow("", Net472)]
    [DataRow("Acme,Version=v1.0", Net472)]
    [DataRow("nonsense", Net472)]
    [DataRow("Acme,Version=later", Net472)]
    [DataRow(Net100, "")]
    [DataRow(Net100, "Acme,Version=v1.0")]
    [DataRow(Net100, "Acme,Version=later")]
    public void A_framework_that_nobody_knows_stands_in_no_ones_way(string consumer, string package) =>
        Assert.IsTrue(new TargetFrameworkName(consumer, null).CanUse(new(package, null), []));

    [TestMethod]
    public void What_the_project_takes_for_want_of_better_fits()
    {
        var package = Package.Of(Units).SaidToBeFor(Net472).Split();

        Consumer.Of("Console.WriteLine(Weak.One);", package).SaidToBeFor(Net100, null, "net461", "net472").Link().Runs("1");
        Consumer.Of("Console.WriteLine(Weak.One);", package).SaidToBeFor(Net100, null, "net461").Rejects("WP3104");
    }

    [TestMethod]
    public void Of_a_package_none_of_whose_units_is_linked_nothing_is_said() =>
        Consumer.Of("Console.WriteLine(Strong.Two);", Package.Of(Units).SaidToBeFor(Net100).Split()).SaidToBeFor(Net80).Link();

    [TestMethod]
    public void Without_the_project_the_assemblies_tell()
    {
        var package = Package.Of([Units, "[assembly: System.Runtime.Versioning.TargetPlatform(\"Windows10.0.19041.0\")]"]).Split();

        Assert.AreEqual((Net100, Windows10), (Read(package).TargetFramework, Read(package).TargetPlatform));
        Consumer.Of("Console.WriteLine(Weak.One);", package).Rejects("WP3104");
        Consumer.Of("[assembly: System.Runtime.Versioning.TargetPlatform(\"Windows11.0\")] class Program { static void Main() => Console.WriteLine(Weak.One); }", package).Link();
    }

    [TestMethod]
    public void A_package_for_each_platform_names_none() =>
        Assert.IsNull(Read(Package.Of(Units).SaidToBeFor(NetStandard20, Windows).Split()).TargetPlatform);

    private static Manifest Read(SplitPackage package) => Manifest.Read(Manifest.FindIn(package.ImportLibraryBytes));
}
