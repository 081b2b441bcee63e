namespace WeakPack.Sdk.Tests;

/// <summary>What <c>dotnet pack</c> makes, in its ways, and a consumer of each.</summary>
[TestClass]
public class PackTests
{
    [TestMethod]
    [DataRow("netstandard2.0", "net10.0")]
    [DataRow("net10.0", "netstandard2.0")]
    public void A_package_for_several_frameworks_has_an_import_library_for_each(string first, string second)
    {
        FromNuGet.OlderFrameworks();
        using var workspace = new Workspace(makesPackages: true);
        var package = workspace.Library("Vcl", Source("Vcl")).ForAll(first, second).Pack();
        var app = workspace.Application("App", "class Program { static void Main() => System.Console.WriteLine(Vcl.Pen.Text); }").WithoutSdk()
            .ForAll(first == "net10.0" ? ["net472", "net10.0"] : ["net10.0", "net472"]).Uses("Vcl", "1.0.0");

        app.Build();

        CollectionAssert.AreEquivalent(
            new[] { "lib/net10.0/Vcl.dll", "lib/net10.0/Vcl.wpi", "lib/netstandard2.0/Vcl.dll", "lib/netstandard2.0/Vcl.wpi" },
            package.Files.Where(file => file.StartsWith("lib/", StringComparison.Ordinal)).ToArray());
        CollectionAssert.AreEquivalent(new[] { "net10.0", ".NETStandard2.0" }, package.Dependencies.Keys.ToArray());
        Assert.AreSequenceEqual(["new pen of App"], app.Seen("net10.0").Run());
        Assert.IsFalse(app.Mentions("Vcl"));
        Assert.IsFalse(app.Seen("net472").Has("Vcl.dll"));
        Assert.AreSequenceEqual(["old pen of App"], app.RunUnderMono(app.Output("App.exe")));
    }

    [TestMethod]
    public void A_package_for_several_frameworks_that_refers_to_the_SDK_as_to_any_package_is_packed_whole()
    {
        FromNuGet.OlderFrameworks();
        using var workspace = new Workspace(makesPackages: true);
        var package = workspace.Library("Vcl", Source("Vcl")).WithoutSdk().Uses("WeakPack.Sdk", PackedSdk.Version).ForAll("netstandard2.0", "net10.0").Pack();
        var app = workspace.Application("App", Fixtures.UsesPen).WithoutSdk().Uses("Vcl", "1.0.0");

        app.Build();

        CollectionAssert.IsSubsetOf(new[] { "lib/net10.0/Vcl.wpi", "lib/netstandard2.0/Vcl.wpi" }, package.Files.ToArray());
        Assert.AreSequenceEqual(["new pen of App"], app.Run());
        Assert.IsFalse(app.Mentions("Vcl"));
    }

    [TestMethod]
    public void A_symbols_package_holds_the_symbols_of_the_dll_and_the_import_library_those_of_its_units()
    {
        using var workspace = new Workspace(makesPackages: true);
        var library = workspace.Library("Vcl", """
            namespace Vcl;
            public class Strong;
            [WeakPackageUnit]
            public static class Pen
            {
                public static string Text =>
                    throw new InvalidOperationException();
            }
            """)
            .With("IncludeSymbols", "true").With("SymbolPackageFormat", "snupkg").With("GenerateDocumentationFile", "true").With("NoWarn", "CS1591");
        library.Build("-c", "Release");

        var package = library.Pack("--no-build");

        Assert.AreSequenceEqual(["lib/net10.0/Vcl.dll", "lib/net10.0/Vcl.wpi", "lib/net10.0/Vcl.xml"], package.FilesIn("lib/"));
        var symbols = new Nupkg(Directory.GetFiles(workspace.Feed, "*.snupkg").Single());
        Assert.AreSequenceEqual(["lib/net10.0/Vcl.pdb"], symbols.FilesIn("lib/"));
        var app = workspace.Application("App", """
            try { Console.WriteLine(Vcl.Pen.Text); }
            catch (InvalidOperationException error) { Console.WriteLine(error.StackTrace!.Split('\n')[0].Trim()); }
            """).WithoutSdk().Uses("Vcl", "1.0.0");
        app.Build();
        Assert.AreSequenceEqual([$"at Vcl.Pen.get_Text() in {Path.Combine(library.Folder, "Code.cs")}:line 7"], app.Run());
        var unpacked = Path.Combine(workspace.Packages, "vcl", "1.0.0", "lib", "net10.0");
        Assert.AreEqual(Dll.IdOf(Path.Combine(library.Folder, "bin", "Release", "net10.0", "Vcl.pdb")), new Dll(Path.Combine(unpacked, "Vcl.dll")).SymbolsId);
        Assert.IsTrue(new Dll(Path.Combine(unpacked, "Vcl.wpi")).HasEmbeddedSymbols);
    }

