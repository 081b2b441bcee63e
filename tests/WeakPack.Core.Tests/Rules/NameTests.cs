using WeakPack.Diagnostics;

namespace WeakPack.Core.Tests.Rules;

/// <summary>WP3009: a literal text names a weak type for reflection, which would not find it; ordinary text is left in peace.</summary>
[TestClass]
public sealed class NameTests
{
    private const string Weak = """
        namespace Acme;
        [WeakPackageUnit] public class Weak { public class Nested; public string Where => GetType().Assembly.GetName().Name!; }
        [WeakPackageUnit] public class Other;
        [WeakPackageUnit] public class Box<T>;
        public class Strong { public override string ToString() => "strong"; }
        """;

    [TestMethod]
    [DataRow("""Type.GetType("Acme.Weak, Pack1")""", DisplayName = "Type.GetType")]
    [DataRow("""Type.GetType("Acme.Weak,Pack1", true)""", DisplayName = "without a space")]
    [DataRow("""Type.GetType("Acme.Weak, pack1")""", DisplayName = "in another case")]
    [DataRow("""Type.GetType("Acme.Weak, Pack1, Version=0.0.0.0, Culture=neutral, PublicKeyToken=null")""", DisplayName = "a full name")]
    [DataRow("""Type.GetType("Acme.Weak+Nested, Pack1")""", DisplayName = "a nested type")]
    [DataRow("""Type.GetType("Acme.Weak[,], Pack1")""", DisplayName = "an array")]
    [DataRow("""Type.GetType("Acme.Box`1[[System.Int32, System.Private.CoreLib]], Pack1")""", DisplayName = "a generic type")]
    [DataRow("""Type.GetType("System.Collections.Generic.List`1[[Acme.Weak, Pack1]]")""", DisplayName = "an argument")]
    [DataRow("""Activator.CreateInstance("Pack1", "Acme.Weak")""", DisplayName = "Activator")]
    [DataRow("""Activator.CreateInstance("Pack1, Version=0.0.0.0", "Acme.Weak", null)""", DisplayName = "Activator with arguments")]
    [DataRow("""AppDomain.CurrentDomain.CreateInstanceAndUnwrap("Pack1", "Acme.Weak")""", DisplayName = "AppDomain")]
    [DataRow("""new Func<string, object>(n => n)("Acme.Weak, Pack1")""", DisplayName = "a text for somebody else")]
    [DataRow("""typeof(Acme.Strong).Assembly.GetType("Acme.Weak")""", DisplayName = "Assembly.GetType")]
    [DataRow("""typeof(Acme.Strong).Assembly.GetType("Acme.Weak", false, true)""", DisplayName = "Assembly.GetType with flags")]
    [DataRow("""typeof(Acme.Strong).Assembly.CreateInstance("Acme.Weak")""", DisplayName = "Assembly.CreateInstance")]
    [DataRow("""typeof(Acme.Strong).Module.GetType("Acme.Weak")""", DisplayName = "Module.GetType")]
    [DataRow("""System.Reflection.Assembly.Load("Pack1").GetType("Acme.Weak")""", DisplayName = "an assembly that is loaded by name")]
    public void A_consumer_that_names_a_weak_type_by_text_is_warned_at_its_line(string expression)
    {
        var package = Package.Of(Weak).Split();

        var warning = Warning(new ConsumerFixture("App", [new("/src/App.cs", $"\n\nConsole.WriteLine({expression});")], [package], isExecutable: true).Link().Result.Diagnostics);

        Assert.AreEqual(("/src/App.cs", 3), (warning.Location!.File, warning.Location.Line), warning.ToString());
        Assert.Contains("'Acme.", warning.Message);
        Assert.Contains("typeof", warning.Message);
    }

    [TestMethod]
    public void A_consumer_is_warned_of_a_text_though_it_links_the_unit_and_told_where_the_copy_is() =>
        Consumer.Of("""Console.WriteLine(new Acme.Weak().Where + Type.GetType("Acme.Weak, Pack1"));""", Package.Of(Weak).Split()).Link()
            .Reports("WP3009", "'Acme.Weak'", "\"Acme.Weak, Pack1\"", "looks in 'Pack1'", "'App'")
            .Runs("App");

