using System.IO.Compression;

namespace WeakPack.Tool.Tests;

/// <summary><c>weakpack inspect</c>.</summary>
[TestClass]
public sealed class InspectTests
{
    private const string Source = """
        [WeakPackageUnit] public static class PenWin { public static int Two => 2; [System.Runtime.InteropServices.DllImport("penwin")] public static extern int Call(); }
        public class Canvas { public int Width => 3; }
        """;

    [TestMethod]
    public void An_import_library_shows_its_units_and_what_they_need()
    {
        using var files = new Deployed().WithImportLibrary(Package.Of(Source).Split());

        var run = ToolRun.Of("inspect", files.PathOf("Pack1.wpi")).EndsWith(0);

        Assert.Contains("PenWin", run.Output);
        Assert.Contains("penwin (native)", run.Output);
        Assert.Contains("intact", run.Output);
        Assert.DoesNotContain("Canvas", run.Output);
    }

    [TestMethod]
    public void As_JSON_it_has_hashes_and_sizes()
    {
        using var files = new Deployed().WithImportLibrary(Package.Of(Source).Split());

        var json = ToolRun.Of("inspect", files.PathOf("Pack1.wpi"), "--json").EndsWith(0).Json;

        Assert.AreEqual("Pack1", (string?)json["manifest"]!["package"]);
        Assert.AreEqual(64, ((string)json["manifest"]!["units"]![0]!["types"]![0]!["hash"]!).Length);
        Assert.IsGreaterThan(0, (int)json["sizes"]!["PenWin"]!);
        Assert.IsTrue((bool)json["isIntact"]!);
    }

    [TestMethod]
    public void It_shows_which_units_are_retained_and_how_they_were_compiled()
    {
        const string More = Source + "[WeakPackageUnit] public static class Digits { public static int One => 1; } public class Frame { public int Width => Digits.One; }";
        using var files = new Deployed()
            .WithImportLibrary(Package.Of(More).With(CompileOptions.Release with { ChecksArithmetic = true }).SaidToBeFor(".NETCoreApp,Version=v10.0", "Windows,Version=7.0").Split());

        var text = ToolRun.Of("inspect", files.PathOf("Pack1.wpi")).EndsWith(0).Output;
        var json = ToolRun.Of("inspect", files.PathOf("Pack1.wpi"), "--json").EndsWith(0).Json["manifest"]!;

        Assert.Contains("Compiled: C#, optimized, with overflow checks", text);
        Assert.Contains("v10.0 on Windows,Version=7.0", text);
        Assert.HasCount(2, text.Split("(retained)"));
        Assert.AreEqual("""{"language":"C#","checksArithmetic":true,"isOptimized":true}""", json["compilation"]!.ToJsonString());
        Assert.AreEqual("Digits True, PenWin False", string.Join(", ", json["units"]!.AsArray().Select(unit => $"{unit!["name"]} {(bool)unit["isRetained"]!}")));
    }

    [TestMethod]
    public void What_is_not_known_of_that_is_not_shown()
    {
        using var files = new Deployed().WithImportLibrary(Package.Of(Source).With(new() { NoPdb = true }).Split());

        var text = ToolRun.Of("inspect", files.PathOf("Pack1.wpi")).EndsWith(0).Output;
        var json = ToolRun.Of("inspect", files.PathOf("Pack1.wpi"), "--json").EndsWith(0).Json["manifest"]!;

        Assert.Contains("Compiled: not optimized", text);
        Assert.DoesNotContain("overflow", text);
        Assert.AreEqual("""{"isOptimized":false}""", json["compilation"]!.ToJsonString());
    }

    [TestMethod]
    public void A_changed_import_library_is_told_of()
    {
        var bytes = Package.Of(Source).Split().ImportLibraryBytes.ToArray();
        bytes[^1] ^= 1;
        using var files = new Deployed().With("Pack1.wpi", bytes);

        Assert.Contains("CHANGED", ToolRun.Of("inspect", files.PathOf("Pack1.wpi")).EndsWith(0).Output);
    }

    [TestMethod]
    public void A_linked_assembly_shows_what_it_carries()
    {
        var package = Package.Of(Source).Split();
        using var files = new Deployed().With(Consumer.Of("Console.WriteLine(PenWin.Two);", package).Link());

        var run = ToolRun.Of("inspect", files.PathOf("App.dll")).EndsWith(0);

        Assert.Contains("Linked into it", run.Output);
        Assert.Contains("PenWin", run.Output);
        Assert.Contains("Pack1", run.Output);
    }

    [TestMethod]
    public void A_package_is_shown_with_the_import_library_beside_it()
    {
        var package = Package.Of(Source).Split();
        using var files = new Deployed().WithRuntime(package).WithImportLibrary(package);

        var run = ToolRun.Of("inspect", files.PathOf("Pack1.dll")).EndsWith(0);

        Assert.Contains("its import library is beside it", run.Output);
        Assert.Contains("PenWin", run.Output);
    }

