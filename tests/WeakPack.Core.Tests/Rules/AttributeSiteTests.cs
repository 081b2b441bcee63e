namespace WeakPack.Core.Tests.Rules;

/// <summary>WP3009 for a string in an attribute, wherever that stands. The editor's verdict is compared with each.</summary>
[TestClass]
public sealed class AttributeSiteTests
{
    private const string Names = """
        using System.Diagnostics;
        using System.Diagnostics.CodeAnalysis;
        [AttributeUsage(AttributeTargets.All, AllowMultiple = true)] public sealed class NamesAttribute(params object[] names) : Attribute { public object[] Found => names; public string[]? More { get; set; } }
        [AttributeUsage(AttributeTargets.All)] public sealed class TypesAttribute([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] params string[] types) : Attribute { public string[] Found => types; }
        [Conditional("NEVER")] public sealed class NeverAttribute(string name) : Attribute { public string Found => name; }
        namespace Acme { [WeakPackageUnit] public class Weak { public class Nested; } [WeakPackageUnit] public class Other; }
        """;

    [TestMethod]
    [DataRow("""class Mine<[Names("Acme.Weak, Pack1")] T>;""", "'Mine`1'", DisplayName = "a type's parameter")]
    [DataRow("""class Mine { void Do<[Names("Acme.Weak, Pack1")] T>() { } }""", "'Mine.Do'", DisplayName = "a method's type parameter")]
    [DataRow("""class Mine { [return: Names("Acme.Weak, Pack1")] int Do() => 1; }""", "'Mine.Do'", DisplayName = "a return value")]
    [DataRow("""class Mine { [field: Names("Acme.Weak, Pack1")] int Size { get; set; } }""", "'Mine.Size'", DisplayName = "a backing field")]
    [DataRow("""class Mine { int Size { get; [param: Names("Acme.Weak, Pack1")] set; } }""", "'Mine.Size'", DisplayName = "an accessor's parameter")]
    [DataRow("""class Mine { int this[[Names("Acme.Weak, Pack1")] int i] { get => i; set { } } }""", "'Mine.Item'", DisplayName = "an indexer's parameter")]
    [DataRow("""class Mine { [Names("Acme.Weak, Pack1")] event Action? Done; }""", "'Mine.Done'", DisplayName = "an event")]
    [DataRow("""class Mine { [Names("Acme.Weak, Pack1")] const int Size = 1; }""", "'Mine.Size'", DisplayName = "a constant")]
    [DataRow("""enum Mine { [Names("Acme.Weak, Pack1")] One }""", "'Mine.One'", DisplayName = "an enum's member")]
    [DataRow("""delegate void Mine([Names("Acme.Weak, Pack1")] int size);""", "'Mine.Invoke'", DisplayName = "a delegate's parameter")]
    [DataRow("""record Mine([Names("Acme.Weak, Pack1")] int Size);""", "'Mine..ctor'", DisplayName = "a record's parameter")]
    [DataRow("""record Mine([property: Names("Acme.Weak, Pack1")] int Size);""", "'Mine.Size'", DisplayName = "a record's property")]
    [DataRow("""class Mine { class Inner { [Names("Acme.Weak, Pack1")] Inner() { } } }""", "'Mine.Inner..ctor'", DisplayName = "a nested type's constructor")]
    [DataRow("""class Mine { static int Do() { [Names("Acme.Weak, Pack1")] static int Local() => 1; return Local(); } }""", "'Mine.<Do>g__Local|0_0'", DisplayName = "a local function")]
    [DataRow("""class Mine { Func<int, int> Do() => ([Names("Acme.Weak, Pack1")] i) => i; }""", "b__0_0'", DisplayName = "a lambda's parameter")]
    [DataRow("""[assembly: Names("Acme.Weak, Pack1")]""", "'[assembly: Names]'", DisplayName = "the assembly")]
    [DataRow("""[module: Names("Acme.Weak, Pack1")]""", "'[module: Names]'", DisplayName = "the module")]
    [DataRow("""[Names(1, new object[] { "Acme.Weak, Pack1" })] class Mine;""", "'Mine'", DisplayName = "a boxed array")]
    [DataRow("""[Names(1, More = new[] { "", "Acme.Weak+Nested, Pack1" })] class Mine;""", "'Mine'", DisplayName = "an array by name")]
    [DataRow("""[Names("System.Collections.Generic.Dictionary`2[[Acme.Weak, Pack1],[Acme.Other, Pack1]]")] class Mine;""", "'Mine'", DisplayName = "two names in one text")]
    [DataRow("""[Names("Acme." + "Weak, pack1")] class Mine;""", "'Mine'", DisplayName = "a text that is put together, in another case")]
    public void A_string_is_told_of_in_package_and_consumer(string source, string user)
    {
        Package.Of([source, Names]).Split().Reports("WP3009", user, "the runtime package does not have it");
        Consumer.Of([source, "Console.WriteLine();"], Package.Of(Names).Split()).Link().Reports("WP3009", user, "'Acme.Weak");
    }

