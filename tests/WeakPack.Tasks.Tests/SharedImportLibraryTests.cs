using System.Text;
using Microsoft.Build.Utilities;

namespace WeakPack.Tasks.Tests;

[TestClass]
public class SharedImportLibraryTests
{
    [TestMethod]
    public void Projects_and_builds_of_one_process_read_an_import_library_once()
    {
        using var scratch = new Scratch();
        SplitPackage(scratch);
        using var node = new RecordingNode();
        Assert.IsTrue(Check(scratch, node).Execute());
        DamageUnseen(scratch["Package.wpi"]);

        Assert.IsTrue(Check(scratch, node).Execute(), string.Join('\n', node.Errors.Select(error => error.Message)));
    }

    [TestMethod]
    public void What_was_checked_before_the_compiler_is_linked_without_reading_it_again()
    {
        using var scratch = new Scratch();
        SplitPackage(scratch);
        scratch.CompileConsumer("public static class App { public static int Four => Pen.Two * 2; }");
        using var node = new RecordingNode();
        Assert.IsTrue(Check(scratch, node).Execute());
        DamageUnseen(scratch["Package.wpi"]);

        Assert.IsTrue(Link(scratch, node).Execute(), string.Join('\n', node.Errors.Select(error => error.Message)));
        Assert.IsFalse(Link(scratch, new RecordingEngine()).Execute());
    }

    [TestMethod]
    public void A_later_build_of_the_process_reads_one_that_was_built_again()
    {
        using var scratch = new Scratch();
        SplitPackage(scratch);
        scratch.CompileConsumer("public static class App { public static int Four => Pen.Two * 2; }");
        using var node = new RecordingNode();
        Assert.IsTrue(Link(scratch, node).Execute());
        SplitPackage(scratch, two: "1 + 1 + Zero; private static int Zero => 0");

        Assert.IsTrue(Link(scratch, node).Execute(), string.Join('\n', node.Errors.Select(error => error.Message)));

        Assert.Contains("get_Zero", File.ReadAllText(scratch["App.dll"], Encoding.Latin1));
    }

    [TestMethod]
    public void A_process_that_ends_keeps_none()
    {
        using var scratch = new Scratch();
        SplitPackage(scratch);
        using var node = new RecordingNode();
        Assert.IsTrue(Check(scratch, node).Execute());
        DamageUnseen(scratch["Package.wpi"]);
        node.Dispose();

        Assert.IsFalse(Check(scratch, node).Execute());

        Assert.AreEqual("WP3102", node.Errors.Single().Code);
    }

    [TestMethod]
    public void Where_nothing_can_be_kept_each_project_reads_it()
    {
        using var scratch = new Scratch();
        SplitPackage(scratch);
        var engine = new RecordingEngine();
        Assert.IsTrue(Check(scratch, engine).Execute());
        DamageUnseen(scratch["Package.wpi"]);

        Assert.IsFalse(Check(scratch, engine).Execute());

        Assert.AreEqual("WP3102", engine.Errors.Single().Code);
    }

    private static void SplitPackage(Scratch scratch, string two = "2")
    {
        scratch.Compile($"[WeakPackageUnit] public static class Pen {{ public static int Two => {two}; }}");
        var split = SplitPackageTests.Split(scratch, new RecordingEngine());
        Assert.IsTrue(split.Execute());
    }

    private static CheckImportLibraries Check(Scratch scratch, RecordingEngine engine) => new()
    {
        BuildEngine = engine,
        References = [PackageItem(scratch)],
    };

    private static LinkUnits Link(Scratch scratch, RecordingEngine engine) => new()
    {
        BuildEngine = engine,
        CompiledAssembly = scratch["app.dll"],
        CompiledSymbols = scratch["app.pdb"],
        References = [PackageItem(scratch), .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => new TaskItem(path))],
        OutputAssembly = scratch["App.dll"],
        OutputSymbols = scratch["App.pdb"],
        Decision = scratch["unneeded.txt"],
        WeakOnlyCandidates = scratch["weakonly.txt"],
        Stamp = scratch["linked"],
        Map = scratch["App.weakmap.json"],
    };

    private static TaskItem PackageItem(Scratch scratch) => new(scratch["Package.dll"], new Dictionary<string, string> { ["ImportLibrary"] = scratch["Package.wpi"] });

    // Who reads it sees it; length and time are the same.
    private static void DamageUnseen(string path)
    {
        var time = File.GetLastWriteTimeUtc(path);
        var bytes = File.ReadAllBytes(path);
        bytes[^1] ^= 1;
        File.WriteAllBytes(path, bytes);
        File.SetLastWriteTimeUtc(path, time);
    }
}
