using WeakPack.Metadata;
using WeakPack.NuGetPackages;

namespace WeakPack.Core.Tests.NuGetPackages;

/// <summary>Which package an assembly comes from.</summary>
[TestClass]
public sealed class PackageOwnersTests
{
    private const string Path = "/nowhere/Acme.dll";

    [TestMethod]
    public void An_assembly_of_the_framework_is_nobodys_and_is_not_read()
    {
        using var references = new ReferenceSet([Reference.FromFile(Path, isFramework: true)]);

        Assert.IsNull(new PackageOwners(references, PackageGraph.Empty).NeededFor("Acme"));
    }

    [TestMethod]
    public void Any_other_is_read_for_its_name_may_be_another_than_its_files()
    {
        using var references = new ReferenceSet([Reference.FromFile(Path, origin: new() { NuGetPackage = "Acme" })]);

        Assert.Throws<IOException>(() => new PackageOwners(references, PackageGraph.Empty).NeededFor("Acme"));
    }
}
