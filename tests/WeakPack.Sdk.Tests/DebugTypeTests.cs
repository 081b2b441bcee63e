namespace WeakPack.Sdk.Tests;

/// <summary>Debug data of every kind, on either side.</summary>
[TestClass]
public class DebugTypeTests
{
    [TestMethod]
    public void A_stack_trace_from_linked_code_tells_the_lines_of_the_package_whatever_the_debug_data_is_of()
    {
        using var workspace = new Workspace();
        var packages = new[] { "portable", "embedded", "none" }.Select(type => workspace.Library(type, $$"""
            namespace Of{{type}};
            public class Memo;
            [WeakPackageUnit]
            public static class Pen
            {
                public static void Write() =>
                    throw new InvalidOperationException("{{type}}");
            }
            """).With("DebugType", type)).ToArray();
        var apps = new[] { "portable", "embedded", "none", "full" }.Select(type => workspace.Application("For" + type, """
            foreach (var write in new Action[] { Ofportable.Pen.Write, Ofembedded.Pen.Write, Ofnone.Pen.Write })
            {
                try { write(); }
                catch (InvalidOperationException error) { Console.WriteLine(error.StackTrace!.Split('\n')[0].Trim()); }
            }
            """, packages).With("DebugType", type)).ToArray();

        workspace.Build(apps);

        foreach (var app in apps)
        {
            var lines = app.Run();
            var hasSymbols = app.Name != "Fornone";
            Assert.AreEqual(Frame("portable", hasSymbols), lines[0], app.Name);
            Assert.AreEqual(Frame("embedded", hasSymbols), lines[1], app.Name);
            Assert.AreEqual(Frame("none", hasSymbols: false), lines[2], app.Name);
            Assert.IsFalse(packages.Any(package => app.Mentions(package.Name)), app.Name);
        }

        string Frame(string package, bool hasSymbols) =>
            $"at Of{package}.Pen.Write()" + (hasSymbols ? $" in {Path.Combine(workspace.Folder, package, "Code.cs")}:line 7" : "");
    }

    [TestMethod]
    public void A_Windows_pdb_is_told_of_and_the_program_runs_without_one()
    {
        using var workspace = new Workspace();
        var package = workspace.Library("Vcl", Fixtures.Vcl);
        var app = workspace.Application("App", Fixtures.UsesPen, package).With("DebugType", "portable");
        app.Build();
        Assert.IsTrue(app.Has("App.pdb"));

        // As a compiler on Windows leaves it; here none does.
        workspace.Write("App/Directory.Build.targets", """
            <Project>
              <Target Name="WriteWindowsPdb" AfterTargets="CoreCompile">
                <WriteLinesToFile File="@(_DebugSymbolsIntermediatePath)" Lines="Microsoft C/C++ MSF 7.00;DS" Overwrite="true" Encoding="ASCII" />
              </Target>
            </Project>
            """);
        var result = app.Source(Fixtures.UsesPen + " // changed").Build();

        var warning = result.Findings.Single();
        Assert.AreEqual(("warning", "WP3109"), (warning.Severity, warning.Code));
        Assert.IsFalse(app.Has("App.pdb"), "The PDB of the build before does not belong to the program.");
        Assert.AreSequenceEqual(["pen of App"], app.Run());
    }
}
