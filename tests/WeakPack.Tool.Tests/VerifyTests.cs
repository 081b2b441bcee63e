namespace WeakPack.Tool.Tests;

/// <summary><c>weakpack verify</c>.</summary>
[TestClass]
public sealed class VerifyTests
{
    private const string Source = """
        [WeakPackageUnit] public static class PenWin { public static int Two => 2; }
        public class Canvas { public int Width => 3; public int Height => 4; }
        """;

    [TestMethod]
    public void An_application_whose_copies_are_current_is_fine()
    {
        var package = Package.Of(Source).Split();
        using var files = new Deployed().With(UsesPen(package)).WithImportLibrary(package, "packages");

        var run = ToolRun.Of("verify", files.Folder, "--packages", files.PathOf("packages")).EndsWith(0);

        Assert.Contains("nothing found", run.Output);
    }

    [TestMethod]
    public void A_copy_of_a_unit_that_has_changed_since_is_stale()
    {
        var package = Package.Of(Source).Split();
        var newer = Package.Of(Source.Replace("=> 2", "=> 1 + 1 + Math.Abs(0)", StringComparison.Ordinal)).Split();
        using var files = new Deployed().With(UsesPen(package)).WithRuntime(newer).WithImportLibrary(newer);

        var run = ToolRun.Of("verify", files.Folder).EndsWith(ExitCodes.Found);

        Assert.Contains("App.dll: stale: The copy of 'PenWin'", run.Output);
    }

    [TestMethod]
    public void A_change_of_strong_code_alone_makes_no_copy_stale()
    {
        var package = Package.Of(Source).Split();
        var newer = Package.Of(Source.Replace("=> 3", "=> 5", StringComparison.Ordinal)).Split();
        using var files = new Deployed().With(UsesPen(package)).WithImportLibrary(newer, "packages");

        ToolRun.Of("verify", files.Folder, "--packages", files.PathOf("packages")).EndsWith(0);
    }

    [TestMethod]
    public void The_newest_version_at_hand_is_what_counts()
    {
        const string Version = """[assembly: System.Reflection.AssemblyVersion("{0}")] """;
        var first = Package.Of(Version.Replace("{0}", "1.0.0.0", StringComparison.Ordinal) + Source).Split();
        var second = Package.Of(Version.Replace("{0}", "1.10.0.0", StringComparison.Ordinal) + Source.Replace("=> 2", "=> 22", StringComparison.Ordinal)).Split();
        using var files = new Deployed().With(UsesPen(second)).WithImportLibrary(first, "packages/1.0").WithImportLibrary(second, "packages/1.10");
        ToolRun.Of("verify", files.Folder, "--packages", files.PathOf("packages")).EndsWith(0);

        files.With(UsesPen(first));

        ToolRun.Of("verify", files.Folder, "--packages", files.PathOf("packages")).EndsWith(ExitCodes.Found);
    }

    [TestMethod]
    public void A_unit_that_the_package_has_no_more_is_stale()
    {
        var package = Package.Of(Source).Split();
        var newer = Package.Of("[WeakPackageUnit] public static class Other;").Split();
        using var files = new Deployed().With(UsesPen(package)).WithImportLibrary(newer, "packages");

        Assert.Contains("no such unit any more", ToolRun.Of("verify", files.Folder, "--packages", files.PathOf("packages")).EndsWith(ExitCodes.Found).Output);
    }

    [TestMethod]
    public void One_unit_in_two_versions_within_an_application_is_found()
    {
        var package = Package.Of(Source).Split();
        var newer = Package.Of(Source.Replace("=> 2", "=> 22", StringComparison.Ordinal)).Split();
        using var files = new Deployed().With(UsesPen(package))
            .With(Consumer.Library("public class L { public int Two => PenWin.Two; }", newer).Link());

        var run = ToolRun.Of("verify", files.Folder, "--json").EndsWith(ExitCodes.Found);

        var finding = run.Json["findings"]!.AsArray().Single()!;
        Assert.AreEqual("mixed", (string?)finding["kind"]);
        Assert.AreEqual("PenWin", (string?)finding["subject"]);
    }

    [TestMethod]
    public void One_unit_in_one_version_in_two_assemblies_is_fine()
    {
        var package = Package.Of(Source).Split();
        using var files = new Deployed().With(UsesPen(package))
            .With(Consumer.Library("public class L { public int Two => PenWin.Two; }", package).Link());

        ToolRun.Of("verify", files.Folder).EndsWith(0);
    }

    [TestMethod]
    public void An_import_library_of_another_build_than_the_dll_beside_it_is_found()
    {
        var package = Package.Of(Source).Split();
        var newer = Package.Of(Source.Replace("=> 2", "=> 22", StringComparison.Ordinal)).Split();
        using var files = new Deployed().WithRuntime(package).WithImportLibrary(newer);

        Assert.Contains("not of the same build", ToolRun.Of("verify", files.Folder).EndsWith(ExitCodes.Found).Output);
    }

