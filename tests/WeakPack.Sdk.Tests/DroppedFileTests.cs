namespace WeakPack.Sdk.Tests;

/// <summary>Which files go with a package that nothing needs: its own, whatever they are called, and none of anyone else.</summary>
[TestClass]
public class DroppedFileTests
{
    // An apostrophe in a full path ends the transforms in which MSBuild's own targets name a file's destination.
    private const string Folder = "möglich (ж)";

    [TestMethod]
    public void Files_of_others_stay_though_they_have_its_name()
    {
        using var workspace = new Workspace(Folder, makesPackages: true);
        workspace.Library("Other", "").WithoutSdk().With("IncludeBuildOutput", "false").With("NoWarn", "NU5128").Source("native", "Vcl.so")
            .WithItems($"""<None Include="Vcl.so" Pack="true" PackagePath="runtimes/{RareLibrary.Platform}/native/" />""").Pack();
        var package = workspace.Library("Vcl", Fixtures.Vcl).With("GenerateDocumentationFile", "true").With("NoWarn", "CS1591");
        var app = workspace.Application("App", Fixtures.UsesPen, package).Uses("Other", "1.0.0").With("PublishReferencesDocumentationFiles", "true");
        foreach (var file in new[] { "Vcl.xml", "docs/Vcl.xml", "plugins/Vcl.dll" })
            app.Source("the program's own", file).WithItems($"""<None Update="{file}" CopyToOutputDirectory="PreserveNewest" />""");

        app.Build();
        app.Publish();

        string[] others = ["Vcl.xml", "docs/Vcl.xml", "plugins/Vcl.dll", $"runtimes/{RareLibrary.Platform}/native/Vcl.so"];
        foreach (var folder in new[] { "App/bin/Debug/net10.0", "App/bin/Debug/net10.0/publish" })
        {
            Assert.AreSequenceEqual(
                others.Order(StringComparer.Ordinal),
                workspace.Files(folder).Where(file => !file.StartsWith("publish", StringComparison.Ordinal) && Path.GetFileName(file).StartsWith("Vcl", StringComparison.Ordinal)));
            Assert.AreEqual("the program's own", File.ReadAllText(Path.Combine(workspace.Folder, folder, "Vcl.xml")));
        }
    }

    [TestMethod]
    public void Its_symbols_documentation_and_satellites_go_with_it()
    {
        using var workspace = new Workspace(Folder, makesPackages: true);
        var package = workspace.Library("Vcl", Fixtures.Vcl).With("GenerateDocumentationFile", "true").With("NoWarn", "CS1591").With("Version", "1.0.0")
            .Source("""<root><data name="pen"><value>Stift</value></data></root>""", "Texts.de.resx");
        var app = workspace.Application("App", Fixtures.UsesBoth, package).With("PublishReferencesDocumentationFiles", "true");
        app.Publish();
        string[] files = ["Vcl.dll", "Vcl.pdb", "Vcl.xml", "de/Vcl.resources.dll"];
        Assert.AreSequenceEqual(files, FilesOfPackage(app.Name));
        package.Pack();
        var other = workspace.Application("Other", Fixtures.UsesBoth).Uses("Vcl", "1.0.0");
        other.Publish();
        Assert.AreSequenceEqual(["Vcl.dll", "de/Vcl.resources.dll"], FilesOfPackage(other.Name));

        foreach (var project in new[] { app, other })
        {
            Directory.Delete(project.PublishFolder, recursive: true);
            project.Source(Fixtures.UsesPen).Publish();
            Assert.IsEmpty(FilesOfPackage(project.Name));
            Assert.IsFalse(project.Mentions("Vcl") || project.Has("de/Vcl.resources.dll"));
        }

        IEnumerable<string> FilesOfPackage(string project) =>
            workspace.Files(project + "/bin/Debug/net10.0/publish").Where(file => Path.GetFileName(file).StartsWith("Vcl", StringComparison.Ordinal));
    }

    [TestMethod]
    [DataRow("Vcl (x)")]
    [DataRow("V$cl")]
    [DataRow("V@cl")]
    [DataRow("O'Neil")]
    public void It_may_have_a_name_that_MSBuild_takes_for_its_own_signs(string name)
    {
        using var workspace = new Workspace(Folder);
        var package = workspace.Library("Vcl", Fixtures.Vcl).With("AssemblyName", System.Security.SecurityElement.Escape(name).Replace("$", "%24", StringComparison.Ordinal));
        var app = workspace.Application("App", Fixtures.UsesBoth, package);
        app.Build();
        Assert.IsTrue(app.Has(name + ".dll"));

        app.Source(Fixtures.UsesPen).Publish();

        Assert.AreSequenceEqual(["pen of App"], app.Run(Path.Combine(app.PublishFolder, "App.dll")));
        Assert.IsFalse(app.Has(name + ".dll") || app.Has(name + ".pdb"));
        Assert.IsFalse(File.Exists(Path.Combine(app.PublishFolder, name + ".dll")));
    }
}
