namespace WeakPack.Sdk.Tests;

[TestClass]
public class ConsumerTests
{
    [TestMethod]
    public void A_consumer_of_weak_units_alone_does_not_depend_on_the_package()
    {
        using var workspace = new Workspace();
        var package = workspace.Library("Vcl", Fixtures.Vcl);
        var app = workspace.Application("App", Fixtures.UsesPen, package);

        app.Build();
        MustNotDependOnPackage();

        // A build with nothing to do must not forget what the one before decided.
        app.Build();
        MustNotDependOnPackage();

        void MustNotDependOnPackage()
        {
            Assert.IsFalse(app.Mentions("Vcl"));
            Assert.IsFalse(app.Has("Vcl.pdb"));
            Assert.DoesNotContain("Vcl", app.Dll.References);
            Assert.IsTrue(app.Dll.HasInternal("Vcl.Pen"));
            Assert.AreSequenceEqual(["pen of App"], app.Run());
        }
    }

    [TestMethod]
    public void Publishing_drops_what_building_drops()
    {
        using var workspace = new Workspace();
        var package = workspace.Library("Vcl", Fixtures.Vcl);
        var app = workspace.Application("App", Fixtures.UsesPen, package);

        app.Publish();
        MustNotDependOnPackage();

        Directory.Delete(app.PublishFolder, recursive: true);
        app.Publish("--no-build");
        MustNotDependOnPackage();

        void MustNotDependOnPackage()
        {
            var files = Directory.EnumerateFiles(app.PublishFolder).Select(Path.GetFileName).ToList();
            Assert.Contains("App.dll", files);
            Assert.IsFalse(files.Any(file => file!.StartsWith("Vcl", StringComparison.Ordinal)), string.Join(' ', files));
            Assert.DoesNotContain("Vcl", File.ReadAllText(Path.Combine(app.PublishFolder, "App.deps.json")));
            Assert.AreSequenceEqual(["pen of App"], app.Run(Path.Combine(app.PublishFolder, "App.dll")));
        }
    }

    [TestMethod]
    public void A_consumer_of_strong_and_weak_units_keeps_the_package_and_has_its_own_copy()
    {
        using var workspace = new Workspace();
        var package = workspace.Library("Vcl", Fixtures.Vcl);
        var app = workspace.Application("App", Fixtures.UsesBoth, package);

        app.Build();

        Assert.IsTrue(app.Has("Vcl.dll"));
        Assert.IsFalse(package.Dll.Types.ContainsKey("Vcl.Pen"));
        Assert.AreSequenceEqual(["pen of App", "memo of Vcl"], app.Run());
    }

    [TestMethod]
    public void A_unit_that_its_package_uses_is_there_twice_and_both_work()
    {
        using var workspace = new Workspace();
        var package = workspace.Library("Vcl", """
            namespace Vcl;
            [WeakPackageUnit] public static class Pen { public static string Text => "pen of " + typeof(Pen).Assembly.GetName().Name; }
            public static class Memo { public static string Text => Pen.Text; }
            """);
        var app = workspace.Application("App", Fixtures.UsesBoth, package);

        app.Build();

        Assert.IsTrue(package.Dll.HasInternal("Vcl.Pen"));
        Assert.AreSequenceEqual(["pen of App", "pen of Vcl"], app.Run());
    }

    [TestMethod]
    public void A_package_that_is_needed_again_comes_back_and_one_that_is_not_goes()
    {
        using var workspace = new Workspace();
        var package = workspace.Library("Vcl", Fixtures.Vcl);
        var app = workspace.Application("App", Fixtures.UsesPen, package);
        app.Build();
        Assert.IsFalse(app.Mentions("Vcl"));

        app.Source(Fixtures.UsesBoth).Build();
        Assert.IsTrue(app.Has("Vcl.dll"));
        Assert.Contains("Vcl", File.ReadAllText(app.Output("App.deps.json")));
        Assert.AreSequenceEqual(["pen of App", "memo of Vcl"], app.Run());

        app.Source(Fixtures.UsesPen).Build();
        Assert.IsFalse(app.Mentions("Vcl"));
        Assert.AreSequenceEqual(["pen of App"], app.Run());
    }

