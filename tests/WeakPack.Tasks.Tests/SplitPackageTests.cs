using System.Security.Cryptography;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace WeakPack.Tasks.Tests;

[TestClass]
public class SplitPackageTests
{
    [TestMethod]
    public void A_finding_has_its_code_its_place_and_its_help()
    {
        using var scratch = new Scratch();
        scratch.Compile("[WeakPackageUnit] public static class Pen {\n  static int data = 1;\n  public static int Next() => ++data;\n}", "/src/Pen.cs");
        var engine = new RecordingEngine();

        Assert.IsFalse(Split(scratch, engine).Execute());

        Assert.HasCount(1, engine.Errors);
        var error = engine.Errors[0];
        Assert.AreEqual("WP2203", error.Code);
        Assert.EndsWith("Pen.cs", error.File);
        Assert.AreEqual(3, error.LineNumber); // behind the using that the fixture adds
        Assert.EndsWith("/diagnostics/WP2203.md", error.HelpLink);
        Assert.IsNull(error.Subcategory);
    }

    [TestMethod]
    public void A_finding_is_shown_at_the_real_file_behind_a_mapped_path()
    {
        using var scratch = new Scratch();
        scratch.Compile("[WeakPackageUnit] public static class Pen {\n  static int data;\n  public static int Next() => ++data;\n}", "/_/Pen.cs");
        var engine = new RecordingEngine();
        var split = Split(scratch, engine);
        split.PathMap = "/home/me/=/_/";

        Assert.IsFalse(split.Execute());

        Assert.AreEqual("/home/me/Pen.cs", engine.Errors.Single().File);
    }

    [TestMethod]
    public void A_package_is_written_with_its_import_library_and_told_of()
    {
        using var scratch = new Scratch();
        scratch.Compile("[WeakPackageUnit] public static class Pen { public static int Two => 2; }");
        var engine = new RecordingEngine();

        Assert.IsTrue(Split(scratch, engine).Execute(), string.Join('\n', engine.Errors.Select(error => error.Message)));

        Assert.IsTrue(File.Exists(scratch["Package.dll"]));
        Assert.IsTrue(File.Exists(scratch["Package.pdb"]));
        Assert.IsTrue(File.Exists(scratch["Package.wpi"]));
        Assert.IsTrue(engine.Messages.Any(message => message.Importance == MessageImportance.Normal && message.Message!.Contains("Pen", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void A_file_that_is_not_there_is_a_finding_and_no_exception()
    {
        using var scratch = new Scratch();
        var engine = new RecordingEngine();

        Assert.IsFalse(Split(scratch, engine).Execute());

        Assert.AreEqual("WP3100", engine.Errors.Single().Code);
        Assert.Contains("compiled.dll", engine.Errors.Single().Message!);
    }

    [TestMethod]
    public void A_file_that_is_no_assembly_is_a_finding_and_nothing_is_written()
    {
        using var scratch = new Scratch();
        File.WriteAllText(scratch["compiled.dll"], "This is no assembly.");
        var engine = new RecordingEngine();

        Assert.IsFalse(Split(scratch, engine).Execute());

        Assert.StartsWith("WP31", engine.Errors.Single().Code);
        Assert.AreSequenceEqual(["compiled.dll"], scratch.Files);
    }

    [TestMethod]
    public void A_signed_package_is_signed_with_the_key_of_the_project()
    {
        using var scratch = new Scratch();
        WriteKey(scratch["key.snk"]);
        scratch.Compile("[WeakPackageUnit] public static class Pen { public static int Two => 2; }", keyFile: scratch["key.snk"]);
        var engine = new RecordingEngine();
        var split = Split(scratch, engine);
        split.KeyFile = scratch["key.snk"];

        Assert.IsTrue(split.Execute(), string.Join('\n', engine.Errors.Select(error => error.Message)));
    }

    [TestMethod]
    public void A_key_that_is_not_there_any_more_is_a_finding_and_no_exception()
    {
        using var scratch = new Scratch();
        WriteKey(scratch["key.snk"]);
        scratch.Compile("[WeakPackageUnit] public static class Pen { public static int Two => 2; }", keyFile: scratch["key.snk"]);
        File.Delete(scratch["key.snk"]);
        var engine = new RecordingEngine();
        var split = Split(scratch, engine);
        split.KeyFile = scratch["key.snk"];

        Assert.IsFalse(split.Execute());

        Assert.AreEqual("WP3100", engine.Errors.Single().Code);
        Assert.Contains("key.snk", engine.Errors.Single().Message!);
        Assert.IsFalse(File.Exists(scratch["Package.dll"]));
    }

    private static void WriteKey(string path)
    {
        using var rsa = new RSACryptoServiceProvider(2048);
        File.WriteAllBytes(path, rsa.ExportCspBlob(includePrivateParameters: true));
    }

    internal static SplitPackage Split(Scratch scratch, RecordingEngine engine) => new()
    {
        BuildEngine = engine,
        ProjectName = "Package",
        Documentation = scratch["docs"],
        CompiledAssembly = scratch["compiled.dll"],
        CompiledSymbols = scratch["compiled.pdb"],
        References = [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => new TaskItem(path))],
        OutputAssembly = scratch["Package.dll"],
        OutputSymbols = scratch["Package.pdb"],
        ImportLibrary = scratch["Package.wpi"],
    };
}
