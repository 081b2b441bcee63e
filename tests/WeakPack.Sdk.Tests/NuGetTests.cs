namespace WeakPack.Sdk.Tests;

/// <summary>Packages made by <c>dotnet pack</c>, and consumers of these.</summary>
[TestClass]
public class NuGetTests
{
    private const string Acme = """
        namespace Acme;

        public static class Strong { public static string Text => "strong, " + Logging.Log.Text; }

        [WeakPackageUnit] public static class Plain { public static string Text => "plain of " + typeof(Plain).Assembly.GetName().Name; }

        [WeakPackageUnit] public static class Adapter { public static string Text => Rare.Thing.Text + " of " + typeof(Adapter).Assembly.GetName().Name; }
        """;

    [TestMethod]
    public void A_nupkg_has_import_libraries_and_none_of_the_dependencies_of_weak_units()
    {
        using var workspace = new Workspace(makesPackages: true);
        PackLibraries(workspace);
        var package = PackAcme(workspace);

        CollectionAssert.IsSubsetOf(new[] { "lib/net10.0/Acme.dll", "lib/net10.0/Acme.wpi", "lib/net10.0/Acme.xml" }, package.Files.ToArray());
        var dependencies = package.Dependencies["net10.0"];
        CollectionAssert.AreEquivalent(new[] { "Logging", "WeakPack.Sdk" }, dependencies.Keys);
        Assert.Contains("Compile", dependencies["WeakPack.Sdk"]);
        Assert.DoesNotContain("Build", dependencies["WeakPack.Sdk"]);
    }

    [TestMethod]
    public void A_project_that_never_heard_of_the_sdk_links_units_of_a_nupkg()
    {
        using var workspace = new Workspace(makesPackages: true);
        PackLibraries(workspace);
        PackAcme(workspace);
        var app = workspace.Application("App", "System.Console.WriteLine(Acme.Plain.Text);").WithoutSdk().Uses("Acme", "1.0.0");

        app.Build();

        Assert.AreSequenceEqual(["plain of App"], app.Run());
        Assert.IsFalse(app.Mentions("Acme"));
        Assert.IsFalse(app.Mentions("Logging"), "what only the package needed");
        app.Publish();
        Assert.IsFalse(File.Exists(Path.Combine(app.PublishFolder, "Logging.dll")));
        Assert.AreSequenceEqual(["plain of App"], app.Run(Path.Combine(app.PublishFolder, "App.dll")));

        app.Source("System.Console.WriteLine(Acme.Plain.Text + Acme.Strong.Text);").Build();
        Assert.AreSequenceEqual(["plain of Appstrong, log"], app.Run());
        Assert.IsTrue(app.Mentions("Acme") && app.Mentions("Logging"), "needed again");
    }

    [TestMethod]
    public void A_unit_whose_package_the_project_lacks_is_an_error_with_the_line_that_mends_it()
    {
        using var workspace = new Workspace(makesPackages: true);
        PackLibraries(workspace);
        PackAcme(workspace);
        var app = workspace.Application("App", "System.Console.WriteLine(Acme.Adapter.Text);").WithoutSdk().Uses("Acme", "1.0.0");

        var error = app.FailToBuild().Error;

        Assert.AreEqual("WP3007", error.Code);
        Assert.AreEqual("App.csproj", error.File);
        Assert.Contains("""<PackageReference Include="Rare" Version="1.0.0" />""", error.Message);
        app.Uses("Rare", "1.0.0").Build();
        Assert.AreSequenceEqual(["rare of App"], app.Run());
        Assert.IsFalse(app.Mentions("Acme"));
    }