    [TestMethod]
    public void A_package_that_is_weak_no_more_is_needed_again()
    {
        using var workspace = new Workspace();
        var package = workspace.Library("Vcl", Fixtures.Vcl);
        var app = workspace.Application("App", Fixtures.UsesPen, package);
        app.Build();

        package.Source(Fixtures.Vcl.Replace("[WeakPackageUnit]", "", StringComparison.Ordinal));
        app.Build();

        Assert.IsFalse(package.Has("Vcl.wpi"));
        Assert.IsTrue(app.Has("Vcl.dll"));
        Assert.Contains("Vcl", File.ReadAllText(app.Output("App.deps.json")));
        Assert.AreSequenceEqual(["pen of Vcl"], app.Run());
    }

    [TestMethod]
    public void Of_two_packages_each_goes_or_stays_by_itself()
    {
        using var workspace = new Workspace();
        var vcl = workspace.Library("Vcl", Fixtures.Vcl);
        var rtl = workspace.Library("Rtl", Fixtures.Vcl.Replace("Vcl", "Rtl", StringComparison.Ordinal));
        var third = workspace.Library("Third", Fixtures.Vcl.Replace("Vcl", "Third", StringComparison.Ordinal));
        var app = workspace.Application("App", "Console.WriteLine(Vcl.Pen.Text + Rtl.Pen.Text + Third.Memo.Text);", vcl, rtl, third);

        app.Build();

        Assert.IsFalse(app.Mentions("Vcl"));
        Assert.IsFalse(app.Mentions("Rtl"));
        Assert.IsTrue(app.Has("Third.dll"));
        Assert.AreSequenceEqual(["pen of Apppen of Appmemo of Third"], app.Run());
    }

    [TestMethod]
    public void An_application_over_a_library_that_linked_a_unit_does_not_get_the_package()
    {
        using var workspace = new Workspace();
        var package = workspace.Library("Vcl", Fixtures.Vcl);
        var library = workspace.Library("Lib", "public static class Writer { public static string Text => Vcl.Pen.Text; }", package);
        var app = workspace.Application("App", "Console.WriteLine(Writer.Text);", library);

        app.Build();

        Assert.DoesNotContain("Vcl", library.Dll.References);
        Assert.IsFalse(app.Mentions("Vcl"));
        Assert.AreSequenceEqual(["pen of Lib"], app.Run());
    }

    [TestMethod]
    public void A_library_that_has_weak_units_and_links_others_does_both()
    {
        using var workspace = new Workspace();
        var package = workspace.Library("Vcl", Fixtures.Vcl);
        var library = workspace.Library("Lib", """
            public static class Writer { public static string Text => Vcl.Pen.Text; }
            [WeakPackageUnit] public static class Printer { public static string Text => "printer of " + typeof(Printer).Assembly.GetName().Name; }
            """, package);
        var app = workspace.Application("App", "Console.WriteLine(Writer.Text + Printer.Text);", library);

        app.Build();

        Assert.IsTrue(library.Has("Lib.wpi"));
        Assert.IsFalse(library.Dll.Types.ContainsKey("Printer"));
        Assert.AreSequenceEqual(["pen of Libprinter of App"], app.Run());
    }

    [TestMethod]
    public void A_consumer_that_does_not_name_the_sdk_has_it_from_the_package()
    {
        using var workspace = new Workspace();
        var package = workspace.Library("Vcl", Fixtures.Vcl);
        var app = workspace.Application("App", Fixtures.UsesPen, package).WithoutSdk();

        app.Build();

        Assert.AreSequenceEqual(["pen of App"], app.Run());
        Assert.IsFalse(app.Mentions("Vcl"));
    }

    [TestMethod]
    public void A_consumer_without_the_targets_of_the_sdk_sees_strong_units_only()
    {
        using var workspace = new Workspace();
        workspace.Library("Vcl", Fixtures.Vcl);
        var app = workspace.Application("App", Fixtures.UsesMemo).WithoutSdk()
            .WithItems("""<ProjectReference Include="..\Vcl\Vcl.csproj" ExcludeAssets="build;buildTransitive" />""");

        app.Build();
        Assert.AreSequenceEqual(["memo of Vcl"], app.Run());

        Assert.AreEqual("CS0234", app.Source(Fixtures.UsesPen).FailToBuild().Error.Code);
    }
}
