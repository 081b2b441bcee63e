namespace WeakPack.Core.Tests.Linking;

/// <summary>Strings in attributes that name types: those of copies name copies, and others are told of (WP3009).</summary>
[TestClass]
public sealed class AttributeTextTests
{
    private const string Converter = """
        namespace Acme;
        [WeakPackageUnit] public class PenConverter : System.ComponentModel.TypeConverter
        {
            public override bool CanConvertFrom(System.ComponentModel.ITypeDescriptorContext? context, Type from) => from == typeof(string);
            public override object ConvertFrom(System.ComponentModel.ITypeDescriptorContext? context, System.Globalization.CultureInfo? culture, object value) => new Pen { Name = "converted " + value };
            public class Proxy(Pen pen) { public string Name => pen.Name; }
        }
        """;

    // As TypeDescriptor does it, which in a test would look outside of the program's load context.
    private const string Convert = """
        var converter = ((System.ComponentModel.TypeConverterAttribute)typeof(Acme.Pen).GetCustomAttributes(typeof(System.ComponentModel.TypeConverterAttribute), false)[0]).ConverterTypeName;
        Console.WriteLine(((Acme.Pen)((System.ComponentModel.TypeConverter)Activator.CreateInstance(Type.GetType(converter, true)!)!).ConvertFrom("text")!).Name);
        """;

    private const string Print = """
        foreach (var a in typeof(Acme.Pen).GetCustomAttributesData())
            foreach (var v in a.ConstructorArguments.Where(v => v.ArgumentType == typeof(string)).Select(v => v.Value).Concat(a.NamedArguments.Select(n => n.TypedValue.Value)))
                Console.WriteLine(v);
        """;

    private static SourceFile Pen(string attributes) =>
        $$"""namespace Acme; [WeakPackageUnit] {{attributes}} public class Pen { public string Name { get; set; } = ""; public static Type Keep => typeof(PenConverter); }""";

    [TestMethod]
    [DataRow("Acme.PenConverter, Pack1", "Acme.PenConverter, App")]
    [DataRow("Acme.PenConverter,Pack1", "Acme.PenConverter, App")]
    [DataRow("Acme.PenConverter, Pack1, Version=0.0.0.0, Culture=neutral, PublicKeyToken=null", "Acme.PenConverter, App, Version=0.0.0.0, Culture=neutral, PublicKeyToken=null")]
    [DataRow("Acme.PenConverter", "Acme.PenConverter")]
    public void A_copys_string_names_the_copy_and_reflection_finds_it(string text, string expected)
    {
        var package = Package.Of([Pen($"""[System.ComponentModel.TypeConverter("{text}")]"""), Converter]).Accepts();

        Consumer.Of(Convert + Print, package).Link().Runs($"converted text\n{expected}").DoesNotNeed(package);
    }

    [TestMethod]
    [DataRow("""[System.Diagnostics.DebuggerTypeProxy("Acme.PenConverter+Proxy, Pack1")]""", "Acme.PenConverter+Proxy, App", DisplayName = "a nested type")]
    [DataRow("""[System.Diagnostics.DebuggerDisplay("Acme.PenConverter, Pack1 is text")]""", "Acme.PenConverter, Pack1 is text", DisplayName = "prose")]
    [DataRow("""[System.ComponentModel.Description("Acme.PenConverter, Pack1")]""", "Acme.PenConverter, App", DisplayName = "an attribute of any kind")]
    [DataRow("""[System.ComponentModel.Description("Acme.PenConverter, Other")]""", "Acme.PenConverter, Other", DisplayName = "another assembly")]
    [DataRow("""[System.ComponentModel.Description("System.Collections.Generic.List`1[[Acme.PenConverter, Pack1]]")]""", "System.Collections.Generic.List`1[[Acme.PenConverter, App]]", DisplayName = "an argument")]
    [DataRow("""[System.ComponentModel.Description("Acme.Strong,Pack1")]""", "Acme.Strong,Pack1", DisplayName = "a strong type")]
    [DataRow("""[System.ComponentModel.Description("one,two")]""", "one,two", DisplayName = "words")]
    public void Only_a_string_that_is_certain_to_name_a_copied_type_is_rewritten(string attribute, string expected)
    {
        var package = Package.Of([Pen(attribute), Converter, "namespace Acme { public class Strong; }"]).Accepts();

        Consumer.Of(Print, package).Link().Runs(expected, package);
    }

    [TestMethod]
    public void A_string_names_a_helper_by_the_name_that_it_got()
    {
        var package = Package.Of([Pen("""[System.Diagnostics.DebuggerTypeProxy("Acme.Helper, Pack1")]"""), Converter.Replace("public class Proxy", "internal Helper? Help; public class Proxy", StringComparison.Ordinal), "namespace Acme { internal class Helper; }"]).Accepts();

        Consumer.Of("Console.WriteLine(Type.GetType(((System.Diagnostics.DebuggerTypeProxyAttribute)typeof(Acme.Pen).GetCustomAttributes(typeof(System.Diagnostics.DebuggerTypeProxyAttribute), false)[0]).ProxyTypeName)!.Name.Length > \"Helper\".Length); namespace Acme { class Helper { public int Own; } }", package)
            .Link().Runs("True");
    }

