using WeakPack.Linking;

namespace WeakPack.Core.Tests.Linking;

/// <summary>What tells trimmers about types by their names follows the types, or is told of (WP3009).</summary>
[TestClass]
public sealed class TrimmingHintTests
{
    private const string Unit = """
        using System.Diagnostics.CodeAnalysis;
        namespace Acme
        {
            [WeakPackageUnit("Pens")] public class Pen { public class Tip { public void Draw() { } } public void Draw() { } }
            internal class Helper { public void Help() { } }
            public class Strong { public void Do() { } }
        }
        """;

    [TestMethod]
    [DataRow("\"Draw\", \"Acme.Pen\", \"Pack1\"", "Draw|Acme.Pen|App", DisplayName = "a member by its name")]
    [DataRow("\"Draw\", \"Acme.Pen.Tip\", \"Pack1\"", "Draw|Acme.Pen.Tip|App", DisplayName = "a nested type")]
    [DataRow("DynamicallyAccessedMemberTypes.All, \"Acme.Pen\", \"Pack1\"", "Acme.Pen|App", DisplayName = "kinds of members")]
    [DataRow("\"Do\", \"Acme.Strong\", \"Pack1\"", "Do|Acme.Strong|Pack1", DisplayName = "a strong type")]
    [DataRow("\"Draw\", \"Acme.Pen\", \"Other\"", "Draw|Acme.Pen|Other", DisplayName = "another assembly")]
    [DataRow("\"Draw\", typeof(Acme.Pen)", "Draw|Acme.Pen", DisplayName = "a type")]
    [DataRow("\"Keep\"", "Keep", DisplayName = "its own type")]
    public void A_dynamic_dependency_leads_to_the_copy(string arguments, string expected)
    {
        var package = Package.Of([$$"""using System.Diagnostics.CodeAnalysis; [WeakPackageUnit("Pens")] public class User { [DynamicDependency({{arguments}})] public void Keep() { } }""", Unit]).Accepts();

        var linked = Consumer.Of("new User().Keep();", package).Link();
        Assert.AreEqual(expected, TextsOf(linked.Image, type: "User", method: "Keep"));
        Assert.IsEmpty(linked.Result.Diagnostics);

        // And the same on a consumer's own code.
        linked = Consumer.Of($"new Acme.Pen().Draw(); class Mine {{ [System.Diagnostics.CodeAnalysis.DynamicDependency({arguments.Replace("Dynamically", "System.Diagnostics.CodeAnalysis.Dynamically", StringComparison.Ordinal)})] public void Keep() {{ }} }}", package).Link();
        Assert.AreEqual(expected, TextsOf(linked.Image, type: "Mine", method: "Keep"));
        Assert.IsEmpty(linked.Result.Diagnostics);
    }

    [TestMethod]
    public void A_dynamic_dependency_names_a_helper_by_the_name_that_it_got()
    {
        var package = Package.Of(["""using System.Diagnostics.CodeAnalysis; [WeakPackageUnit] public class User { [DynamicDependency("Help", "Acme.Helper", "Pack1")] public object Keep() => new Acme.Helper(); }""", Unit]).Accepts();

        var linked = Consumer.Of("new User().Keep(); namespace Acme { class Helper; }", package).Link();

        var parts = TextsOf(linked.Image, type: "User", method: "Keep").Split('|');
        Assert.StartsWith("Acme.Helper$", parts[1]);
        Assert.AreEqual("App", parts[2]);
        linked.Output(dll => Assert.IsTrue(dll.HasType(parts[1])));
    }

    [TestMethod]
    public void A_dynamic_dependency_on_what_is_not_there_is_told_of()
    {
        const string Hint = """[System.Diagnostics.CodeAnalysis.DynamicDependency("Draw", "Acme.Pen.Tip", "Pack1")]""";

        Package.Of([$"public class User {{ {Hint} public void Keep() {{ }} }}", Unit]).Split().Reports("WP3009", "'User.Keep'", "'Acme.Pen.Tip'", "the runtime package does not have it");
        Package.Of([$"[WeakPackageUnit] public class User {{ {Hint} public void Keep() {{ }} }}", Unit]).Split().Reports("WP3009", "'User.Keep'", "not copied together");
        Package.Of([$"public class User {{ {Hint} public void Keep() {{ _ = new Acme.Pen(); }} }}", Unit]).Accepts();
        Consumer.Of($"new User().Keep(); class User {{ {Hint} public void Keep() {{ }} }}", Package.Of(Unit).Split()).Link().Reports("WP3009", "'User.Keep'", "'Acme.Pen.Tip'");
    }

