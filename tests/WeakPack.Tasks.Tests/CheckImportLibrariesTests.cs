using Microsoft.Build.Utilities;

namespace WeakPack.Tasks.Tests;

[TestClass]
public class CheckImportLibrariesTests
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
        References = [new TaskItem(scratch["Package.dll"], new Dictionary<string, string> { ["ImportLibrary"] = scratch["Package.wpi"] })],
    };

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
