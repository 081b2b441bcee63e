namespace WeakPack.Sdk.Tests;

/// <summary>The ways in which a project names the SDK, or gets it.</summary>
[TestClass]
public class SdkNamingTests
{
    private static readonly string s_version = PackedSdk.Version;

    [TestMethod]
    public void An_element_names_the_version() =>
        MustSplitAndLink(package => package.WithSdks("Microsoft.NET.Sdk", $"""<Sdk Name="WeakPack.Sdk" Version="{s_version}" />"""));

    [TestMethod]
    public void The_attribute_of_the_project_names_both_SDKs() =>
        MustSplitAndLink(package => package.WithSdks($"Microsoft.NET.Sdk;WeakPack.Sdk/{s_version}"));

    [TestMethod]
    public void A_package_reference_is_enough() =>
        MustSplitAndLink(package => package.WithoutSdk().Uses("WeakPack.Sdk", s_version));

    [TestMethod]
    public void One_that_is_named_both_ways_is_imported_once() =>
        MustSplitAndLink(package => package
            .WithSdks("Microsoft.NET.Sdk", $"""<Sdk Name="WeakPack.Sdk" Version="{s_version}" />""")
            .WithItems($"""<PackageReference Update="WeakPack.Sdk" PrivateAssets="none" />"""));

    [TestMethod]
    public void Imports_for_a_whole_folder_reach_projects_that_do_not_name_it()
    {
        using var workspace = new Workspace();
        workspace.Write("Directory.Build.props", $"""<Project><Import Project="Sdk.props" Sdk="WeakPack.Sdk" Version="{s_version}" /></Project>""");
        workspace.Write("Directory.Build.targets", $"""<Project><Import Project="Sdk.targets" Sdk="WeakPack.Sdk" Version="{s_version}" /></Project>""");
        workspace.Write("global.json", "{ }");
        var package = workspace.Library("Vcl", Fixtures.Vcl).WithoutSdk();
        var app = workspace.Application("App", Fixtures.UsesPen, package).WithoutSdk();

        MustLink(package, app);
    }

    [TestMethod]
    public void An_application_of_another_SDK_links_all_the_same()
    {
        using var workspace = new Workspace();
        var package = workspace.Library("Vcl", Fixtures.Vcl);
        var app = workspace.Application("App", """
            var builder = WebApplication.CreateSlimBuilder();
            await using var app = builder.Build();
            Console.WriteLine(Vcl.Pen.Text);
            """, package).WithSdks("Microsoft.NET.Sdk.Web;WeakPack.Sdk");

        MustLink(package, app);
        app.Publish();
        Assert.IsFalse(File.Exists(Path.Combine(app.PublishFolder, "Vcl.dll")));
        Assert.AreSequenceEqual(["pen of App"], app.Run(Path.Combine(app.PublishFolder, "App.dll")));
    }

    [TestMethod]
    public void The_version_that_a_project_names_is_used_whole_whatever_version_its_package_was_built_with()
    {
        const string other = "77.0.0";
        using var workspace = new Workspace(makesPackages: true);
        PackedSdk.PackAs(other, workspace.Feed);
        workspace.Library("Vcl", Fixtures.Vcl).Pack();
        var app = workspace.Application("App", Fixtures.UsesPen).WithSdks("Microsoft.NET.Sdk", $"""<Sdk Name="WeakPack.Sdk" Version="{other}" />""").Uses("Vcl", "1.0.0");

        app.Build();

        Assert.AreSequenceEqual(["pen of App"], app.Run());
        Assert.IsFalse(app.Mentions("Vcl"));
        var evaluated = string.Join('\n', app.Command("msbuild", "-nologo", "-getProperty:WeakPackRoot", "-getProperty:WeakPackVersion", "-getItem:Using"));
        Assert.Contains($"weakpack.sdk{Path.DirectorySeparatorChar}{other}", evaluated);
        Assert.DoesNotContain($"weakpack.sdk{Path.DirectorySeparatorChar}{s_version}", evaluated, "Its props are those of the package's version.");
    }

    [TestMethod]
    public void A_project_can_do_without_the_namespace_of_the_attributes()
    {
        using var workspace = new Workspace();
        var package = workspace.Library("Vcl", Fixtures.Vcl).With("WeakPackImplicitUsing", "false");

        Assert.AreEqual("CS0246", package.FailToBuild().Findings[0].Code);
        package.Source(Fixtures.Vcl.Replace("[Weak", "[WeakPack.Weak", StringComparison.Ordinal)).Build();
        Assert.IsTrue(package.Has("Vcl.wpi"));
    }

    private static void MustSplitAndLink(Func<Project, Project> name)
    {
        using var workspace = new Workspace();
        workspace.Write("global.json", "{ }");
        var package = name(workspace.Library("Vcl", Fixtures.Vcl));
        MustLink(package, workspace.Application("App", Fixtures.UsesPen, package).WithoutSdk());
    }

    private static void MustLink(Project package, Project app)
    {
        Assert.IsEmpty(app.Build().Findings);

        Assert.IsFalse(package.Dll.Types.ContainsKey("Vcl.Pen"));
        Assert.AreSequenceEqual(["pen of App"], app.Run());
        Assert.IsFalse(app.Mentions("Vcl"));
    }
}