    [TestMethod]
    [DataRow("Scope = \"member\", Target = \"M:Acme.Pen.Draw()\"", true)]
    [DataRow("Scope = \"member\", Target = \"M:Acme.Pen.Tip.Draw\"", true)]
    [DataRow("Scope = \"member\", Target = \"~M:Acme.Pen.Draw~System.Void\"", true)]
    [DataRow("Scope = \"type\", Target = \"T:Acme.Pen\"", true)]
    [DataRow("Scope = \"type\", Target = \"T:Acme.Pen.Tip\"", true)]
    [DataRow("Scope = \"type\", Target = \"T:Acme.Strong\"", false)]
    [DataRow("Scope = \"member\", Target = \"M:Acme.Strong.Do\"", false)]
    [DataRow("Scope = \"namespaceanddescendants\", Target = \"N:Acme\"", false)]
    [DataRow("Scope = \"type\", Target = \"T:Acme.Pencil\"", false)]
    [DataRow("Scope = \"module\"", false)]
    [DataRow("Scope = \"member\", Target = \"M:\"", false)]
    [DataRow("Scope = \"member\", Target = \".Pen\"", false)]
    public void A_suppression_goes_with_what_it_is_about(string where, bool travels)
    {
        foreach (var target in new[] { "assembly", "module" })
        {
            var suppression = $"[{target}: System.Diagnostics.CodeAnalysis.UnconditionalSuppressMessage(\"Trimming\", \"IL2026\", {where})]";
            var package = Package.Of([suppression, Unit]).Accepts();
            var linked = Consumer.Of("new Acme.Pen().Draw();", package).Link();

            Assert.AreEqual(travels ? 0 : 1, SuppressionsIn(package.RuntimeImage).Count, $"{target} {where}");
            Assert.AreEqual(travels ? 1 : 0, SuppressionsIn(linked.Image).Count, $"{target} {where}");
            Assert.AreEqual(travels ? 0 : 1, SuppressionsIn(package.Result.ReferenceAssembly!).Count, $"{target} {where}");

            // A retained unit is in both.
            package = Package.Of([suppression, Unit, "public class Keeping { internal Acme.Pen? Keep; }"]).Accepts();
            Assert.HasCount(1, SuppressionsIn(package.RuntimeImage));
            Assert.AreEqual(travels ? 1 : 0, SuppressionsIn(Consumer.Of("new Acme.Pen().Draw();", package).Link().Image).Count, $"{target} {where}");
        }
    }

    [TestMethod]
    public void A_suppression_about_a_unit_that_is_not_linked_stays_behind()
    {
        var package = Package.Of(["[assembly: System.Diagnostics.CodeAnalysis.UnconditionalSuppressMessage(\"Trimming\", \"IL2026\", Scope = \"type\", Target = \"T:Acme.Pen\")] [WeakPackageUnit] public class Other;", Unit]).Accepts();

        Assert.IsEmpty(SuppressionsIn(Consumer.Of("Console.WriteLine(new Other());", package).Link().Image));
    }

    [TestMethod]
    public void A_suppression_names_a_helper_by_the_name_that_it_got()
    {
        var package = Package.Of(["[assembly: System.Diagnostics.CodeAnalysis.UnconditionalSuppressMessage(\"Trimming\", \"IL2026\", Scope = \"member\", Target = \"M:Acme.Helper.Help()\")] [WeakPackageUnit] public class User { public object Keep() => new Acme.Helper(); }", Unit]).Accepts();

        var target = SuppressionsIn(Consumer.Of("new User().Keep(); namespace Acme { class Helper; }", package).Link().Image).Single();

        Assert.StartsWith("M:Acme.Helper$", target);
        Assert.EndsWith(".Help()", target);
    }

