namespace WeakPack.Sdk.Tests;

[TestClass]
public class PackageTests
{
    [TestMethod]
    public void Units_are_marked_by_items_of_three_kinds()
    {
        using var workspace = new Workspace();
        var package = workspace.Library("Acme", "namespace Acme { public class Strong; }")
            .Source("namespace Acme.One { public class Unit; public class Other; }", "One.cs")
            .Source("namespace Acme.Many { public class A; public class State; } namespace Acme.Many.Deep { public class B; }", "Many.cs")
            .Source("namespace Acme.Filed { public interface IFiled; public enum Kind { One } public class C { public int M() => 1; } }", "Filed.cs")
            .WithItems("""<WeakUnit Include="Acme.One.Unit" />""")
            .WithItems("""<WeakNamespace Include="Acme.Many" Except="Acme.Many.State" />""")
            .WithItems("""<Compile Update="Filed.cs" WeakUnit="true" />""");

        package.Build();

        Assert.AreSequenceEqual(
            ["Acme.Many.State", "Acme.One.Other", "Acme.Strong"],
            package.Dll.Types.Keys.Where(type => type.StartsWith("Acme", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        var importLibrary = new Dll(package.Output("Acme.wpi"));
        foreach (var type in new[] { "Acme.One.Unit", "Acme.Many.A", "Acme.Many.Deep.B", "Acme.Filed.IFiled", "Acme.Filed.Kind", "Acme.Filed.C" })
        {
            Assert.IsTrue(importLibrary.Types[type], type);
        }
    }

    [TestMethod]
    public void A_mark_that_changes_splits_again_and_the_last_that_goes_leaves_nothing()
    {
        using var workspace = new Workspace();
        var package = workspace.Library("Acme", "namespace Acme; public class One; public class Two;")
            .WithItems("""<WeakUnit Include="Acme.One" />""");
        package.Build();
        Assert.IsFalse(package.Dll.Types.ContainsKey("Acme.One"));

        package.WithoutItems().WithItems("""<WeakUnit Include="Acme.Two" />""").Build();
        Assert.IsTrue(package.Dll.Types.ContainsKey("Acme.One"));
        Assert.IsFalse(package.Dll.Types.ContainsKey("Acme.Two"));

        package.WithoutItems().Build();
        Assert.IsTrue(package.Dll.Types.ContainsKey("Acme.Two"));
        Assert.IsFalse(package.AllOutputs().Any(file => file.EndsWith(".wpi", StringComparison.Ordinal)), string.Join('\n', package.AllOutputs()));
    }

    [TestMethod]
    [DataRow("portable", "true")]
    [DataRow("portable", "false")]
    [DataRow("embedded", "true")]
    [DataRow("none", "false")]
    public void Symbols_and_reference_assemblies_come_out_as_the_project_asks(string debugType, string produceReferenceAssembly)
    {
        using var workspace = new Workspace();
        var package = workspace.Library("Vcl", Fixtures.Vcl)
            .With("DebugType", debugType).With("ProduceReferenceAssembly", produceReferenceAssembly);
        var app = workspace.Application("App", Fixtures.UsesBoth, package)
            .With("DebugType", debugType).With("ProduceReferenceAssembly", produceReferenceAssembly);

        app.Build();

        Assert.AreSequenceEqual(["pen of App", "memo of Vcl"], app.Run());
        foreach (var project in new[] { package, app })
        {
            var pdb = project.Output(project.Name + ".pdb");
            Assert.AreEqual(debugType == "portable", File.Exists(pdb), project.Name);
            Assert.AreEqual(debugType == "embedded", project.Dll.HasEmbeddedSymbols, project.Name);
            if (debugType == "portable")
            {
                Assert.AreEqual(Dll.IdOf(pdb), project.Dll.SymbolsId, project.Name);
            }

            if (debugType != "none")
            {
                Assert.AreEqual(project.Intermediate(project.Name + ".pdb"), project.Dll.SymbolsPath);
            }

            Assert.AreEqual(produceReferenceAssembly == "true", File.Exists(project.Intermediate($"ref/{project.Name}.dll")), project.Name);
        }

        if (produceReferenceAssembly == "true")
        {
            Assert.IsFalse(new Dll(package.Intermediate("ref/Vcl.dll")).Types.ContainsKey("Vcl.Pen"));
        }
    }

    [TestMethod]
    public void No_output_keeps_a_trace_of_the_annotations()
    {
        using var workspace = new Workspace();
        var package = workspace.Library("Vcl", Fixtures.Vcl);

        package.Build();

        foreach (var file in new[] { package.Output("Vcl.dll"), package.Output("Vcl.wpi"), package.Intermediate("ref/Vcl.dll") })
        {
            Assert.DoesNotContain("WeakPack.Annotations", new Dll(file).References, file);
        }

        Assert.IsFalse(package.Has("WeakPack.Annotations.dll"));
        Assert.DoesNotContain("WeakPack.Annotations", File.ReadAllText(package.Output("Vcl.deps.json")));
    }

    [TestMethod]
    public void A_project_that_switches_the_sdk_off_builds_as_if_nothing_were_weak()
    {
        using var workspace = new Workspace();
        var package = workspace.Library("Vcl", Fixtures.Vcl).With("WeakPackEnabled", "false");
        var app = workspace.Application("App", "Console.WriteLine(typeof(Vcl.Pen).GetCustomAttributes(inherit: false).Any(attribute => attribute is WeakPackageUnitAttribute));", package).With("WeakPackEnabled", "false");

        app.Build();

        Assert.IsTrue(package.Dll.Types["Vcl.Pen"]);
        Assert.IsFalse(package.Has("Vcl.wpi"));
        Assert.AreSequenceEqual(["True"], app.Run());
        Assert.AreSequenceEqual(["lib/net10.0/Vcl.dll", "lib/net10.0/WeakPack.Annotations.dll"], [.. package.Pack().FilesIn("lib/")]);
    }
}
