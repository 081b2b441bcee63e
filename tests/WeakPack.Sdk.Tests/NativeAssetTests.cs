namespace WeakPack.Sdk.Tests;

/// <summary>Native libraries that NuGet packages bring in the ordinary way: they stay for units that call them.</summary>
[TestClass]
public class NativeAssetTests
{
    private const string Others = """
        [WeakPackageUnit] public static class Plain { public static string Text => "plain"; }
        public static class Strong { public static string Text => "strong"; }
        """;

    private const string UsesRare = "System.Console.WriteLine(Rare.Text);";

    private const string UsesPlain = "System.Console.WriteLine(Plain.Text);";

    [TestMethod]
    public void One_of_a_package_of_its_own_stays_for_a_unit_that_calls_it_and_for_no_other()
    {
        using var workspace = new Workspace(makesPackages: true);
        RareLibrary.PackAlone(workspace);
        var acme = workspace.Library("Acme", Others + RareLibrary.Unit).Uses("NativeOnly", "1.0.0");
        var app = workspace.Application("App", UsesPlain, acme);
        app.Build();
        Assert.AreSequenceEqual(["plain"], app.Run());
        Assert.IsFalse(app.Mentions("NativeOnly"));

        app.Source(UsesRare).Build();

        Assert.AreSequenceEqual([RareLibrary.TextOf("App")], app.Run());
        Assert.IsFalse(app.Mentions("Acme"));
        app.Publish();
        Assert.AreSequenceEqual([RareLibrary.TextOf("App")], app.Run(Path.Combine(app.PublishFolder, "App.dll")));
    }

    [TestMethod]
    public void One_beside_a_binding_stays_with_the_binding()
    {
        using var workspace = new Workspace(makesPackages: true);
        RareLibrary.PackAlone(workspace);
        workspace.Library("Binding", RareLibrary.Unit.Replace("[WeakPackageUnit]", "", StringComparison.Ordinal)).WithoutSdk().Pack();
        var acme = workspace.Library("Acme", Others + "[WeakPackageUnit] public static class Adapter { public static string Text => Rare.Text; }")
            .Uses("Binding", "1.0.0").Uses("NativeOnly", "1.0.0");
        var middle = workspace.Library("Middle", "public static class Middle { public static string Text => Adapter.Text; }", acme);
        acme.Pack();
        var program = "System.Console.WriteLine(Adapter.Text);";
        var app = workspace.Application("App", program, acme);
        var behind = workspace.Application("Behind", "System.Console.WriteLine(Middle.Text);", middle);
        var named = workspace.Application("Named", program).WithoutSdk().Uses("Acme", "1.0.0").Uses("Binding", "1.0.0");

        foreach (var project in new[] { app, behind, named })
        {
            project.Build();
            Assert.AreSequenceEqual([RareLibrary.TextOf("Binding")], project.Run());
            Assert.IsFalse(project.Has("Acme.dll"));
        }

        app.Source(UsesPlain).Build();
        Assert.IsFalse(app.Mentions("NativeOnly") || app.Mentions("Binding"));
    }

    [TestMethod]
    public void One_of_the_package_itself_stays_without_the_packages_dll()
    {
        using var workspace = new Workspace(makesPackages: true);
        workspace.Library("Acme", Others + RareLibrary.Unit).WithNativeAsset().Pack();
        var app = workspace.Application("App", UsesRare).WithoutSdk().Uses("Acme", "1.0.0");

        app.Build();

        Assert.AreSequenceEqual([RareLibrary.TextOf("App")], app.Run());
        Assert.IsFalse(app.Has("Acme.dll"));
        app.Publish();
        Assert.IsFalse(File.Exists(Path.Combine(app.PublishFolder, "Acme.dll")));
        Assert.AreSequenceEqual([RareLibrary.TextOf("App")], app.Run(Path.Combine(app.PublishFolder, "App.dll")));

        app.Source(UsesPlain).Build();
        Assert.IsFalse(app.Mentions("Acme"));
        Assert.AreSequenceEqual(["plain"], app.Run());
    }
}
