namespace WeakPack.Sdk.Tests;

/// <summary>References of every kind, in one project and across several.</summary>
[TestClass]
public class ReferenceTests
{
    [TestMethod]
    public void References_to_projects_and_to_packages_are_linked_alike_and_dropped_one_by_one()
    {
        using var workspace = new Workspace(makesPackages: true);
        workspace.Library("Packed", Named("Packed")).Pack();
        workspace.Library("Deep", Named("Deep")).Pack();
        var vcl = workspace.Library("Vcl", Named("Vcl"));
        var library = workspace.Library("Lib", """
            public static class Lib { public static string Text => $"{Packed.Pen.Text}, {Deep.Pen.Text}, {Vcl.Pen.Text}"; }
            """, vcl).Uses("Packed", "1.0.0").Uses("Deep", "1.0.0");
        var app = workspace.Application("App", "Console.WriteLine($\"{Lib.Text}; {Packed.Pen.Text}, {Vcl.Memo.Text}\");", library).WithoutSdk();

        app.Build();

        Assert.AreSequenceEqual(["pen of Lib, pen of Lib, pen of Lib; pen of App, memo of Vcl"], app.Run());
        Assert.IsFalse(app.Mentions("Packed"), "linked by both, through one that it does not name");
        Assert.IsFalse(app.Mentions("Deep"), "linked by the library alone");
        Assert.IsTrue(app.Has("Vcl.dll"));

        app.Source("Console.WriteLine($\"{Lib.Text}; {Packed.Memo.Text}\");").Build();
        Assert.AreSequenceEqual(["pen of Lib, pen of Lib, pen of Lib; memo of Packed"], app.Run());
        Assert.IsFalse(app.Mentions("Vcl"));
        Assert.IsTrue(app.Has("Packed.dll"));
    }

    [TestMethod]
    public void With_central_versions_a_package_is_packed_and_what_a_unit_lacks_is_told_without_the_version_that_is_there()
    {
        using var workspace = new Workspace(makesPackages: true);
        workspace.Library("Rare", "namespace Rare; public static class Thing { public static string Text => \"rare\"; }").WithoutSdk().Pack();
        workspace.Write("Directory.Packages.props", """
            <Project>
              <PropertyGroup>
                <ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally>
                <CentralPackageTransitivePinningEnabled>true</CentralPackageTransitivePinningEnabled>
              </PropertyGroup>
              <ItemGroup>
                <PackageVersion Include="Acme" Version="1.0.0" />
                <PackageVersion Include="Rare" Version="1.0.0" />
              </ItemGroup>
            </Project>
            """);
        var package = workspace.Library("Acme", "namespace Acme; public class Strong; [WeakPackageUnit] public static class Adapter { public static string Text => Rare.Thing.Text; }")
            .WithItems("""<PackageReference Include="Rare" />""").Pack();
        var app = workspace.Application("App", "Console.WriteLine(Acme.Adapter.Text);").WithoutSdk().WithItems("""<PackageReference Include="Acme" />""");

        var error = app.FailToBuild().Error;

        Assert.AreSequenceEqual(["WeakPack.Sdk"], package.Dependencies["net10.0"].Keys);
        Assert.AreEqual("WP3007", error.Code);
        Assert.Contains("""Add <PackageReference Include="Rare" /> to the project, or""", error.Message);
        app.WithItems("""<PackageReference Include="Rare" />""").Build();
        Assert.AreSequenceEqual(["rare"], app.Run());
        Assert.IsFalse(app.Mentions("Acme"));
    }

    [TestMethod]
    public void Marks_and_switches_for_a_whole_folder_hold_for_its_projects()
    {
        using var workspace = new Workspace();
        workspace.Write("Directory.Build.props", """
            <Project>
              <PropertyGroup><RunAnalyzers>false</RunAnalyzers><WeakPackCopyVisibility>public</WeakPackCopyVisibility></PropertyGroup>
              <ItemGroup><WeakNamespace Include="Vcl.Pens" Condition="'$(MSBuildProjectName)' == 'Vcl'" /></ItemGroup>
            </Project>
            """);
        workspace.Write("Directory.Build.targets", """
            <Project>
              <ItemGroup><WeakUnit Include="Vcl.Brush" Condition="'$(MSBuildProjectName)' == 'Vcl'" /></ItemGroup>
            </Project>
            """);
        var package = workspace.Library("Vcl", """
            namespace Vcl { public class Memo; public class Brush; }
            namespace Vcl.Pens { public class Pen; }
            """);
        var app = workspace.Application("App", "Console.WriteLine(new Vcl.Pens.Pen() + \", \" + new Vcl.Brush());", package);

        app.Build();

        Assert.AreSequenceEqual(["Vcl.Memo"], package.Dll.Types.Keys.Where(type => type.StartsWith("Vcl", StringComparison.Ordinal)));
        Assert.IsTrue(app.Dll.Types["Vcl.Brush"] && app.Dll.Types["Vcl.Pens.Pen"], "public copies");
        Assert.AreSequenceEqual(["Vcl.Pens.Pen, Vcl.Brush"], app.Run());
    }

    private static string Named(string name) => Fixtures.Vcl.Replace("Vcl", name, StringComparison.Ordinal);
}
