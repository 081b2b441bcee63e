namespace WeakPack.Sdk.Tests;

[TestClass]
public class RunningProgramTests
{
    // A program's assemblies are mapped into its process, and what it has not used yet is read from the file when it does.
    [TestMethod]
    public void A_program_that_runs_while_it_is_built_anew_goes_on_as_it_was()
    {
        using var workspace = new Workspace();
        var package = workspace.Library("Vcl", Vcl("first"));
        var app = workspace.Application("App", """
            Console.WriteLine(Vcl.Memo.Text);
            Console.ReadLine();
            Console.WriteLine(Vcl.Pen.Text + ", " + Vcl.Memo.Later() + ", " + Vcl.Pen.Later());
            """, package);
        app.Build();
        using var running = app.Start();
        Assert.AreEqual("memo first", running.StandardOutput.ReadLine());

        package.Source(Vcl("second"));
        app.Build();
        Assert.AreSequenceEqual(["memo second", "pen second, memo later second, pen later second"], app.Run());

        running.StandardInput.WriteLine();
        Assert.AreEqual("pen first, memo later first, pen later first", running.StandardOutput.ReadToEnd().Trim());
        running.WaitForExit();
        Assert.AreEqual(0, running.ExitCode);
    }

    private static string Vcl(string text) => $$"""
        namespace Vcl;

        public static class Memo
        {
            public static string Text => "memo {{text}}";
            public static string Later() => string.Join(' ', new[] { "memo", "later", "{{text}}" }.Where(word => word.Length > 0));
        }

        [WeakPackageUnit]
        public static class Pen
        {
            public static string Text => "pen {{text}}";
            public static string Later() => string.Join(' ', new[] { "pen", "later", "{{text}}" }.Where(word => word.Length > 0));
        }
        """;
}
