using System.Text;

namespace WeakPack.Tool.Tests;

/// <summary>What the tool says when it fails itself.</summary>
[TestClass]
public sealed class FailureTests
{
    [TestMethod]
    public void A_mistake_of_its_own_ends_with_4_and_is_told_with_its_place()
    {
        using var files = new Deployed().WithImportLibrary(Package.Of("[WeakPackageUnit] public static class Weak;").Split());
        var error = new StringWriter();

        var code = WeakPackTool.Run(["inspect", files.PathOf("Pack1.wpi"), "--json"], new Failing(), error);

        Assert.AreEqual(4, code);
        Assert.Contains("WP3111", error.ToString());
        Assert.Contains("KeyNotFoundException (no such arm) in WeakPack.Tool.Tests.FailureTests.Failing.Write", error.ToString());
        Assert.Contains("   at WeakPack.Tool.Commands.InspectCommand", error.ToString());
    }

    /// <summary>Stands for any line of ours that is wrong: a writer that fails in a way that nobody expects of one.</summary>
    private sealed class Failing : StringWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => throw new KeyNotFoundException("no such arm");

        public override void Write(char[] buffer, int index, int count) => throw new KeyNotFoundException("no such arm");

        public override void Write(string? value) => throw new KeyNotFoundException("no such arm");

        public override void WriteLine(string? value) => Write(value);
    }
}
