namespace WeakPack.Sdk.Tests;

/// <summary>What <c>dotnet pack</c> says of the dependencies that a nupkg has, or has not.</summary>
[TestClass]
public class PackMessageTests
{
    private const string Acme = """
        namespace Acme;

        public static class Strong { public static string Text => "strong"; }

        [WeakPackageUnit] public static class Plain { public static string Text => "plain"; }

        [WeakPackageUnit] public static class Adapter { public static string Text => Rare.Thing.Text; }
        """;

    private const string UsesPlain = "public static class Middle { public static string Text => Acme.Plain.Text; }";

    [TestMethod]
    public void What_became_optional_is_said_once_for_all_frameworks_and_not_in_a_build()
    {
        using var workspace = new Workspace(makesPackages: true);
        var acme = LibraryWithRare(workspace).With("EnableWindowsTargeting", "true").With("DisableTransitiveFrameworkReferenceDownloads", "true").ForAll("net10.0", "net10.0-windows");

        Assert.DoesNotContain("Rare", acme.Build().Output);
        Assert.AreEqual("Acme: only weak units need Rare: no dependency of the NuGet package", Said(acme.PackAside()));

        acme.WithoutItems().WithItems("""<PackageReference Include="Rare" Version="1.0.0" Condition="'$(TargetFramework)' == 'net10.0'" />""")
            .WithItems("""<Compile Remove="Adapter.cs" Condition="'$(TargetFramework)' != 'net10.0'" />""");
        Assert.AreEqual("Acme (net10.0): only weak units need Rare: no dependency of the NuGet package", Said(acme.PackAside()));
    }

    [TestMethod]
    public void A_package_that_a_library_does_not_need_is_told_with_the_line_to_write_when_it_is_packed()
    {
        using var workspace = new Workspace(makesPackages: true);
        LibraryWithRare(workspace).Pack();
        var middle = workspace.Library("Middle", UsesPlain).Uses("Acme", "1.0.0");

        Assert.DoesNotContain("WeakOnly", middle.Build().Output);
        Assert.AreEqual(
            "Middle: nothing of Acme is needed at run time, but the NuGet package depends on it. Unless your users need it, write <PackageReference Include=\"Acme\" Version=\"1.0.0\" WeakOnly=\"true\" />",
            Said(middle.PackAside()));

        Assert.AreEqual("", Said(middle.WithoutItems().Uses("Acme", "1.0.0", "WeakOnly=\"false\"").PackAside()), "settled");
        middle.WithoutItems().Uses("Acme", "1.0.0");
        Assert.AreEqual("", Said(middle.Source(UsesPlain.Replace("Plain", "Strong", StringComparison.Ordinal)).PackAside()), "needed");
    }

    [TestMethod]
    public void A_project_that_a_library_does_not_need_is_told_too()
    {
        using var workspace = new Workspace(makesPackages: true);
        var middle = workspace.Library("Middle", UsesPlain, LibraryWithRare(workspace));

        Assert.EndsWith("write <ProjectReference Include=\"../Acme/Acme.csproj\" WeakOnly=\"true\" />", Said(middle.PackAside()));
    }

    // What is said besides NuGet's own lines and those that name outputs.
    private static string Said(BuildResult result) =>
        string.Join('\n', result.Output.ReplaceLineEndings("\n").Split('\n').Select(line => line.Trim()).Where(line => line.StartsWith("Acme:", StringComparison.Ordinal)
            || line.StartsWith("Acme (", StringComparison.Ordinal) || line.StartsWith("Middle:", StringComparison.Ordinal)));

    private static Project LibraryWithRare(Workspace workspace)
    {
        workspace.Library("Rare", "namespace Rare; public static class Thing { public static string Text => \"rare\"; }").WithoutSdk().Pack();
        var adapter = Acme.IndexOf("[WeakPackageUnit] public static class Adapter", StringComparison.Ordinal);
        return workspace.Library("Acme", Acme[..adapter]).Source("namespace Acme; " + Acme[adapter..], "Adapter.cs").Uses("Rare", "1.0.0");
    }
}