    [TestMethod]
    [DataRow("""<type fullname="Acme.Pen" preserve="all" />""", "Acme.Pen")]
    [DataRow("""<type fullname="Acme.Pen/Tip"><method name="Draw" /></type>""", "Acme.Pen.Tip")]
    [DataRow("""<type fullname="Acme.Pen+Tip" />""", "Acme.Pen.Tip")]
    [DataRow("""<type fullname="Acme.Strong" /><type fullname="Acme.Pen" />""", "Acme.Pen")]
    [DataRow("""<type fullname="Acme.Strong" />""", null)]
    [DataRow("""<type fullname="Acme.Pen*" />""", null)]
    [DataRow("""<type fullname="Acme.Pencil" />""", null)]
    [DataRow("""<type fullname="Acme.Pen" """, null, DisplayName = "no XML")]
    public void A_descriptor_file_that_names_a_weak_type_is_told_of(string content, string? named)
    {
        foreach (var file in new[] { "ILLink.Descriptors.xml", "ILLink.Substitutions.xml", "ILLink.LinkAttributes.xml" })
        {
            var xml = $"""<linker><assembly fullname="Pack1">{content}</assembly></linker>""";
            string[] expected = named is null ? [] : [$"'{file}' names weak type '{named}'"];
            var package = Package.Of(Unit).Split();

            var split = Packaging.Splitter.Split(new() { Assembly = WithResource(package.Compiled.Image, file, xml), References = Framework.References });
            MustTell(split.Diagnostics, expected, "[DynamicDependency]");

            var consumer = Compiler.Compile("App", ["new Acme.Pen().Draw();"], isExecutable: true, [package.CompileSurface]).Image;
            var linked = Linker.Link(new() { Consumer = WithResource(consumer, file, xml), References = [.. Framework.References, package.Reference], IsExecutable = true });
            MustTell(linked.Diagnostics, expected, "Name 'App' as its assembly");
            linked = Linker.Link(new() { Consumer = WithResource(consumer, file, xml.Replace("Pack1", "App", StringComparison.Ordinal)), References = [.. Framework.References, package.Reference], IsExecutable = true });
            MustTell(linked.Diagnostics, []);
        }
    }

    [TestMethod]
    public void Another_file_is_anybodys()
    {
        var package = Package.Of(Unit).Split();
        const string Xml = """<linker><assembly fullname="Pack1"><type fullname="Acme.Pen" /></assembly></linker>""";

        MustTell(Packaging.Splitter.Split(new() { Assembly = WithResource(package.Compiled.Image, "Other.xml", Xml), References = Framework.References }).Diagnostics, []);
    }

    private static void MustTell(IReadOnlyList<WeakPack.Diagnostics.Diagnostic> diagnostics, string[] expected, string wayOut = "")
    {
        var found = diagnostics.Where(d => d.Descriptor.Id == "WP3009").Select(d => d.Message).ToList();
        Assert.HasCount(expected.Length, found, Expect.Describe(diagnostics));
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Contains(expected[i], found[i]);
            Assert.Contains(wayOut, found[i]);
        }
    }

    private static AssemblyImage WithResource(AssemblyImage image, string name, string text)
    {
        using var module = Mono.Cecil.ModuleDefinition.ReadModule(new MemoryStream(image.Bytes));
        module.Resources.Add(new Mono.Cecil.EmbeddedResource("First", Mono.Cecil.ManifestResourceAttributes.Public, new byte[3]));
        module.Resources.Add(new Mono.Cecil.EmbeddedResource(name, Mono.Cecil.ManifestResourceAttributes.Public, System.Text.Encoding.UTF8.GetBytes(text)));
        using var written = new MemoryStream();
        module.Write(written);
        return new(image.Path, written.ToArray());
    }

    // The strings and types among the arguments of a method's dynamic dependency.
    private static string TextsOf(AssemblyImage image, string type, string method)
    {
        using var module = Mono.Cecil.ModuleDefinition.ReadModule(new MemoryStream(image.Bytes));
        var attribute = module.GetType(type).Methods.First(m => m.Name == method).CustomAttributes.First(a => a.AttributeType.Name == "DynamicDependencyAttribute");
        return string.Join("|", attribute.ConstructorArguments.Where(a => a.Value is string or Mono.Cecil.TypeReference).Select(a => a.Value.ToString()));
    }

    private static IReadOnlyList<string> SuppressionsIn(AssemblyImage image)
    {
        using var module = Mono.Cecil.ModuleDefinition.ReadModule(new MemoryStream(image.Bytes));
        return
        [
            .. module.Assembly.CustomAttributes.Concat(module.CustomAttributes).Where(a => a.AttributeType.Name == "UnconditionalSuppressMessageAttribute")
                .Select(a => a.Properties.Where(p => p.Name == "Target").Select(p => (string)p.Argument.Value).FirstOrDefault() ?? ""),
        ];
    }
}
