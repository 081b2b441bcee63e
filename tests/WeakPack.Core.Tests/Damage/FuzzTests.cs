using System.Diagnostics;
using System.Reflection;

namespace WeakPack.Core.Tests.Damage;

/// <summary>A short part of the fuzz run. CONTRIBUTING.md has the command for the long one, and for a single input.</summary>
[TestClass]
public sealed class FuzzTests
{
    private const string Seed = "2026";
    private const string Inputs = "400";

    [TestMethod]
    public async Task Damaged_files_are_linked_or_rejected_and_nothing_else_happens()
    {
        var program = typeof(FuzzTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "Fuzz").Value!;
        using var fuzz = Process.Start(new ProcessStartInfo("dotnet", [program, Seed, "1", Inputs]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var told = fuzz.StandardOutput.ReadToEndAsync();
        var failed = fuzz.StandardError.ReadToEndAsync();
        await fuzz.WaitForExitAsync();
        Assert.AreEqual(0, fuzz.ExitCode, await told + await failed);
        Assert.Contains($"seed {Seed}: inputs 1 to {Inputs}, 0 failed", await told);
    }
}