    [TestMethod]
    public void An_assembly_that_is_missing_is_found_unless_it_is_ignored()
    {
        var package = Package.Of(Source).Split();
        using var files = new Deployed().With(Consumer.Of("Console.WriteLine(new Canvas().Width);", package).Link());

        Assert.Contains("refers to 'Pack1'", ToolRun.Of("verify", files.Folder).EndsWith(ExitCodes.Found).Output);
        ToolRun.Of("verify", files.Folder, "--ignore", "pack1").EndsWith(0);
        files.WithRuntime(package);
        ToolRun.Of("verify", files.Folder).EndsWith(0);
    }

    [TestMethod]
    public void A_member_that_the_package_has_no_more_is_found()
    {
        var package = Package.Of(Source).Split();
        var newer = Package.Of("public class Canvas { public int Width => 3; }").Split();
        using var files = new Deployed().With(Consumer.Of("Console.WriteLine(new Canvas().Height);", package).Link()).With("Pack1.dll", newer.RuntimeImage.Bytes);

        Assert.Contains("uses 'Canvas.get_Height'", ToolRun.Of("verify", files.Folder).EndsWith(ExitCodes.Found).Output);
    }

    [TestMethod]
    public void One_assembly_may_be_checked_alone()
    {
        var package = Package.Of(Source).Split();
        using var files = new Deployed().With(UsesPen(package))
            .With(Consumer.Library("public class L : Canvas;", package).Link());

        ToolRun.Of("verify", files.PathOf("App.dll")).EndsWith(0);
        ToolRun.Of("verify", files.PathOf("Library.dll")).EndsWith(ExitCodes.Found);
    }

    [TestMethod]
    public void Native_libraries_among_the_files_are_no_concern()
    {
        using var files = new Deployed().With("native.dll", [0x7f, 0x45, 0x4c, 0x46]);

        ToolRun.Of("verify", files.Folder).EndsWith(0);
    }

    [TestMethod]
    public void An_import_library_that_can_not_be_read_is_found()
    {
        using var files = new Deployed().With("Pack1.wpi", [1, 2, 3]);

        Assert.Contains("unreadable", ToolRun.Of("verify", files.Folder).EndsWith(ExitCodes.Found).Output);
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(400)]
    [DataRow(2000)]
    public void An_assembly_that_was_cut_off_is_found(int length)
    {
        var package = Package.Of(Source).Split();
        using var files = new Deployed().With(UsesPen(package)).With("Lib.dll", package.RuntimeImage.Bytes[..length]);

        Assert.Contains("Lib.dll: unreadable", ToolRun.Of("verify", files.Folder).EndsWith(ExitCodes.Found).Output);
    }

    [TestMethod]
    public void A_copy_is_stale_when_only_what_travels_with_it_has_changed()
    {
        const string Travels = "[WeakPackageUnit] public static class Pen { public static int Two => Digits.Two; } internal static class Digits { public static int Two => 2; }";
        var package = Package.Of(Travels).Split();
        var newer = Package.Of(Travels.Replace("=> 2", "=> 1 + Math.Abs(1)", StringComparison.Ordinal)).Split();
        using var files = new Deployed().With(Consumer.Of("Console.WriteLine(Pen.Two);", package).Link()).WithImportLibrary(newer, "packages");

        Assert.Contains("stale: The copy of 'Pen'", ToolRun.Of("verify", files.Folder, "--packages", files.PathOf("packages")).EndsWith(ExitCodes.Found).Output);
    }

    [TestMethod]
    public void A_newer_NuGet_package_of_the_same_assembly_version_counts()
    {
        var first = Package.Of(Source).Split();
        var second = Package.Of(Source.Replace("=> 2", "=> 22", StringComparison.Ordinal)).Split();
        using var files = new Deployed().With(UsesPen(first)).WithImportLibrary(first, "packages/acme/1.9.0/lib/net10.0");
        ToolRun.Of("verify", files.Folder, "--packages", files.PathOf("packages")).EndsWith(0);

        files.WithImportLibrary(second, "packages/acme/1.10.0/lib/net10.0");

        Assert.Contains("Pack1 1.10.0", ToolRun.Of("verify", files.Folder, "--packages", files.PathOf("packages")).EndsWith(ExitCodes.Found).Output);
    }

    [TestMethod]
    public void A_package_that_can_not_be_read_hides_nothing_else()
    {
        var package = Package.Of(Source).Split();
        var newer = Package.Of(Source.Replace("=> 2", "=> 22", StringComparison.Ordinal)).Split();
        using var files = new Deployed().With(UsesPen(package)).WithImportLibrary(newer, "packages").With("packages/Broken.nupkg", [1, 2, 3]);

        var run = ToolRun.Of("verify", files.Folder, "--packages", files.PathOf("packages")).EndsWith(ExitCodes.Found);

        Assert.Contains("Broken.nupkg: unreadable", run.Output);
        Assert.Contains("App.dll: stale", run.Output);
    }

    [TestMethod]
    public void A_folder_with_nothing_to_verify_is_no_success()
    {
        using var files = new Deployed().With("readme.txt", [1]);

        ToolRun.Of("verify", files.Folder).Refuses("nothing to verify");
        ToolRun.Of("sbom", files.Folder).Refuses("no assembly");
    }

    [TestMethod]
    public void A_folder_that_is_not_there_is_refused() => ToolRun.Of("verify", "nowhere").Refuses("nowhere");

    private static LinkedConsumer UsesPen(SplitPackage package) => Consumer.Of("Console.WriteLine(PenWin.Two);", package).Link();
}
