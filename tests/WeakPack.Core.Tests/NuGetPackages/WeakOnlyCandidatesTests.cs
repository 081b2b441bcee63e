using WeakPack.Linking;
using WeakPack.NuGetPackages;
using WeakPack.Packaging;

namespace WeakPack.Core.Tests.NuGetPackages;

/// <summary>Which references of a library could say WeakOnly.</summary>
[TestClass]
public sealed class WeakOnlyCandidatesTests
{
    private static readonly AssemblyImage s_log = Compiler.Compile("Log", ["public static class Log { public static int Get() => 3; }"], isExecutable: false, []).Image;

    private static readonly SplitResult s_acme = Splitter.Split(new()
    {
        Assembly = Compiler.Compile(
            "Acme",
            ["[WeakPackageUnit] public static class Plain { public static int Run() => 1; } public static class Strong { public static int Run() => Log.Get(); }"],
            isExecutable: false,
            [s_log.Bytes]).Image,
        References = [.. Framework.References, Reference.FromImage(s_log)],
    });

    // The library names Acme, which brings Log.
    private static readonly PackageGraph s_graph = PackageGraph.Read("""
        {
          "targets": { "net10.0": { "Acme/1.0.0": { "dependencies": { "Log": "1.0.0" } }, "Log/1.0.0": {} } },
          "project": { "frameworks": { "net10.0": { "targetAlias": "net10.0", "dependencies": { "Acme": { "target": "Package", "version": "[1.0.0, )" } } } } }
        }
        """u8.ToArray(), "net10.0");

    private static readonly ReferenceOrigin s_origin = new() { NuGetPackage = "Acme", Version = "1.0.0" };

    [TestMethod]
    public void A_reference_of_which_weak_units_alone_are_used_is_one() => Assert.AreEqual("Acme", Candidates("Plain.Run()"));

    [TestMethod]
    public void A_reference_of_which_strong_code_is_used_is_none() => Assert.AreEqual("", Candidates("Plain.Run() + Strong.Run()"));

    [TestMethod]
    public void A_reference_that_brings_what_the_library_uses_is_none() => Assert.AreEqual("", Candidates("Plain.Run() + Log.Get()"));

    [TestMethod]
    public void A_reference_of_which_all_is_said_is_none()
    {
        Assert.AreEqual("", Candidates("Plain.Run()", s_origin with { IsWeakOnly = true }));
        Assert.AreEqual("", Candidates("Plain.Run()", s_origin with { DeniesWeakOnly = true }));
        Assert.AreEqual("", Candidates("Plain.Run()", s_origin with { IsKept = true }));
    }

    [TestMethod]
    public void An_executable_has_none_for_it_hands_nothing_on() => Assert.AreEqual("", Candidates("Plain.Run()", isExecutable: true));

    private static string Candidates(string expression, ReferenceOrigin? origin = null, bool isExecutable = false)
    {
        var consumer = Compiler.Compile("Lib", [$"static class Use {{ static int Main() => {expression}; }}"], isExecutable, [s_acme.ImportLibrary!, s_log.Bytes]);
        var result = Linker.Link(new()
        {
            Consumer = consumer.Image,
            References =
            [
                .. Framework.References,
                Reference.FromImage(s_acme.Runtime!, s_acme.ImportLibrary, origin: origin ?? s_origin),
                Reference.FromImage(s_log, origin: new() { NuGetPackage = "Log", Version = "1.0.0" }),
            ],
            NuGetPackages = s_graph,
            IsExecutable = isExecutable,
        });
        Assert.IsTrue(result.Succeeded, string.Join('\n', result.Diagnostics));
        return string.Join(",", result.WeakOnlyCandidates);
    }
}
