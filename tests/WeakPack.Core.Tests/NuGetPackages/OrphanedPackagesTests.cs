using WeakPack.Linking;
using WeakPack.NuGetPackages;
using WeakPack.Packaging;

namespace WeakPack.Core.Tests.NuGetPackages;

/// <summary>What goes with a package that nothing needs, and what stays because something may call it.</summary>
[TestClass]
public sealed class OrphanedPackagesTests
{
    private const string Unit = """
        [WeakPackageUnit] public static class Plain { public static int Run() => 1; }
        [WeakPackageUnit] public static class Caller { [System.Runtime.InteropServices.DllImport("rare")] public static extern int Run(); }
        [WeakPackageUnit] public static class Adapter { public static int Run() => Managed.Get(); }
        public static class Strong { public static int Run() => 2; }
        """;

    private static readonly AssemblyImage s_managed = Compiler.Compile("Managed", ["public static class Managed { public static int Get() => 3; }"], isExecutable: false, []).Image;

    private static readonly AssemblyImage s_calling = Compiler.Compile(
        "Managed",
        ["public static class Managed { public static int Get() => Call(); [System.Runtime.InteropServices.DllImport(\"mapped\")] static extern int Call(); }"],
        isExecutable: false,
        []).Image;

    private static readonly SplitResult s_acme = Splitter.Split(new()
    {
        Assembly = Compiler.Compile("Acme", [Unit], isExecutable: false, [s_managed.Bytes]).Image,
        References = [.. Framework.References, Managed(s_managed)],
    });

    // The program names Acme and what is inserted. Acme brings an assembly, a native library and nothing that anyone calls.
    private static PackageGraph Graph(string named = "", string acmeFiles = "") => PackageGraph.Read(System.Text.Encoding.UTF8.GetBytes($$"""
        {
          "targets": { "net10.0": {
            "Acme/1.0.0": { "dependencies": { "Managed": "1.0.0", "NativeOnly": "1.0.0" }{{acmeFiles}} },
            "Middle/1.0.0": { "dependencies": { "Acme": "1.0.0" } },
            "Managed/1.0.0": { "runtimeTargets": { "runtimes/unix/lib/net10.0/Managed.dll": { "assetType": "runtime", "rid": "unix" } } },
            "NativeOnly/1.0.0": { "runtimeTargets": { "runtimes/linux-x64/native/librare.so": { "assetType": "native", "rid": "linux-x64" } } } } },
          "project": { "frameworks": { "net10.0": { "targetAlias": "net10.0", "dependencies": { {{named}} "Acme": { "target": "Package", "version": "[1.0.0, )" } } } } }
        }
        """), "net10.0");

    [TestMethod]
    public void All_that_a_package_brought_goes_with_it() => Assert.AreEqual("Acme, Managed, NativeOnly", Orphans("Plain.Run()"));

    [TestMethod]
    public void A_native_library_stays_for_a_unit_that_calls_one() => Assert.AreEqual("Acme, Managed", Orphans("Caller.Run()"));

    [TestMethod]
    public void A_native_library_stays_for_what_came_along_with_it_and_a_unit_needs()
    {
        Assert.AreEqual("Acme", Orphans("Adapter.Run()"));
        Assert.AreEqual("Acme", Orphans("Adapter.Run()", Graph("\"Managed\": { \"target\": \"Package\", \"version\": \"[1.0.0, )\" },")), "which the program may name itself");
    }

    [TestMethod]
    public void A_native_library_stays_for_what_came_along_with_it_and_calls_one()
    {
        var graph = Graph("\"Managed\": { \"target\": \"Package\", \"version\": \"[1.0.0, )\" },");

        Assert.AreEqual("Acme", Orphans("Plain.Run()", graph, managed: s_calling));
        Assert.AreEqual("Acme, NativeOnly", Orphans("Plain.Run()", graph), "and goes when that calls none");
    }

    [TestMethod]
    [DataRow("rare", "Acme, Managed")]
    [DataRow("librare.so", "Acme, Managed")]
    [DataRow("Rare.dll", "Acme, Managed")]
    [DataRow("kernel32", "Acme, Managed, NativeOnly")]
    public void A_native_library_stays_for_a_program_that_calls_it_by_its_name(string name, string orphans) =>
        Assert.AreEqual(orphans, Orphans("Plain.Run() + Call()", source: $"[System.Runtime.InteropServices.DllImport(\"{name}\")] static extern int Call();"));