    [TestMethod]
    public void A_type_among_the_arguments_is_the_copy()
    {
        var package = Package.Of([Pen("[System.ComponentModel.TypeConverter(typeof(PenConverter))] [System.Diagnostics.DebuggerTypeProxy(typeof(PenConverter.Proxy))]"), Converter]).Accepts();

        Consumer.Of(Convert + "Console.WriteLine(((System.Diagnostics.DebuggerTypeProxyAttribute)typeof(Acme.Pen).GetCustomAttributes(typeof(System.Diagnostics.DebuggerTypeProxyAttribute), false)[0]).ProxyTypeName.Split(',')[1]);", package)
            .Link().Runs("converted text\n App").DoesNotNeed(package);
    }

    [TestMethod]
    public void A_unit_with_such_a_string_is_linked_once_by_two_ways()
    {
        var first = Package.Of([Pen("""[System.ComponentModel.TypeConverter("Acme.PenConverter, Pack1")]"""), Converter]).Accepts();
        var second = Package.Of("[WeakPackageUnit] public class User { public static string Convert() => new Acme.Pen { Name = \"user\" }.Name; }", name: "Pack2").Requires(first).Split();

        Consumer.Of(Convert + "Console.WriteLine(User.Convert());", first, second).Link()
            .Runs("converted text\nuser")
            .Output(dll => Assert.HasCount(1, dll.Types.Where(t => t.StartsWith("Acme.PenConverter", StringComparison.Ordinal))));
    }

    [TestMethod]
    [DataRow("""[System.ComponentModel.TypeConverter("Acme.PenConverter, Pack1")]""")]
    [DataRow("""[System.ComponentModel.TypeConverter("Acme.PenConverter")]""")]
    [DataRow("""[System.Diagnostics.DebuggerTypeProxy("Acme.PenConverter+Proxy")]""")]
    [DataRow("""[Names("Acme.PenConverter")]""")]
    [DataRow("""[Names("x", Type = "Acme.PenConverter")]""")]
    [DataRow("""[Names("x", Field = "Acme.PenConverter")]""")]
    public void A_strong_types_string_is_told_of_unless_the_package_retains_what_it_names(string attribute)
    {
        const string Names = """
            using System.Diagnostics.CodeAnalysis;
            public sealed class NamesAttribute([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] string type) : Attribute
            {
                public string First => type;
                [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] public string? Type { get; set; }
                [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] public string? Field;
            }
            """;
        var strong = attribute + " public class Strong;";

        Package.Of([strong, Names, Pen(""), Converter]).Split().Reports("WP3009", "'Strong'", "PenConverter", "the runtime package does not have it");
        Package.Of([strong, Names, Pen(""), Converter, "public class Keeping { internal Acme.PenConverter? Keep; }"]).Accepts();
    }

    [TestMethod]
    [DataRow("""[System.ComponentModel.Description("Acme.PenConverter")]""")]
    [DataRow("""[System.ComponentModel.TypeConverter("Acme.Strong")]""")]
    [DataRow("""[System.ComponentModel.TypeConverter("PenConverter")]""")]
    [DataRow("""[System.ComponentModel.Description("Acme.PenConverter, Other")]""")]
    public void A_strong_types_other_strings_are_accepted(string attribute) =>
        Package.Of([attribute + " public class Strong;", Pen(""), Converter]).Accepts();

    [TestMethod]
    public void A_units_string_for_a_unit_that_stays_behind_is_told_of() =>
        Package.Of([Pen("""[System.ComponentModel.Description("Acme.Other, Pack1")]"""), Converter, "namespace Acme { [WeakPackageUnit] public class Other; }"]).Split()
            .Reports("WP3009", "'Acme.Pen'", "'Acme.Other'", "not copied together");

    [TestMethod]
    [DataRow("""[System.ComponentModel.TypeConverter("Acme.PenConverter, Pack1")] class Mine;""", "'Mine'")]
    [DataRow("""class Mine { [System.ComponentModel.TypeConverter("Acme.PenConverter, Pack1")] public int Size { get; set; } }""", "'Mine.Size'")]
    [DataRow("""class Mine { void Do([System.ComponentModel.Description("Acme.PenConverter, Pack1")] int size) { } }""", "'Mine.Do'")]
    public void A_consumers_string_is_told_of(string type, string user)
    {
        var package = Package.Of([Pen(""), Converter]).Accepts();

        Consumer.Of("Console.WriteLine(new Acme.Pen().Name);" + type, package).Link().Reports("WP3009", user, "'App'");
        Assert.IsEmpty(Consumer.Of("Console.WriteLine(new Acme.Pen().Name);" + type.Replace(", Pack1", ", App", StringComparison.Ordinal), package).Link().Result.Diagnostics);
    }
}
