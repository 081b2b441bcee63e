namespace WeakPack.Sdk.Tests;

[TestClass]
public class DiagnosticTests
{
    [TestMethod]
    public void Global_data_is_an_error_at_its_line_and_nothing_is_written()
    {
        using var workspace = new Workspace();
        var package = workspace.Library("Vcl", """
            namespace Vcl;

            [WeakPackageUnit]
            public static class Pen
            {
                private static int s_handle;
                public static int Next() => ++s_handle;
            }
            """);

        var error = package.FailToBuild().Error;

        Assert.AreEqual("WP2203", error.Code);
        Assert.AreEqual("Code.cs", error.File);
        Assert.IsGreaterThan(0, error.Line);
        Assert.Contains("s_handle", error.Message);
        MustHaveWrittenNothing(package);

        // The compiler's output is up to date by now; the error must come all the same.
        Assert.AreEqual("WP2203", package.FailToBuild().Error.Code);

        package.Source("""[WeakPackageUnit] public static class Pen { public static int Next(int handle) => ++handle; }""").Build();
        Assert.IsTrue(package.Has("Vcl.wpi"));
    }

    [TestMethod]
    public void A_failing_build_leaves_the_last_good_output_alone()
    {
        using var workspace = new Workspace();
        var package = workspace.Library("Vcl", Fixtures.Vcl);
        package.Build();
        var before = Snapshot();

        package.Source(Fixtures.Vcl.Replace("public static class Pen\n{", "public static class Pen\n{ public static int Data;", StringComparison.Ordinal));
        package.FailToBuild();

        var after = Snapshot();
        Assert.AreSequenceEqual(before, after);
        Assert.IsFalse(package.AllOutputs().Any(file => file.EndsWith(".writing", StringComparison.Ordinal)));

        string[] Snapshot() =>
            [.. new[] { package.Intermediate("Vcl.dll"), package.Intermediate("Vcl.pdb"), package.Intermediate("Vcl.wpi"), package.Output("Vcl.dll"), package.Output("Vcl.wpi") }
                .Select(file => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file))))];
    }

    [TestMethod]
    public void A_mark_that_matches_nothing_is_an_error()
    {
        using var workspace = new Workspace();
        var package = workspace.Library("Acme", "namespace Acme; public class One;").WithItems("""<WeakUnit Include="Acme.Oen" />""");

        var error = package.FailToBuild().Error;

        Assert.AreEqual("WP3002", error.Code);
        Assert.Contains("Acme.Oen", error.Message);
        MustHaveWrittenNothing(package);
        error = package.WithoutItems().WithItems("""<Compile Update="Code.cs" WeakUnit="yes" />""").FailToBuild().Error;
        Assert.AreEqual("WP3002", error.Code);
        Assert.Contains("WeakUnit=\"yes\"", error.Message);
    }

    [TestMethod]
    public void A_missing_import_library_is_told_before_the_compiler_misses_its_names()
    {
        using var workspace = new Workspace();
        var package = workspace.Library("Vcl", Fixtures.Vcl);
        var app = workspace.Application("App", Fixtures.UsesPen, package);
        app.Build();

        File.Delete(package.Output("Vcl.wpi"));
        var error = app.FailToBuild("-p:BuildProjectReferences=false").Error;

        Assert.AreEqual("WP2202", error.Code);
        Assert.Contains("Vcl.wpi", error.Message);
    }

    [TestMethod]
    public void A_missing_import_library_is_told_whatever_place_its_reference_has()
    {
        using var workspace = new Workspace();
        var first = workspace.Library("Vcl", Fixtures.Vcl);
        var second = workspace.Library("Ink", Fixtures.Vcl.Replace("namespace Vcl", "namespace Ink", StringComparison.Ordinal));
        var app = workspace.Application("App", "Console.WriteLine(Vcl.Pen.Text + Ink.Pen.Text);", first, second);
        foreach (var package in new[] { first, second })
        {
            app.Build();

            File.Delete(package.Output(package.Name + ".wpi"));

            Assert.AreEqual("WP2202", app.FailToBuild("-p:BuildProjectReferences=false").Error.Code, package.Name);
        }
    }

    [TestMethod]
    public void A_file_that_takes_the_place_of_a_reference_is_looked_at_however_old_it_is()
    {
        using var workspace = new Workspace();
        var package = workspace.Library("Vcl", Fixtures.Vcl);
        package.Build();
        var alone = Path.Combine(workspace.Folder, "alone", "Vcl.dll");
        Directory.CreateDirectory(Path.GetDirectoryName(alone)!);
        File.Copy(package.Output("Vcl.dll"), alone);
        File.SetLastWriteTimeUtc(alone, DateTime.UnixEpoch.AddYears(30));
        var app = workspace.Application("App", Fixtures.UsesMemo).WithItems("""<Reference Include="Vcl" HintPath="$(Place)" />""");
        app.Build($"-p:Place={package.Output("Vcl.dll")}");

        var error = app.FailToBuild($"-p:Place={alone}").Error;

        Assert.AreEqual("WP2202", error.Code);
        Assert.Contains(alone, error.Message + error.File);
    }

    [TestMethod]
    public void An_import_library_of_another_build_is_an_error()
    {
        using var workspace = new Workspace();
        var package = workspace.Library("Vcl", Fixtures.Vcl);
        var app = workspace.Application("App", Fixtures.UsesBoth, package);
        app.Build();
        var old = File.ReadAllBytes(package.Output("Vcl.wpi"));
        var linked = File.ReadAllBytes(app.Output("App.dll"));

        package.Source(Fixtures.Vcl.Replace("pen of", "another pen of", StringComparison.Ordinal)).Build();
        File.WriteAllBytes(package.Output("Vcl.wpi"), old);
        var error = app.FailToBuild("-p:BuildProjectReferences=false").Error;

        Assert.AreEqual("WP2225", error.Code);
        Assert.Contains("Vcl", error.Message);
        Assert.AreSequenceEqual(linked, File.ReadAllBytes(app.Output("App.dll")));
    }

    [TestMethod]
    public void An_import_library_that_cannot_be_read_is_one_error_that_names_it()
    {
        using var workspace = new Workspace();
        var package = workspace.Library("Vcl", Fixtures.Vcl);
        var app = workspace.Application("App", Fixtures.UsesPen, package);
        package.Build();
        app.Build("-p:BuildProjectReferences=false", "-restore");
        var good = File.ReadAllBytes(package.Output("Vcl.wpi"));
        var garbage = new byte[good.Length];
        new Random(1).NextBytes(garbage);
        byte[] flipped = [.. good];
        flipped[good.Length / 2] ^= 0xff;

        foreach (var (what, bytes) in new[] { ("empty", []), ("truncated", good[..(good.Length / 2)]), ("garbage", garbage), ("flipped", flipped) })
        {
            File.WriteAllBytes(package.Output("Vcl.wpi"), bytes);
            File.Delete(app.Output("App.dll"));

            var error = app.FailToBuild("-p:BuildProjectReferences=false").Error;

            Assert.StartsWith("WP31", error.Code, what);
            Assert.Contains("Vcl.wpi", error.File + error.Message, what);
            Assert.IsFalse(app.Has("App.dll"), what);
        }

        File.WriteAllBytes(package.Output("Vcl.wpi"), good);
        app.Build("-p:BuildProjectReferences=false");
        Assert.AreSequenceEqual(["pen of App"], app.Run());
    }

    [TestMethod]
    public void A_library_that_exposes_a_weak_type_is_an_error_and_an_executable_may()
    {
        using var workspace = new Workspace();
        var package = workspace.Library("Vcl", "namespace Vcl; [WeakPackageUnit] public class Pen { public string Text => \"pen\"; }");
        const string Exposes = "public class Exposing { public Vcl.Pen Pen { get; } = new(); }";
        var library = workspace.Library("Lib", Exposes, package);
        var app = workspace.Application("App", "Console.WriteLine(new Exposing().Pen.Text);" + Exposes, package);

        Assert.AreEqual("WP3003", library.FailToBuild().Error.Code);

        app.Build();
        Assert.AreSequenceEqual(["pen"], app.Run());
    }

    [TestMethod]
    public void A_reference_says_true_or_false_and_nothing_else()
    {
        using var workspace = new Workspace();
        var package = workspace.Library("Vcl", Fixtures.Vcl);
        var app = workspace.Application("App", Fixtures.UsesPen);

        MustReject("WeakOnly=\"yes\"");
        MustReject("WeakPackKeep=\"1\"");

        app.WithoutItems().WithItems("""<ProjectReference Include="../Vcl/Vcl.csproj" WeakOnly="TRUE" WeakPackKeep="False" />""").Build();
        Assert.IsFalse(app.Mentions("Vcl"));

        void MustReject(string attribute)
        {
            var error = app.WithoutItems().WithItems($"""<ProjectReference Include="../Vcl/Vcl.csproj" {attribute} />""").FailToBuild().Error;
            Assert.AreEqual("WP3016", error.Code);
            Assert.Contains($"The reference to '../Vcl/Vcl.csproj' says {attribute}", error.Message);
        }
    }

    [TestMethod]
    public void An_unknown_value_of_a_property_of_images_is_an_error_and_letters_may_be_of_any_case()
    {
        using var workspace = new Workspace();
        var library = workspace.Library("Acme", "namespace Acme; public class One;").With("WeakPackImages", "Publish");

        library.Build("-p:WeakPackImageSelect=Startup", "-p:WeakPackImageCompilerMatch=BAND");

        MustReject("WeakPackImages", "true");
        MustReject("WeakPackImageSelect", "start");
        MustReject("WeakPackImageCompilerMatch", "rules");

        void MustReject(string property, string value)
        {
            var error = library.FailToBuild($"-p:{property}={value}").Error;
            Assert.AreEqual(("WP4012", "Acme.csproj"), (error.Code, error.File));
            Assert.Contains($"{property} is '{value}', which is none of its values", error.Message);
        }
    }

    private static void MustHaveWrittenNothing(Project project)
    {
        Assert.IsFalse(File.Exists(project.Intermediate(project.Name + ".dll")));
        Assert.IsFalse(File.Exists(project.Intermediate(project.Name + ".wpi")));
        Assert.IsFalse(project.Has(project.Name + ".dll"));
        Assert.IsFalse(project.Has(project.Name + ".wpi"));
        Assert.IsFalse(project.AllOutputs().Any(file => file.EndsWith(".writing", StringComparison.Ordinal)));
    }

    [TestMethod]
    [DataRow("<Project Sdk=\"WeakPack.Sdk;Microsoft.NET.Sdk\">", "", "", DisplayName = "before Microsoft.NET.Sdk")]
    [DataRow("<Project Sdk=\"Microsoft.NET.Sdk\">", "", "<Import Project=\"Sdk.targets\" Sdk=\"WeakPack.Sdk\" />", DisplayName = "without its props")]
    [DataRow("<Project Sdk=\"Microsoft.NET.Sdk\">", "<Import Project=\"Sdk.props\" Sdk=\"WeakPack.Sdk\" />", "", DisplayName = "without its targets")]
    public void A_project_that_imports_half_of_the_sdk_or_too_early_is_told_how_to_do_it(string project, string props, string targets)
    {
        using var workspace = new Workspace();
        var package = workspace.Library("Acme", "namespace Acme; public class Strong;").WithoutSdk();
        var file = Path.Combine("Acme", "Acme.csproj");
        workspace.Write(Path.Combine("Acme", "Directory.Build.props"), $"<Project>{props}</Project>");
        workspace.Write(Path.Combine("Acme", "Directory.Build.targets"), $"<Project>{targets}</Project>");
        workspace.Write(file, File.ReadAllText(Path.Combine(workspace.Folder, file)).Replace("<Project Sdk=\"Microsoft.NET.Sdk\">", project, StringComparison.Ordinal));

        var error = package.FailToBuild().Error;

        Assert.AreEqual("WP3013", error.Code);
        Assert.Contains("<Sdk Name=\"WeakPack.Sdk\" />", error.Message);
    }
}
