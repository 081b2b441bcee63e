using System.Text.Json;
using WeakPack.Sdk.Tests.Building;

namespace WeakPack.Sdk.Tests;

/// <summary>The tool as it is packed and installed, on what a real build made.</summary>
[TestClass]
public class ToolTests
{
    [TestMethod]
    public void The_installed_tool_looks_into_what_was_built()
    {
        using var workspace = new Workspace(makesPackages: true);
        var library = workspace.Library("Acme", Fixtures.Vcl).With("Version", "2.1.0");
        library.Pack();
        var app = workspace.Application("App", Fixtures.UsesPen).Uses("Acme", "2.1.0");
        app.Build();
        var weakpack = Install(workspace);

        var (exitCode, output) = DotNet.RunOther(weakpack, app.Folder, "why", app.Output("App.dll"), "Acme");
        Assert.AreEqual(0, exitCode, output);
        Assert.Contains("Nothing needs Acme at run time", output);
        Assert.Contains("Vcl.Pen of Acme 2.1.0.0 was linked", output);

        (exitCode, output) = DotNet.RunOther(weakpack, app.Folder, "sbom", app.Output("App.dll"));
        Assert.AreEqual(0, exitCode, output);
        using var bom = JsonDocument.Parse(output);
        Assert.AreEqual("pkg:nuget/Acme@2.1.0#Vcl.Pen", bom.RootElement.GetProperty("components")[0].GetProperty("purl").GetString());

        (exitCode, output) = DotNet.RunOther(weakpack, app.Folder, "verify", Path.GetDirectoryName(app.Output("App.dll"))!, "--packages", workspace.Feed);
        Assert.AreEqual(0, exitCode, output);

        library.Source(Fixtures.Vcl.Replace("pen of", "better pen of", StringComparison.Ordinal)).With("Version", "2.2.0").Build();
        (exitCode, output) = DotNet.RunOther(weakpack, app.Folder, "verify", app.Output("App.dll"), "--packages", Path.Combine(library.Folder, "bin"));
        Assert.AreEqual(1, exitCode, output);
        Assert.Contains("stale: The copy of 'Vcl.Pen' is that of Acme 2.1.0;", output);
    }

    private static string Install(Workspace workspace)
    {
        PackedSdk.PackTool(workspace.Feed);
        var folder = Path.Combine(workspace.Folder, "tools");
        var (exitCode, output) = DotNet.Run(
            workspace.Folder,
            new Dictionary<string, string> { ["NUGET_PACKAGES"] = workspace.Packages },
            "tool", "install", "WeakPack.Tool", "--tool-path", folder, "--version", PackedSdk.Version);
        Assert.AreEqual(0, exitCode, output);
        return Path.Combine(folder, OperatingSystem.IsWindows() ? "weakpack.exe" : "weakpack");
    }
}
