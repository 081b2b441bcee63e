using Microsoft.Build.Utilities;

namespace WeakPack.Tasks.Tests;

[TestClass]
public class SharedImportLibraryTests
{
    [TestMethod]
    public void Projects_of_one_build_read_an_import_library_once()
    {
        using var scratch = new Scratch();
        SplitPackage(scratch);
        using var build = new RecordingBuild();
        Assert.IsTrue(Check(scratch, build).Execute());
        DamageUnseen(scratch["Package.wpi"]);

        Assert.IsTrue(Check(scratch, build).Execute(), string.Join('\n', build.Errors.Select(error => error.Message)));
    }

    [TestMethod]
    public void What_was_checked_before_the_compiler_is_linked_without_reading_it_again()
    {
        using var scratch = new Scratch();
        SplitPackage(scratch);
        scratch.CompileConsumer("public static class App { public static int Four => Pen.Two * 2; }");
        using var build = new RecordingBuild();
        Assert.IsTrue(Check(scratch, build).Execute());
        DamageUnseen(scratch["Package.wpi"]);

        Assert.IsTrue(Link(scratch, build).Execute(), string.Join('\n', build.Errors.Select(error => error.Message)));
        Assert.IsFalse(Link(scratch, new RecordingEngine()).Execute());
    }

    [TestMethod]
    public void The_next_build_reads_it_again()
    {
        using var scratch = new Scratch();
        SplitPackage(scratch);
        using var build = new RecordingBuild();
        Assert.IsTrue(Check(scratch, build).Execute());
        DamageUnseen(scratch["Package.wpi"]);
        build.Dispose();

        Assert.IsFalse(Check(scratch, build).Execute());

        Assert.AreEqual("WP3102", build.Errors.Single().Code);
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

    private static void SplitPackage(Scratch scratch)
    {
        scratch.Compile("[WeakPackageUnit] public static class Pen { public static int Two => 2; }");
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