    [TestMethod]
    public void A_package_whose_own_native_libraries_may_be_called_stays_for_these()
    {
        var graph = Graph(acmeFiles: ", \"native\": { \"runtimes/linux-x64/native/libother.so\": {} }");

        Assert.AreEqual("Managed", Orphans("Caller.Run()", graph));
        Assert.AreEqual("Acme, Managed, NativeOnly", Orphans("Plain.Run()", graph));
    }

    [TestMethod]
    [DataRow("rare", "Acme, Managed")]
    [DataRow("kernel32", "Acme, Managed, NativeOnly")]
    public void A_native_library_stays_for_a_library_that_linked_a_unit_with_it(string name, string orphans)
    {
        var middle = Compiler.Compile("Middle", [$"public static class Middle {{ [System.Runtime.InteropServices.DllImport(\"{name}\")] public static extern int Run(); }}"], isExecutable: false, []).Image;

        Assert.AreEqual(orphans, Orphans("Middle.Run()", Graph("\"Middle\": { \"target\": \"Package\", \"version\": \"[1.0.0, )\" },"), middle: middle));
    }

    [TestMethod]
    [DataRow("Managed.Get()", "Acme, NativeOnly")]
    [DataRow("4", "Acme, Managed, NativeOnly")]
    public void What_a_library_refers_to_stays_also_where_a_package_brought_it_that_it_linked(string expression, string orphans)
    {
        var middle = Compiler.Compile("Middle", [$"public static class Middle {{ public static int Run() => {expression}; }}"], isExecutable: false, [s_managed.Bytes]).Image;

        Assert.AreEqual(orphans, Orphans("Middle.Run()", Graph("\"Middle\": { \"target\": \"Package\", \"version\": \"[1.0.0, )\" },"), middle: middle));
    }

    [TestMethod]
    public void A_library_whose_units_may_call_a_native_library_goes_on_depending_on_who_brings_it()
    {
        Assert.AreEqual("Acme", string.Join(", ", Link("Plain.Run()", Graph(), isExecutable: false).WeakOnlyCandidates));
        Assert.AreEqual("", string.Join(", ", Link("Caller.Run()", Graph(), isExecutable: false).WeakOnlyCandidates));
    }

    private static string Orphans(string expression, PackageGraph? graph = null, string source = "", AssemblyImage? managed = null, AssemblyImage? middle = null) =>
        string.Join(", ", Link(expression, graph ?? Graph(), isExecutable: true, source, managed, middle).OrphanedNuGetPackages.Where(id => middle is not null || id != "Middle"));

    private static LinkResult Link(string expression, PackageGraph graph, bool isExecutable, string source = "", AssemblyImage? managed = null, AssemblyImage? middle = null)
    {
        var library = managed ?? s_managed;
        var consumer = Compiler.Compile(
            "App", [$"static class Program {{ static int Main() => {expression}; {source} }}"], isExecutable, [s_acme.ImportLibrary!, library.Bytes, .. middle is null ? Array.Empty<byte[]>() : [middle.Bytes]]);
        var result = Linker.Link(new()
        {
            Consumer = consumer.Image,
            References =
            [
                .. Framework.References,
                Reference.FromImage(s_acme.Runtime!, s_acme.ImportLibrary, origin: new() { NuGetPackage = "Acme", Version = "1.0.0" }),
                Managed(library),
                .. middle is null ? Array.Empty<Reference>() : [Reference.FromImage(middle, origin: new() { NuGetPackage = "Middle", Version = "1.0.0" })],
            ],
            NuGetPackages = graph,
            IsExecutable = isExecutable,
        });
        Assert.IsTrue(result.Succeeded, string.Join('\n', result.Diagnostics));
        Assert.AreSequenceEqual(["Acme"], result.UnneededPackages);
        return result;
    }

    private static Reference Managed(AssemblyImage image) => Reference.FromImage(image, origin: new() { NuGetPackage = "Managed", Version = "1.0.0" });
}
