using Microsoft.CodeAnalysis;

namespace WeakPack.Analyzers.Tests.Rules;

/// <summary>WP3001 and WP3003 while typing.</summary>
[TestClass]
public sealed class ExposureAnalyzerTests
{
    private const string Weak = "[WeakPackageUnit] public class Weak { public class Nested; } public class Base<T>;";

    [TestMethod]
    public void A_strong_member_that_exposes_a_weak_type_is_shown_at_its_name() =>
        Editor.Of($$"""
            [assembly: System.Diagnostics.DebuggerTypeProxy(typeof(string))]
            {{Weak}}
            public class Strong
            {
                public Weak? [|WP3001:Property|] { get; set; }
                protected List<Weak.Nested>? [|WP3001:Method|]() => null;
                public [|WP3001:Strong|](int number, Weak weak) { }
                internal Weak? Fine;
                private Weak? AlsoFine() => Fine;
            }
            public class [|WP3001:Derived|] : Base<Weak>;
            """).Shows();

    [TestMethod]
    public void An_attribute_of_the_assembly_is_shown() =>
        Editor.Of($"[|WP3001:[assembly: Note(typeof(Weak))]|]\n{Weak} [AttributeUsage(AttributeTargets.Assembly)] public sealed class NoteAttribute(Type type) : Attribute {{ public Type Type => type; }}").Shows();

    [TestMethod]
    public void A_library_is_shown_what_it_exposes_of_a_project_beside_it()
    {
        var package = Editor.Of(Weak).Compile().ToMetadataReference();
        const string Exposing = "public class Lib { public Weak? [|WP3003:Field|]; internal Weak? Fine; public Base<int>? Strong; }";

        Editor.Of(Exposing).Named("Lib").References(package).Shows();
        Editor.Of(new Markup(Exposing).Text + " public static class Program { public static void Main() { } }").Named("App").References(package).AsExecutable().Shows();
    }

    [TestMethod]
    public void An_import_library_names_its_weak_types()
    {
        using var image = new MemoryStream();
        Assert.IsTrue(Editor.Of("[assembly: System.Reflection.AssemblyMetadata(\"WeakPack.WeakType\", \"Weak\")]\npublic class Weak; public class Strong;").Compile().Emit(image).Success);
        const string Exposing = "public class Lib { public Weak? [|WP3003:Field|]; public Strong? Strong; }";

        Editor.Of(Exposing).Named("Lib").References(MetadataReference.CreateFromImage(image.ToArray(), filePath: "/lib/Pack1.wpi")).Shows();
        Editor.Of(new Markup(Exposing).Text).Named("Lib").References(MetadataReference.CreateFromImage(image.ToArray(), filePath: "/lib/Pack1.dll")).Shows();
    }

    [TestMethod]
    public void A_package_may_expose_what_is_weak_together_with_it() =>
        Editor.Of(Weak + " [WeakPackageUnit] public class Other : Weak { public Weak? Field; }").Shows();
}
