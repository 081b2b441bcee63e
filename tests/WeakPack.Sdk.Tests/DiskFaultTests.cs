using System.Globalization;
using WeakPack.Core.Tests.Faults;

namespace WeakPack.Sdk.Tests;

/// <summary>Disks that are full or read-only while a build writes: it ends with a code, and the next one puts all right.</summary>
[TestClass]
public class DiskFaultTests
{
    private const string UsesPen = "Console.WriteLine(Vcl.Pen.Text + Plain.Text);";

    // Fills the disk that a project's intermediate folder is on, in the middle of its build.
    private const string Cram = """
        <Project>
          <Target Name="Cram" BeforeTargets="$(CramBefore)" Condition="'$(MSBuildProjectName)' == '$(Crammed)'">
            <Exec Command="sh cram.sh &quot;$(MSBuildProjectDirectory)/obj/Debug&quot; $(CramRoom)" WorkingDirectory="$(MSBuildThisFileDirectory)" />
          </Target>
        </Project>
        """;

    // The compiler's own files on a full disk are its own to tell of, and so are MSBuild's copies. That the next build does not take parts of
    // them for whole is ours: both are only there because the compiler is redirected.
    [TestMethod]
    public void A_build_on_a_full_disk_says_so_and_the_next_makes_what_it_would_have_made()
    {
        using var workspace = new Workspace();
        var package = workspace.Library("Vcl", Pen("first")).Source("namespace Vcl; public static class Memo { public static string Text => \"memo\"; }", "Memo.cs");
        var plain = workspace.Library("Plain", Plain("first"));
        var app = workspace.Application("App", UsesPen, package, plain);
        workspace.Write("Directory.Build.targets", Cram);
        workspace.Write("cram.sh", "head -c $(( ($(stat -f -c %a \"$1\") - $2) * $(stat -f -c %S \"$1\") )) /dev/zero > \"$1/filler\"");
        using var disk = Intermediate(package);
        using var otherDisk = Intermediate(plain);
        using var thirdDisk = Intermediate(app);
        var disks = new Dictionary<Project, SmallDisk> { [package] = disk, [plain] = otherDisk, [app] = thirdDisk };
        var expected = new Dictionary<string, string>();
        foreach (var text in new[] { "second", "first" })
        {
            package.Source(Pen(text));
            plain.Source(Plain(text));
            app.Build();
            expected[text] = Project.Outputs(package, plain, app);
        }

        var isSecond = false;
        Try(package, "CoreCompile", room: 3, "CS0016"); // no assembly
        Try(app, "CoreCompile", room: 6, "CS0016"); // half of a reference assembly
        Try(package, "WeakPackSplitPackage", room: 4, "WP3100");
        Try(app, "WeakPackLinkUnits", room: 0, "WP3100");
        Try(plain, "WeakPackCopyOutputs", room: 1, "MSB3021");

        void Try(Project crammed, string before, int room, string code)
        {
            var text = (isSecond = !isSecond) ? "second" : "first";
            package.Source(Pen(text));
            plain.Source(Plain(text));
            Directory.Delete(crammed.Intermediate(""), recursive: true);

            var build = app.TryToBuild($"-p:Crammed={crammed.Name}", $"-p:CramBefore={before}", $"-p:CramRoom={room.ToString(CultureInfo.InvariantCulture)}", "-p:CopyRetryCount=0");

            Assert.IsFalse(build.Succeeded, $"{crammed.Name} before {before}");
            Assert.Contains(finding => finding.Severity == "error" && finding.Code == code && finding.Message.Contains("No space left on device", StringComparison.Ordinal), build.Findings, build.Output);
            Assert.DoesNotContain("WP3111", build.Output);
            Assert.DoesNotContain("   at WeakPack.", build.Output);
            disks[crammed].Clear();
            app.Build();
            Assert.AreEqual(expected[text], Project.Outputs(package, plain, app), $"{crammed.Name} before {before}");
            Assert.DoesNotContain(file => file.EndsWith(".writing", StringComparison.Ordinal), [.. package.AllOutputs(), .. plain.AllOutputs(), .. app.AllOutputs()]);
        }
    }

    [TestMethod]
    public void A_folder_that_is_read_only_is_told_of_and_written_when_it_is_writable_again()
    {
        using var workspace = new Workspace();
        var package = workspace.Library("Vcl", Pen("first"));
        var app = workspace.Application("App", "Console.WriteLine(Vcl.Pen.Text);", package);
        using var outputs = SmallDisk.At(app.Output(""), "1m");
        using var surface = SmallDisk.At(package.Intermediate("weakpack/surface"));
        app.Build();

        // The compile surface is none of the compiler's files, so only we find this.
        package.Source(Pen("second").Replace("Text", "Text2", StringComparison.Ordinal));
        app.Source("Console.WriteLine(Vcl.Pen.Text2);");
        surface.MakeReadOnly();
        var error = app.FailToBuild().Error;
        Assert.AreEqual("WP3100", error.Code);
        Assert.Contains("/weakpack/surface/Vcl.wpi' can't be written: Read-only file system", error.Message);
        Assert.EndsWith("Mend that and build again.", error.Message);

        surface.MakeWritable();
        outputs.MakeReadOnly();
        Assert.Contains(finding => finding.Code == "MSB3021" && finding.Severity == "error", app.TryToBuild("-p:CopyRetryCount=0").Findings);

        outputs.MakeWritable();
        app.Build();
        Assert.AreSequenceEqual(["second"], app.Run());
        var files = Project.Outputs(package, app);
        app.Build("--no-incremental");
        Assert.AreEqual(Project.Outputs(package, app), files);
    }

    private static SmallDisk Intermediate(Project project) => SmallDisk.At(Path.Combine(project.Folder, "obj", "Debug"), "1m");

    private static string Pen(string text) => $$"""namespace Vcl; [WeakPackageUnit] public static class Pen { public static string Text => "{{text}}"; }""";

    private static string Plain(string text) => $$"""public static class Plain { public static string Text => "{{text}}"; }""";
}
