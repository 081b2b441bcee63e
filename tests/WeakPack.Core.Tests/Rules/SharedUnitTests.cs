using WeakPack.Diagnostics;
using WeakPack.ImportLibraries;

namespace WeakPack.Core.Tests.Rules;

/// <summary>WP2199: two referenced packages contain the same strong unit. WP2200: a package contains one that it requires already.</summary>
[TestClass]
public sealed class SharedUnitTests
{
    private const string Marked = " [WeakPackageUnit] public class Weak";

    private static SplitPackage Pack(string name, string source) => Package.Of(source + Marked + name + ";", name).Split();

    private static IReadOnlyList<Diagnostic> Check(params Reference[] references) => ImportLibraryCheck.Check(references);

    [TestMethod]
    public void A_unit_in_two_packages_is_an_error_with_both_and_their_versions()
    {
        var first = Pack("Pack1", "[assembly: System.Reflection.AssemblyVersion(\"1.2.0.0\")] namespace Acme { public class Log; }");
        var second = Pack("Pack2", "[assembly: System.Reflection.AssemblyVersion(\"3.0.1.0\")] namespace Acme { public class Log; }");

        var found = Check(first.Reference, second.Reference);

        Expect.Rejected(found, "WP2199", "'Pack1' (1.2.0.0)", "'Pack2' (3.0.1.0)", "'Acme.Log'");
        Assert.HasCount(1, found);
    }

    [TestMethod]
    public void Many_shared_units_are_one_error() =>
        Assert.Contains("'A', 'B', 'C' and 2 more",
            Check(Pack("Pack1", "public class A; public class B; public class C; public class D; public class E;").Reference, Pack("Pack2", "public class E; public class D; public class C; public class B; public class A;").Reference).Single().Message);

    [TestMethod]
    public void Three_packages_are_compared_two_by_two() =>
        Assert.HasCount(3, Check([.. new[] { "Pack1", "Pack2", "Pack3" }.Select(name => Pack(name, "public class Shared;").Reference)]));

    [TestMethod]
    [DataRow("public interface Shared;")]
    [DataRow("public struct Shared;")]
    [DataRow("public enum Shared;")]
    [DataRow("public delegate void Shared();")]
    [DataRow("public static class Shared;")]
    public void Every_kind_of_type_counts(string declaration) =>
        Expect.Rejected(Check(Pack("Pack1", declaration).Reference, Pack("Pack2", "public class Shared;").Reference), "WP2199", "'Shared'");

    [TestMethod]
    [DataRow("namespace Acme { public class Shared; }", "namespace Other { public class Shared; }", DisplayName = "namespaces")]
    [DataRow("public class Shared;", "internal class Shared;", DisplayName = "an internal type")]
    [DataRow("public class Shared;", "[WeakPackageUnit] public class Shared;", DisplayName = "a weak unit")]
    [DataRow("public class Shared;", "[WeakPackageUnit] public class Shared; public class Keeping { internal Shared? Keep; }", DisplayName = "a retained weak unit")]
    [DataRow("[WeakPackageUnit] public class Shared;", "[WeakPackageUnit] public class Shared;", DisplayName = "weak units")]
    [DataRow("public class Shared;", "public class Shared<T>;", DisplayName = "the number of type parameters")]
    [DataRow("public class Shared;", "public class Outer { public class Shared; }", DisplayName = "a nested type")]
    [DataRow("public class Shared;", "public class shared;", DisplayName = "case")]
    public void What_is_not_the_same_strong_unit_is_accepted(string one, string other)
    {
        Assert.IsEmpty(Check(Pack("Pack1", one).Reference, Pack("Pack2", other).Reference));
        Package.Of(other + Marked + "2;", name: "Pack2").Requires(Pack("Pack1", one)).Split();
    }

    [TestMethod]
    public void An_extern_alias_tells_them_apart()
    {
        var first = Pack("Pack1", "public class Shared;");
        var second = Pack("Pack2", "public class Shared;");

        Assert.IsEmpty(Check(first.Reference, Reference.FromImage(second.RuntimeImage, second.ImportLibraryBytes, isAliased: true)));
    }

    [TestMethod]
    public void A_plain_reference_is_the_compilers_business()
    {
        var plain = Compiler.Compile("Plain", ["public class Shared;"], isExecutable: false, []).Image;

        Assert.IsEmpty(Check(Pack("Pack1", "public class Shared;").Reference, Reference.FromImage(plain)));
        Package.Of("public class Shared;" + Marked + ";", name: "Pack2").References(plain).Split();
    }

    [TestMethod]
    public void The_same_package_twice_is_one() =>
        Assert.IsEmpty(Check(Pack("Pack1", "public class Shared;").Reference, Pack("Pack1", "public class Shared;").Reference));

    [TestMethod]
    public void A_forward_is_no_containment()
    {
        var first = Pack("Pack1", "public class Shared;");
        var second = Package.Of("[assembly: System.Runtime.CompilerServices.TypeForwardedTo(typeof(Shared))]" + Marked + "2;", name: "Pack2").Requires(first).Split();

        Assert.IsEmpty(Check(first.Reference, second.Reference));
    }

    [TestMethod]
    public void A_unit_that_a_required_package_contains_is_an_error_at_its_place() =>
        Expect.Rejected(
            Package.Of([new("/src/Log.cs", "[assembly: System.Reflection.AssemblyVersion(\"2.0.0.0\")]\nnamespace Acme;\npublic class Log { public int One => 1; }"), Marked + ";"], name: "Pack2")
                .Requires(Pack("Pack1", "namespace Acme { public class Log; }")).Rejects("WP2200", "'Acme.Log'", "'Pack2' (2.0.0.0)", "'Pack1' (0.0.0.0)", "/src/Log.cs(3,").Diagnostics,
            "WP2200");

    [TestMethod]
    public void A_library_without_weak_units_is_no_package()
    {
        var result = Package.Of("public class Shared;", name: "Pack2").Requires(Pack("Pack1", "public class Shared;")).Split();

        Assert.IsEmpty(result.Result.Diagnostics);
    }
}