    [TestMethod]
    public void A_nuspec_of_its_own_says_what_a_package_holds_and_depends_on()
    {
        using var workspace = new Workspace(makesPackages: true);
        var library = workspace.Library("Vcl", Fixtures.Vcl).With("NuspecFile", "Vcl.nuspec").Source($"""
            <package>
              <metadata>
                <id>Vcl</id>
                <version>1.0.0</version>
                <authors>tests</authors>
                <description>By hand.</description>
                <dependencies>
                  <group targetFramework="net10.0">
                    <dependency id="WeakPack.Sdk" version="{PackedSdk.Version}" include="Build" />
                  </group>
                </dependencies>
              </metadata>
              <files>
                <file src="bin/Release/net10.0/Vcl.dll" target="lib/net10.0/" />
                <file src="bin/Release/net10.0/Vcl.wpi" target="lib/net10.0/" />
              </files>
            </package>
            """, "Vcl.nuspec");
        var package = library.Pack();
        var app = workspace.Application("App", Fixtures.UsesPen).WithoutSdk().Uses("Vcl", "1.0.0");

        app.Build();

        Assert.AreSequenceEqual(["lib/net10.0/Vcl.dll", "lib/net10.0/Vcl.wpi"], package.FilesIn("lib/"));
        Assert.AreSequenceEqual(["pen of App"], app.Run());
        Assert.IsFalse(app.Mentions("Vcl"));
    }

    [TestMethod]
    public void A_package_that_every_build_makes_leaves_out_what_is_optional_from_the_first_on()
    {
        using var workspace = new Workspace(makesPackages: true);
        workspace.Library("Rare", "namespace Rare; public static class Thing { public static string Text => \"rare\"; }").WithoutSdk().Pack();
        var library = workspace.Library("Vcl", Fixtures.Vcl + "[WeakPackageUnit] public static class Adapter { public static string Text => Rare.Thing.Text; }")
            .With("GeneratePackageOnBuild", "true").With("PackageId", "Acme.Vcl").With("PackageOutputPath", workspace.Feed).Uses("Rare", "1.0.0");
        library.Build();
        var app = workspace.Application("App", Fixtures.UsesBoth).WithoutSdk().Uses("Acme.Vcl", "1.0.0");

        app.Build();

        var package = new Nupkg(Path.Combine(workspace.Feed, "Acme.Vcl.1.0.0.nupkg"));
        Assert.AreSequenceEqual(["WeakPack.Sdk"], package.Dependencies["net10.0"].Keys);
        Assert.AreSequenceEqual(["pen of App", "memo of Vcl"], app.Run());
        app.Source(Fixtures.UsesPen).Build();
        Assert.IsFalse(app.Mentions("Vcl") || app.Mentions("Acme"), "The package's id is not its assembly's name.");
    }

    [TestMethod]
    public void A_tool_holds_the_units_and_not_their_package()
    {
        using var workspace = new Workspace(makesPackages: true);
        var package = workspace.Library("Vcl", Fixtures.Vcl);
        var tool = workspace.Application("App", Fixtures.UsesPen, package).With("PackAsTool", "true").With("ToolCommandName", "app");

        var nupkg = tool.Pack();

        Assert.IsTrue(nupkg.Files.Contains("tools/net10.0/any/App.dll"));
        Assert.IsFalse(nupkg.Files.Any(file => file.Contains("Vcl", StringComparison.Ordinal)), string.Join('\n', nupkg.Files));
        tool.Command("tool", "install", "App", "--tool-path", "tools", "--source", workspace.Feed);
        Assert.AreSequenceEqual(["pen of App"], tool.Command("exec", Directory.GetFiles(Path.Combine(tool.Folder, "tools"), "App.dll", SearchOption.AllDirectories).Single()));
    }

    private static string Source(string name) => $$"""
        namespace {{name}};
        public static class Memo { public static string Text => "memo"; }
        [WeakPackageUnit]
        public static class Pen
        {
        #if NETSTANDARD
            private const string Kind = "old";
        #else
            private const string Kind = "new";
        #endif
            public static string Text => Kind + " pen of " + typeof(Pen).Assembly.GetName().Name;
        }
        """;
}