    [TestMethod]
    public void A_file_without_a_project_is_told_the_line_that_it_lacks()
    {
        using var workspace = new Workspace(makesPackages: true);
        PackLibraries(workspace);
        PackAcme(workspace);
        workspace.Write("app.cs", """
            #:package Acme@1.0.0
            #:property PublishAot=false
            System.Console.WriteLine(Acme.Adapter.Text);
            """);

        var error = workspace.FailToBuildFile("app.cs").Error;

        Assert.AreEqual("WP3007", error.Code);
        Assert.AreEqual("app.cs", error.File);
        Assert.Contains("Add the line '#:package Rare@1.0.0', or", error.Message);
        Assert.IsEmpty(Directory.GetFileSystemEntries(workspace.Folder, "@*"));
    }

    [TestMethod]
    public void A_central_version_that_is_there_is_not_asked_for_again()
    {
        using var workspace = new Workspace(makesPackages: true);
        PackLibraries(workspace);
        PackAcme(workspace);
        workspace.Write("Directory.Packages.props", """
            <Project>
              <PropertyGroup><ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally></PropertyGroup>
              <ItemGroup><PackageVersion Include="Acme" Version="1.0.0" /><PackageVersion Include="Rare" Version="1.0.0" /></ItemGroup>
            </Project>
            """);
        var app = workspace.Application("App", "System.Console.WriteLine(Acme.Adapter.Text);").WithoutSdk().WithItems("""<PackageReference Include="Acme" />""");

        Assert.Contains("Add <PackageReference Include=\"Rare\" /> to the project, or", app.FailToBuild().Error.Message);
    }

    [TestMethod]
    public void A_project_that_excludes_build_assets_sees_no_weak_unit()
    {
        using var workspace = new Workspace(makesPackages: true);
        PackLibraries(workspace);
        PackAcme(workspace);
        var app = workspace.Application("App", "System.Console.WriteLine(Acme.Plain.Text);").WithoutSdk()
            .Uses("Acme", "1.0.0", "ExcludeAssets=\"build;buildTransitive\"");

        Assert.AreEqual("CS0234", app.FailToBuild().Error.Code);
        app.Source("System.Console.WriteLine(Acme.Strong.Text);").Build();
        Assert.AreSequenceEqual(["strong, log"], app.Run());
    }

    [TestMethod]
    public void A_reference_for_weak_units_alone_hands_nothing_on()
    {
        using var workspace = new Workspace(makesPackages: true);
        PackLibraries(workspace);
        PackAcme(workspace);
        var library = workspace.Library("Middle", "public static class Middle { public static string Text => Acme.Plain.Text; }").Uses("Acme", "1.0.0", "WeakOnly=\"True\"");

        var package = library.Pack();

        Assert.IsEmpty(package.Dependencies["net10.0"]);
        var app = workspace.Application("App", "System.Console.WriteLine(Middle.Text);").WithoutSdk().Uses("Middle", "1.0.0");
        app.Build();
        Assert.AreSequenceEqual(["plain of Middle"], app.Run());

        library.Source("public static class Middle { public static string Text => Acme.Strong.Text; }");
        var error = library.FailToBuild().Error;
        Assert.AreEqual("WP3008", error.Code);
        Assert.Contains("'Middle.Text'", error.Message);
    }

    [TestMethod]
    public void A_package_that_is_to_stay_stays_with_all_that_it_brought()
    {
        using var workspace = new Workspace(makesPackages: true);
        PackLibraries(workspace);
        PackAcme(workspace);
        var app = workspace.Application("App", "System.Console.WriteLine(Acme.Plain.Text);").Uses("Acme", "1.0.0", "WeakPackKeep=\"true\"");

        app.Build();

        Assert.AreSequenceEqual(["plain of App"], app.Run());
        Assert.IsTrue(app.Has("Acme.dll") && app.Has("Logging.dll"));
    }