    [TestMethod]
    [DataRow("""[Types("x", "Acme.Weak")] class Mine;""", DisplayName = "an array of types")]
    [DataRow("""[assembly: System.ComponentModel.TypeConverter("Acme.Weak")]""", DisplayName = "the assembly's own")]
    public void A_string_without_an_assembly_is_the_packages_business_and_not_the_consumers(string source)
    {
        Package.Of([source, Names]).Split().Reports("WP3009", "'Acme.Weak'", "the runtime package does not have it");
        Assert.IsEmpty(Consumer.Of([source, "Console.WriteLine();"], Package.Of(Names).Split()).Link().Result.Diagnostics);
    }

    [TestMethod]
    [DataRow("""[Never("Acme.Weak, Pack1")] class Mine;""", DisplayName = "an attribute that is not written")]
    [DataRow("""class Mine { [System.Runtime.InteropServices.DllImport("Acme.Weak, Pack1")] static extern void Do(); }""", DisplayName = "a library's name")]
    [DataRow("""class Mine { void Do([System.Runtime.InteropServices.DefaultParameterValue("Acme.Weak, Pack1")] string text) { } }""", DisplayName = "a parameter's value")]
    [DataRow("""[Names("Acme.Weak, Pack1 and more")] class Mine;""", DisplayName = "prose")]
    [DataRow("""[Names("Acme.Weak")] class Mine;""", DisplayName = "a word")]
    [DataRow("""[Names("Acme.Strong, Pack1")] class Mine;""", DisplayName = "another type")]
    [DataRow("""[Names("Acme.Weak+Missing, Pack1")] class Mine;""", DisplayName = "a nested type that is not there")]
    [DataRow("""[Names(typeof(string), null!, "")] class Mine;""", DisplayName = "a type, and nothing")]
    public void Other_strings_are_accepted(string source)
    {
        Package.Of([source, Names]).Accepts();
        Assert.IsEmpty(Consumer.Of([source, "Console.WriteLine();"], Package.Of(Names).Split()).Link().Result.Diagnostics);
    }

    [TestMethod]
    public void The_place_is_that_of_the_string_where_the_source_is_at_hand()
    {
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".cs");
        try
        {
            const string Source = """
                // [Names("Acme.Weak, Pack1")]
                [assembly: Names("Acme.Weak, Pack1")]
                [Names("Acme.Weak, Pack1")]
                public class Mine
                {
                    public int One() => 1;

                    [Names("Acme.Weak, Pack1")]
                    public int Two() => 2;

                    [Names("Acme.Weak" + ", Pack1")]
                    public int Three()
                    {
                        return 3;
                    }
                }
                """;
            File.WriteAllText(file, Source);
            var found = Package.Of([new(file, Source), Names]).Split().Result.Diagnostics;

            Assert.AreSequenceEqual([2, 3, 8, 13], found.Select(diagnostic => diagnostic.Location!.Line).Order());
        }
        finally
        {
            File.Delete(file);
        }
    }
}