    [TestMethod]
    [DataRow("""Console.WriteLine("Acme.Weak");""", DisplayName = "a name without an assembly")]
    [DataRow("""Console.WriteLine("Acme.Weak, Pack1 is a weak type");""", DisplayName = "prose")]
    [DataRow("""Console.WriteLine("Acme.Weak, Pack1, and more");""", DisplayName = "a list of words")]
    [DataRow("""Console.WriteLine("Acme.Weak, Pack12");""", DisplayName = "an assembly with a longer name")]
    [DataRow("""Console.WriteLine("Acme.Weaker, Pack1");""", DisplayName = "a type with a longer name")]
    [DataRow("""Console.WriteLine("See Acme.Weak, Pack1");""", DisplayName = "words before")]
    [DataRow("""Console.WriteLine("Weak, Pack1");""", DisplayName = "a name without its namespace")]
    [DataRow("""Console.WriteLine("Acme.Weak+Missing, Pack1");""", DisplayName = "a nested type that is not there")]
    [DataRow("""Console.WriteLine("Pack1, Acme.Weak");""", DisplayName = "the other way round")]
    [DataRow("""Console.WriteLine("Acme.Weak, ");""", DisplayName = "a comma and nothing")]
    [DataRow("""Console.WriteLine(Type.GetType("Acme.Strong, Pack1") is null);""", DisplayName = "a strong type")]
    [DataRow("""Console.WriteLine(Type.GetType("Acme.Weak"));""", DisplayName = "Type.GetType that looks in the consumer")]
    [DataRow("""Console.WriteLine(typeof(Program).Assembly.GetType("Acme.Weak"));""", DisplayName = "Assembly.GetType on the consumer")]
    [DataRow("""Console.WriteLine(System.Reflection.Assembly.GetExecutingAssembly().GetType("Acme.Weak"));""", DisplayName = "Assembly.GetType on the executing assembly")]
    [DataRow("""Console.WriteLine(typeof(string).Assembly.GetType("Acme.Weak"));""", DisplayName = "Assembly.GetType on another assembly")]
    [DataRow("""Console.WriteLine(typeof(Acme.Weak).Assembly.GetType("Acme.Weak"));""", DisplayName = "Assembly.GetType on that of a linked type")]
    [DataRow("""Console.WriteLine(new Dictionary<string, string> { ["Acme.Weak"] = "Pack1" }.Count);""", DisplayName = "the two texts apart")]
    [DataRow("""Console.WriteLine(string.Concat("Pack1", "Acme.Weak"));""", DisplayName = "the two texts for another call")]
    [DataRow("""Console.WriteLine(typeof(Acme.Strong).GetMethod("Acme.Weak"));""", DisplayName = "another name for reflection")]
    public void Ordinary_text_and_what_reflection_finds_is_accepted(string statement)
    {
        var result = Consumer.Of(statement, Package.Of(Weak).Split()).Link().Result;

        Assert.IsEmpty(result.Diagnostics.Where(d => d.Descriptor.Id == "WP3009"), Expect.Describe(result.Diagnostics));
    }

    [TestMethod]
    [DataRow("""Type.GetType("Acme.Weak")""")]
    [DataRow("""Type.GetType("Acme.Weak, Pack1")""")]
    [DataRow("""typeof(Strong2).Assembly.GetType("Acme.Weak")""")]
    [DataRow("""System.Reflection.Assembly.GetExecutingAssembly().GetType("Acme.Weak", true)""")]
    public void Strong_code_is_warned_unless_the_package_retains_the_unit(string expression)
    {
        var strong = $"public class Strong2 {{ public object? Find() => {expression}; }}";

        Warning(Package.Of([strong, Weak]).Split().Result.Diagnostics, "'Strong2.Find'", "the runtime package does not have it");
        Assert.IsEmpty(Package.Of([strong, Weak, "public class Strong3 { internal Acme.Weak? Keep; }"]).Accepts().Result.Diagnostics);
    }

    [TestMethod]
    [DataRow("""Type.GetType("Acme.Weak, Pack1")""", "while the copy is in the consumer", DisplayName = "its own, in the package")]
    [DataRow("""typeof(Acme.Strong).Assembly.GetType("Acme.Weak")""", "while the copy is in the consumer", DisplayName = "in the assembly of a strong type")]
    [DataRow("""Type.GetType("Acme.Other")""", "not copied together", DisplayName = "of a unit that stays behind")]
    public void A_weak_unit_is_warned_of_a_text_that_its_copies_would_not_find(string expression, string reason) =>
        Warning(Package.Of([$"[WeakPackageUnit] public class User {{ public object? Find() => {expression} ?? (object)typeof(Acme.Weak); }}", Weak]).Split().Result.Diagnostics, "'User.Find'", reason);

    [TestMethod]
    [DataRow("""Type.GetType("Acme.Weak")""", DisplayName = "of a unit that comes along")]
    [DataRow("""Type.GetType("User")""", DisplayName = "of its own")]
    [DataRow("""typeof(User).Assembly.GetType("Acme.Weak")""", DisplayName = "in the assembly of the copy")]
    [DataRow("""Type.GetType("Acme.Strong, Pack1")""", DisplayName = "a strong type")]
    public void A_text_that_copies_find_is_accepted_and_found(string expression)
    {
        var package = Package.Of([$"[WeakPackageUnit] public class User {{ public object? Find() => {expression} ?? (object)typeof(Acme.Weak); }}", Weak]).Accepts();

        Consumer.Of($"""Console.WriteLine(((Type)new User().Find()!).Assembly.GetName().Name);""", package).Link()
            .Runs(expression.Contains("Strong", StringComparison.Ordinal) ? "Pack1" : "App", package);
    }

    [TestMethod]
    public void Text_of_any_form_and_length_is_read_past()
    {
        var brackets = string.Concat(Enumerable.Repeat("a[", 50_000));
        string[] texts = [brackets, "[[[", "Acme.Weak[[", "\\", "Acme.Weak\\", "Acme.Weak[[Acme.Weak, Pack1", ", Pack1", ",,,", "Acme.Weak, Pack1, Version"];
        var literals = string.Join(", ", texts.Select(text => $"@\"{text}\""));
        var result = Consumer.Of($"foreach (var text in new[] {{ {literals} }}) Console.WriteLine(text);", Package.Of(Weak).Split()).Link().Result;

        Assert.IsEmpty(result.Diagnostics, Expect.Describe(result.Diagnostics));
    }

    private static Diagnostic Warning(IEnumerable<Diagnostic> diagnostics, params string[] words)
    {
        var found = diagnostics.Where(d => d.Descriptor.Severity != DiagnosticSeverity.Message).ToList();
        Assert.HasCount(1, found, Expect.Describe(found));
        Assert.AreEqual(("WP3009", DiagnosticSeverity.Warning), (found[0].Descriptor.Id, found[0].Descriptor.Severity), found[0].ToString());
        foreach (var word in words)
            Assert.Contains(word, found[0].Message);
        return found[0];
    }
}