    [TestMethod]
    public void What_a_package_brings_comes_and_goes_with_the_code_that_needs_it()
    {
        using var workspace = new Workspace(makesPackages: true);
        workspace.Library("Rare", "namespace Rare; public static class Thing { public static string Text => \"rare\"; }").WithoutSdk().Pack();
        var package = workspace.Library("Acme", """
            namespace Acme;
            [WeakPackageUnit] public static class Plain { public static string Text => "plain"; }
            [WeakPackageUnit] public static class Adapter { public static string Text => Rare.Thing.Text; }
            """).Uses("Rare", "1.0.0");
        var app = workspace.Application("App", "Console.WriteLine(Acme.Plain.Text);", package);
        app.Build();
        Assert.IsFalse(app.Mentions("Rare"));

        app.Source("Console.WriteLine(Acme.Adapter.Text);").Build();
        Assert.AreSequenceEqual(["rare"], app.Run());

        app.Source("Console.WriteLine(Acme.Plain.Text);").Build();
        Assert.IsFalse(app.Mentions("Rare"));
        Assert.AreSequenceEqual(["plain"], app.Run());
    }

    [TestMethod]
    public void A_resource_goes_where_its_unit_goes()
    {
        using var workspace = new Workspace(makesPackages: true);
        const string read = "new System.IO.StreamReader(typeof(Speller).Assembly.GetManifestResourceStream(\"Acme.Texts.words.txt\")!).ReadToEnd()";
        var library = workspace.Library("Acme", $"namespace Acme; public class Strong; [WeakPackageUnit] public static class Speller {{ public static string Words => {read}; }}")
            .WithItems("""<EmbeddedResource Include="Texts/words.txt" WeakUnit="Acme.Speller" />""");
        library.Source("pen", "Texts/words.txt").Pack();
        var app = workspace.Application("App", "System.Console.WriteLine(Acme.Speller.Words);").WithoutSdk().Uses("Acme", "1.0.0");

        app.Build();

        Assert.AreSequenceEqual(["pen"], app.Run());
        Assert.IsFalse(app.Mentions("Acme"));
        library.WithoutItems().WithItems("""<EmbeddedResource Include="Texts/words.txt" WeakUnit="Speller" />""");
        Assert.AreEqual("WP3002", library.FailToBuild().Error.Code);
    }

    [TestMethod]
    public void An_editor_sees_the_units_of_a_package_and_knows_a_project_by_its_path()
    {
        using var workspace = new Workspace(makesPackages: true);
        PackLibraries(workspace);
        PackAcme(workspace);
        var vcl = workspace.Library("Vcl", Fixtures.Vcl);
        var app = workspace.Application("App", "System.Console.WriteLine(Acme.Plain.Text + Vcl.Pen.Text);", vcl).Uses("Acme", "1.0.0");
        app.Build();

        var arguments = app.CompilerArgumentsOfEditor();

        Assert.IsTrue(arguments.Any(argument => argument.Contains("Acme.wpi", StringComparison.Ordinal)), string.Join('\n', arguments));
        Assert.IsFalse(arguments.Any(argument => argument.Contains("Vcl.wpi", StringComparison.Ordinal)), string.Join('\n', arguments));
        Assert.IsTrue(arguments.Any(argument => argument.Contains("Vcl.dll", StringComparison.Ordinal)), string.Join('\n', arguments));
        Assert.IsFalse(arguments.Any(argument => argument.Contains("weakpack", StringComparison.Ordinal) && argument.StartsWith("/out", StringComparison.Ordinal)), "Nothing is redirected.");
    }

    private static void PackLibraries(Workspace workspace)
    {
        workspace.Library("Rare", "namespace Rare; public static class Thing { public static string Text => \"rare\"; }").WithoutSdk().Pack();
        workspace.Library("Logging", "namespace Logging; public static class Log { public static string Text => \"log\"; }").WithoutSdk().Pack();
    }

    private static Nupkg PackAcme(Workspace workspace) =>
        workspace.Library("Acme", Acme).With("GenerateDocumentationFile", "true")
            .Uses("Rare", "1.0.0").Uses("Logging", "1.0.0").Pack();
}
