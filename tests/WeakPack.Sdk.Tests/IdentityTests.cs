namespace WeakPack.Sdk.Tests;

/// <summary>What becomes of the identity of types: public copies, names in text, and units that are in two packages.</summary>
[TestClass]
public class IdentityTests
{
    private const string Pen = """
        namespace Vcl;

        [WeakPackageUnit]
        [System.ComponentModel.TypeConverter("Vcl.PenConverter, Vcl")]
        public class Pen
        {
            public int Width { get; set; } = 1;
            public static Type Converter => typeof(PenConverter);
        }

        [WeakPackageUnit]
        public class PenConverter : System.ComponentModel.TypeConverter
        {
            public override object ConvertFrom(System.ComponentModel.ITypeDescriptorContext? context, System.Globalization.CultureInfo? culture, object value) =>
                new Pen { Width = int.Parse((string)value, culture) };
        }

        public class Canvas;
        """;

    [TestMethod]
    public void An_executable_may_ask_for_public_copies_and_a_library_may_not()
    {
        const string Serializes = """
            var serializer = new System.Xml.Serialization.XmlSerializer(typeof(Vcl.Pen));
            var text = new StringWriter();
            serializer.Serialize(text, new Vcl.Pen { Width = 7 });
            Console.WriteLine(((Vcl.Pen)serializer.Deserialize(new StringReader(text.ToString()))!).Width);
            """;
        using var workspace = new Workspace();
        var package = workspace.Library("Vcl", Pen);
        var app = workspace.Application("App", Serializes, package).With("WeakPackCopyVisibility", "public");

        app.Build();
        Assert.IsFalse(app.Mentions("Vcl"));
        Assert.AreSequenceEqual(["7"], app.Run());

        // The switch alone makes it be linked anew: the compiler's output is the same.
        app.With("WeakPackCopyVisibility", "internal").Build();
        Assert.IsTrue(app.Dll.HasInternal("Vcl.Pen"));

        var error = workspace.Library("Lib", "public class Lib { public object Make() => new Vcl.Pen(); }", package)
            .With("WeakPackCopyVisibility", "public").FailToBuild().Error;
        Assert.AreEqual("WP3010", error.Code);
        Assert.AreEqual("Lib.csproj", error.File);
    }

    [TestMethod]
    public void A_string_in_a_copied_attribute_is_found_by_who_reads_it()
    {
        using var workspace = new Workspace();
        var package = workspace.Library("Vcl", Pen);
        var app = workspace.Application("App", """
            var converter = System.ComponentModel.TypeDescriptor.GetConverter(typeof(Vcl.Pen));
            Console.WriteLine(((Vcl.Pen)converter.ConvertFrom("5")!).Width + " " + converter.GetType().Assembly.GetName().Name);
            """, package);

        var result = app.Build();

        Assert.IsEmpty(result.Findings);
        Assert.IsFalse(app.Mentions("Vcl"));
        Assert.AreSequenceEqual(["5 App"], app.Run());
    }

    [TestMethod]
    public void A_text_that_names_a_weak_type_is_a_warning_at_its_line_that_can_be_silenced_or_made_an_error()
    {
        using var workspace = new Workspace();
        var package = workspace.Library("Vcl", Pen);
        var app = workspace.Application("App", "\nConsole.WriteLine(Type.GetType(\"Vcl.Pen, Vcl\") is null);", package);

        var warning = app.Build().Findings.Single();
        Assert.AreEqual(("warning", "WP3009", "Code.cs", 2), (warning.Severity, warning.Code, warning.File, warning.Line));
        Assert.AreSequenceEqual(["True"], app.Run());

        Assert.IsEmpty(app.With("NoWarn", "$(NoWarn);WP3009").Build().Findings);
        Assert.AreEqual("WP3009", app.With("NoWarn", "").With("TreatWarningsAsErrors", "true").FailToBuild().Error.Code);
        Assert.IsEmpty(app.Source("Console.WriteLine(Type.GetType(\"Vcl.Canvas, Vcl\") is null);").Build().Findings);
    }

    [TestMethod]
    public void A_unit_in_two_packages_is_told_before_the_compiler_finds_it_ambiguous()
    {
        const string Log = "namespace Acme; public class Log { public override string ToString() => GetType().Assembly.GetName().Name!; }";
        using var workspace = new Workspace();
        var first = workspace.Library("First", Log + "[WeakPackageUnit] public class WeakOfFirst { public int One => 1; }");
        var second = workspace.Library("Second", Log + "[WeakPackageUnit] public class WeakOfSecond { public int Two => 2; }").With("Version", "2.3.0");
        var app = workspace.Application("App", "Console.WriteLine(new Acme.Log());", first, second);

        var error = app.FailToBuild().Error;
        Assert.AreEqual("WP2199", error.Code);
        Assert.AreEqual("App.csproj", error.File);
        Assert.Contains("'Second' (2.3.0.0)", error.Message);

        app.WithItems("""<ProjectReference Update="..\Second\Second.csproj" Aliases="other" />""")
            .Source("extern alias other; Console.WriteLine(new Acme.Log()); Console.WriteLine(new other::Acme.Log()); Console.WriteLine(new other::Acme.WeakOfSecond().Two);")
            .Build();
        Assert.AreSequenceEqual(["First", "Second", "2"], app.Run());

        // The alias goes, and nothing else changes.
        Assert.AreEqual("WP2199", app.WithoutItems().FailToBuild().Error.Code);
    }

    [TestMethod]
    public void A_unit_that_a_required_package_contains_is_an_error_in_the_package()
    {
        const string Log = "namespace Acme;\npublic class Log { public int One => 1; }\n[WeakPackageUnit] public class Weak";
        using var workspace = new Workspace();
        var first = workspace.Library("First", Log + "OfFirst;");
        var second = workspace.Library("Second", Log + "OfSecond;", first);

        var error = second.FailToBuild().Error;
        Assert.AreEqual(("WP2200", "Code.cs", 2), (error.Code, error.File, error.Line));

        second.Source(Log.Replace("public class Log", "internal class Log", StringComparison.Ordinal) + "OfSecond;").Build();
    }
}
