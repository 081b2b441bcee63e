namespace WeakPack.Sdk.Tests;

/// <summary>Packages that give the compiler another file than the one that runs: that in their ref/ folder.</summary>
[TestClass]
public class RefFolderTests
{
    private const string Acme = """
        namespace Acme;

        public static class Strong { public static string Text => "strong, " + Logging.Log.Text; }

        [WeakPackageUnit] public static class Plain { public static string Text => "plain of " + typeof(Plain).Assembly.GetName().Name; }
        """;

    private const string UsesPlain = "System.Console.WriteLine(Acme.Plain.Text);";

    // For an older framework than that of lib/, as a package does whose surface is the same for all.
    private const string PacksReferenceAssembly = """
        <Project>
          <PropertyGroup>
            <TargetsForTfmSpecificContentInPackage>$(TargetsForTfmSpecificContentInPackage);PackReferenceAssembly</TargetsForTfmSpecificContentInPackage>
          </PropertyGroup>
          <Target Name="PackReferenceAssembly">
            <ItemGroup>
              <TfmSpecificPackageFile Include="@(IntermediateRefAssembly)" PackagePath="ref/net8.0" />
            </ItemGroup>
          </Target>
        </Project>
        """;

    [TestMethod]
    public void Units_are_linked_from_the_library_that_stands_for_a_reference_assembly_at_run_time()
    {
        using var workspace = new Workspace(makesPackages: true);
        var package = PackAcme(workspace);
        var app = workspace.Application("App", UsesPlain).WithoutSdk().Uses("Acme", "1.0.0");

        CollectionAssert.IsSubsetOf(new[] { "ref/net8.0/Acme.dll", "lib/net10.0/Acme.dll", "lib/net10.0/Acme.wpi" }, package.Files.ToArray());
        app.Build();
        Assert.AreSequenceEqual(["plain of App"], app.Run());
        Assert.IsFalse(app.Mentions("Acme"));
        Assert.IsFalse(app.Mentions("Logging"), "what only the strong code in lib/ needs, and the reference assembly does not name");

        app.Source("System.Console.WriteLine(Acme.Plain.Text + Acme.Strong.Text);").Build();
        Assert.AreSequenceEqual(["plain of Appstrong, log"], app.Run());

        // The compiler's second file has no bodies to link and no weak units to offer.
        app.WithoutItems().Uses("Acme", "1.0.0", "ExcludeAssets=\"build;buildTransitive\"");
        Assert.AreEqual("CS0117", app.Source("System.Console.WriteLine(Acme.Strong.None);").FailToBuild().Error.Code);
        Assert.AreEqual("CS0234", app.Source(UsesPlain).FailToBuild().Error.Code);
        app.Source("System.Console.WriteLine(Acme.Strong.Text);").Build();
        Assert.AreSequenceEqual(["strong, log"], app.Run());
    }

    [TestMethod]
    public void A_project_for_one_platform_links_the_units_of_what_runs_there()
    {
        using var workspace = new Workspace(makesPackages: true);
        PackAcme(workspace, """
            <TfmSpecificPackageFile Include="@(IntermediateAssembly);$(IntermediateOutputPath)Acme.wpi" PackagePath="runtimes/linux-x64/lib/net10.0" />
            """);
        var app = workspace.Application("App", UsesPlain).WithoutSdk().With("RuntimeIdentifier", "linux-x64").With("SelfContained", "false").With("UseAppHost", "false")
            .Uses("Acme", "1.0.0");

        app.Build("-p:AppendRuntimeIdentifierToOutputPath=false");

        Assert.AreSequenceEqual(["plain of App"], app.Run());
        Assert.IsFalse(app.Mentions("Acme"));
    }

    [TestMethod]
    public void An_import_library_must_belong_to_what_runs()
    {
        using var workspace = new Workspace(makesPackages: true);
        PackAcme(workspace);
        var app = workspace.Application("App", UsesPlain).WithoutSdk().Uses("Acme", "1.0.0");
        app.Build();
        var lib = Path.Combine(workspace.Packages, "acme", "1.0.0", "lib");

        workspace.Library("Other", Acme).Uses("Logging", "1.0.0").Build();
        File.Copy(Path.Combine(workspace.Folder, "Other", "bin", "Debug", "net10.0", "Other.wpi"), Path.Combine(lib, "net10.0", "Acme.wpi"), overwrite: true);
        Assert.AreEqual("WP2225", app.FailToBuild().Error.Code);

        File.Delete(Path.Combine(lib, "net10.0", "Acme.wpi"));
        Assert.AreEqual("WP2202", app.FailToBuild().Error.Code);
    }

    private static Nupkg PackAcme(Workspace workspace, string more = "")
    {
        workspace.Library("Logging", "namespace Logging; public static class Log { public static string Text => \"log\"; }").WithoutSdk().Pack();
        workspace.Write(Path.Combine("Acme", "Directory.Build.targets"), PacksReferenceAssembly.Replace("</ItemGroup>", more + "</ItemGroup>", StringComparison.Ordinal));
        return workspace.Library("Acme", Acme).Uses("Logging", "1.0.0").Pack();
    }
}