    [TestMethod]
    public void An_assembly_of_others_is_told_to_be_one()
    {
        using var files = new Deployed().With("Other.dll", Package.Of("public class Plain;").Compiled.Image.Bytes);

        Assert.Contains("Nothing was linked into it", ToolRun.Of("inspect", files.PathOf("Other.dll")).EndsWith(0).Output);
    }

    [TestMethod]
    public void A_NuGet_package_is_read_without_unpacking_it()
    {
        using var files = new Deployed();
        WriteNupkg(files.PathOf("Acme.1.2.3.nupkg"), Package.Of(Source).Split());

        var run = ToolRun.Of("inspect", files.PathOf("Acme.1.2.3.nupkg")).EndsWith(0);
        var json = ToolRun.Of("inspect", files.PathOf("Acme.1.2.3.nupkg"), "--json").EndsWith(0).Json;

        Assert.Contains("lib/net10.0/Pack1.wpi", run.Output);
        Assert.Contains("net10.0: Serilog 3.1.1", run.Output);
        Assert.AreEqual("Acme", (string?)json["id"]);
        Assert.AreEqual("lib/net10.0/Pack1.wpi", (string?)json["folders"]![0]!["path"]);
    }

    [TestMethod]
    public void It_shows_what_was_linked_into_its_assemblies()
    {
        var package = Package.Of(Source).Split();
        var library = Consumer.Library("public static class Ink { public static int Two => PenWin.Two; }", package).Named("Ink").Link();
        using var files = new Deployed();
        WriteNupkg(files.PathOf("Acme.1.2.3.nupkg"), package, ("lib/net10.0/Ink.dll", library.Image.Bytes), ("lib/net10.0/Pack1.dll", package.RuntimeImage.Bytes),
            ("runtimes/linux-x64/native/rare.dll", [0x7F, (byte)'E', (byte)'L', (byte)'F', 0]), ("tools/odd.dll", "text"u8.ToArray()));

        var text = ToolRun.Of("inspect", files.PathOf("Acme.1.2.3.nupkg")).EndsWith(0).Output;
        var json = ToolRun.Of("inspect", files.PathOf("Acme.1.2.3.nupkg"), "--json").EndsWith(0).Json;

        Assert.Contains("lib/net10.0/Ink.dll", text);
        Assert.Contains("Linked into it", text);
        Assert.DoesNotContain("Pack1.dll", text);
        Assert.DoesNotContain("rare.dll", text);
        Assert.Contains("Can't be read: tools/odd.dll", text);
        var assembly = json["assemblies"]!.AsArray().Single()!;
        Assert.AreEqual("lib/net10.0/Ink.dll", (string?)assembly["path"]);
        Assert.AreEqual("PenWin", (string?)assembly["copies"]![0]!["unit"]);
    }

    [TestMethod]
    [DataRow("Broken.dll")]
    [DataRow("Broken.wpi")]
    [DataRow("Broken.nupkg")]
    public void What_is_none_is_refused_in_one_line(string name)
    {
        using var files = new Deployed().With(name, "this is no such file"u8.ToArray());

        ToolRun.Of("inspect", files.PathOf(name)).Refuses(name, "can't be used");
    }

    [TestMethod]
    public void A_folder_is_no_file() => ToolRun.Of("inspect", Path.GetTempPath()).Refuses("is a folder");

    [TestMethod]
    public void A_file_that_is_not_there_is_named() =>
        ToolRun.Of("inspect", "nowhere/Pack1.wpi").Refuses("There is no file 'nowhere/Pack1.wpi'");

    [TestMethod]
    public void A_wrong_command_line_ends_with_2()
    {
        ToolRun.Of("inspect").EndsWith(ExitCodes.WrongCommandLine);
        ToolRun.Of("look", "at").EndsWith(ExitCodes.WrongCommandLine);
        ToolRun.Of("inspect", "x.dll", "--colour").EndsWith(ExitCodes.WrongCommandLine);
        ToolRun.Of("verify", "").EndsWith(ExitCodes.WrongCommandLine);
    }

    [TestMethod]
    public void Help_tells_of_each_command_and_of_exit_codes()
    {
        var help = ToolRun.Of("--help").EndsWith(0).Output;

        foreach (var word in new[] { "inspect", "why", "verify", "sbom", "graph", "Exit codes" })
            Assert.Contains(word, help);
    }

    private static void WriteNupkg(string path, SplitPackage package, params (string Path, byte[] Bytes)[] others)
    {
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        using (var nuspec = new StreamWriter(zip.CreateEntry("Acme.nuspec").Open()))
        {
            nuspec.Write("""
                <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd"><metadata><id>Acme</id><version>1.2.3</version>
                <dependencies><group targetFramework="net10.0"><dependency id="Serilog" version="3.1.1" /></group></dependencies></metadata></package>
                """);
        }

        foreach (var (name, bytes) in others.Append(("lib/net10.0/Pack1.wpi", package.ImportLibraryBytes)))
        {
            using var entry = zip.CreateEntry(name).Open();
            entry.Write(bytes);
        }
    }
}
