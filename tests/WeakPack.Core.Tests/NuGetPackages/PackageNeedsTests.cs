using WeakPack.Linking;
using WeakPack.NuGetPackages;
using WeakPack.Packaging;

namespace WeakPack.Core.Tests.NuGetPackages;

/// <summary>WP3007: units whose NuGet packages the consumer has, lacks, or has in another version.</summary>
[TestClass]
public sealed class PackageNeedsTests
{
    private static readonly AssemblyImage s_rare = Compiler.Compile("Rare", ["namespace RareLib { public static class Thing { public static int Get() => 3; } }"], isExecutable: false, []).Image;

    private static readonly CompiledAssembly s_compiled = Compiler.Compile(
        "Pack1",
        ["""
        [WeakPackageUnit] public static class Adapter { public static int Run() => RareLib.Thing.Get(); }
        [WeakPackageUnit] public static class Plain { public static int Run() => 1; }
        """],
        isExecutable: false,
        [s_rare.Bytes]);

    private static readonly SplitResult s_split = Splitter.Split(new()
    {
        Assembly = s_compiled.Image,
        References = [.. Framework.References, Rare("2.4.0")],
        NuGetPackages = PackageGraph.Read("""
            {
              "targets": { "net10.0": { "Rare.Package/2.4.0": { "type": "package" } } },
              "project": { "frameworks": { "net10.0": { "targetAlias": "net10.0", "dependencies": { "Rare.Package": { "target": "Package", "version": "[2.1.0, 3.0.0)" } } } } }
            }
            """u8.ToArray(), "net10.0"),
    });

    private static readonly ReferenceStyle s_central = new() { HasCentralVersions = true };

    [TestMethod]
    public void A_package_that_the_project_lacks_is_named_with_the_line_to_add()
    {
        var result = Link("Adapter", []);

        Expect.Rejected(result.Diagnostics, "WP3007", "'Adapter' of 'Pack1'", "'Rare.Package' in version", "does not refer to", "<PackageReference Include=\"Rare.Package\" Version=\"[2.1.0, 3.0.0)\" />");
        Assert.HasCount(1, result.Diagnostics);
    }

    [TestMethod]
    public void With_central_versions_both_lines_are_named() =>
        Expect.Rejected(
            Link("Adapter", [], s_central).Diagnostics,
            "WP3007",
            "<PackageVersion Include=\"Rare.Package\" Version=\"[2.1.0, 3.0.0)\" /> to Directory.Packages.props",
            "<PackageReference Include=\"Rare.Package\" /> to the project");

    [TestMethod]
    [DataRow("2.2.0", "Add <PackageReference Include=\"Rare.Package\" /> to the project, or", DisplayName = "One that will do")]
    [DataRow("[2.2.0]", "Add <PackageReference Include=\"Rare.Package\" /> to the project, or", DisplayName = "One that will do, and no other")]
    [DataRow("1.0.0", "Change its version in Directory.Packages.props, <PackageVersion Include=\"Rare.Package\" Version=\"[2.1.0, 3.0.0)\" />, and add <PackageReference Include=\"Rare.Package\" /> to the project", DisplayName = "One that is too low")]
    public void A_central_version_that_is_there_counts(string version, string advice) =>
        Expect.Rejected(Link("Adapter", [], s_central with { CentralVersions = new Dictionary<string, string> { ["Rare.Package"] = version } }).Diagnostics, "WP3007", advice);

    [TestMethod]
    public void A_central_version_of_a_package_that_the_project_names_is_to_be_changed() =>
        Expect.Rejected(Link("Adapter", [Rare("2.0.9")], s_central).Diagnostics, "WP3007", "Change its version in Directory.Packages.props: <PackageVersion Include=\"Rare.Package\" Version=\"[2.1.0, 3.0.0)\" />, or");

    [TestMethod]
    [DataRow(false, "Add the line '#:package Rare.Package@[2.1.0, 3.0.0)', or")]
    [DataRow(true, "to Directory.Packages.props and the line '#:package Rare.Package' to the file, or")]
    public void A_file_that_is_a_project_gets_a_line_of_its_own_kind(bool hasCentralVersions, string advice) =>
        Expect.Rejected(Link("Adapter", [], new() { IsFileBased = true, HasCentralVersions = hasCentralVersions }).Diagnostics, "WP3007", advice);

    [TestMethod]
    public void A_package_that_another_brings_in_a_lower_version_is_to_be_added() =>
        Expect.Rejected(
            Link("Adapter", [Rare("2.0.9")], packages: PackageGraph.Read("""
                {
                  "targets": { "net10.0": { "Rare.Package/2.0.9": {}, "Other/1.0.0": { "dependencies": { "Rare.Package": "2.0.9" } } } },
                  "project": { "frameworks": { "net10.0": { "targetAlias": "net10.0", "dependencies": { "Other": { "target": "Package", "version": "[1.0.0, )" } } } } }
                }
                """u8.ToArray(), "net10.0")).Diagnostics,
            "WP3007", "has version 2.0.9. Add <PackageReference Include=\"Rare.Package\"");

    [TestMethod]
    [DataRow("2.0.9")]
    [DataRow("3.0.0")]
    public void A_version_outside_the_range_is_named_with_the_range(string version) =>
        Expect.Rejected(Link("Adapter", [Rare(version)]).Diagnostics, "WP3007", ">= 2.1.0 && < 3.0.0", $"has version {version}", "Change its version: <PackageReference Include=\"Rare.Package\"");

    [TestMethod]
    [DataRow("2.1.0")]
    [DataRow("2.9.9")]
    public void A_version_within_the_range_will_do(string version) => Assert.IsTrue(Link("Adapter", [Rare(version)]).Succeeded);

    [TestMethod]
    public void The_assembly_may_come_from_elsewhere() => Assert.IsTrue(Link("Adapter", [Reference.FromImage(s_rare)]).Succeeded);

    [TestMethod]
    public void A_unit_that_is_not_used_needs_nothing() => Assert.IsTrue(Link("Plain", []).Succeeded);

    [TestMethod]
    public void A_package_of_weak_units_alone_is_optional() => CollectionAssert.AreEqual(new[] { "Rare.Package" }, s_split.OptionalNuGetPackages.ToArray());

    private static LinkResult Link(string unit, Reference[] references, ReferenceStyle? style = null, PackageGraph? packages = null)
    {
        var consumer = Compiler.Compile("App", [$"Console.WriteLine({unit}.Run());"], isExecutable: true, [s_split.ImportLibrary!]);
        return Linker.Link(new()
        {
            Consumer = consumer.Image,
            References = [.. Framework.References, Reference.FromImage(s_split.Runtime!, s_split.ImportLibrary), .. references],
            ReferenceStyle = style ?? ReferenceStyle.Default,
            NuGetPackages = packages ?? PackageGraph.Empty,
            IsExecutable = true,
        });
    }

    private static Reference Rare(string version) => Reference.FromImage(s_rare, origin: new() { NuGetPackage = "Rare.Package", Version = version });
}
