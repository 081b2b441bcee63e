using WeakPack.Images;

namespace WeakPack.Core.Tests.Images;

/// <summary>Which assemblies a program can't choose at startup, for the runtime needs them before.</summary>
[TestClass]
public sealed class StartupSelectionTests
{
    private const string Resolver = "namespace WeakPack { internal static class ImagesAtStartup; }";

    [TestMethod]
    public void What_Main_and_other_classes_use_is_not_needed_before() =>
        Assert.AreEqual("", NeededBefore("internal static class Program { private static void Main() => System.Console.WriteLine(new Acme.Base()); } internal sealed class Other : Acme.Base;"));

    [TestMethod]
    [DataRow("internal sealed class Program : Acme.Base { private static void Main() { } }", DisplayName = "base")]
    [DataRow("internal class Program : Middle { private static void Main() { } } internal class Middle : Acme.Base;", DisplayName = "base of the base")]
    [DataRow("internal sealed class Program : Acme.IMark { private static void Main() { } }", DisplayName = "interface")]
    [DataRow("internal sealed class Program : System.IEquatable<Acme.Base> { private static void Main() { } public bool Equals(Acme.Base? other) => true; }", DisplayName = "argument of an interface")]
    [DataRow("internal static class Program { private static Acme.Value s_value; private static void Main() { s_value = default; _ = s_value; } }", DisplayName = "field")]
    [DataRow("internal static class Program { private static Pair s_value; private static void Main() { s_value = default; _ = s_value; } private struct Pair { public Acme.Value Value; } }", DisplayName = "field of a field")]
    [DataRow("internal static class Program { private static void Main() { } } internal sealed class First : Acme.Base { [System.Runtime.CompilerServices.ModuleInitializer] internal static void Run() { } }", DisplayName = "class of a module initializer")]
    public void What_the_class_of_Main_is_made_of_is_needed_with_what_that_refers_to(string program) =>
        Assert.AreEqual("Acme, Acme.Core", NeededBefore(program));

    [TestMethod]
    public void A_program_has_the_code_that_chooses_when_it_was_compiled_with_it()
    {
        using var images = new ImageFixture();

        Assert.IsTrue(StartupSelection.IsIn(Read(images.Assembly("With", Resolver))));
        Assert.IsFalse(StartupSelection.IsIn(Read(images.Assembly("Without", "public class ImagesAtStartup;"))));
    }

    private static string NeededBefore(string source)
    {
        using var images = new ImageFixture();
        var core = images.Assembly("Acme.Core", "namespace Acme.Core { public class Root; }");
        var acme = images.Assembly("Acme", "namespace Acme { public class Base { public static Core.Root? Root; } public interface IMark; public struct Value { public int Number; } }", core);
        var other = images.Assembly("Other", "public class Other;");
        var program = Fixtures.Compiler.Compile("App", [new SourceFile("/src/App.cs", source)], isExecutable: true, [File.ReadAllBytes(acme), File.ReadAllBytes(core)], CompileOptions.Release);

        var needed = StartupSelection.NeededBefore(program.Image, [acme, core, other]);

        return string.Join(", ", needed.Where(name => !name.StartsWith("System.", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    private static AssemblyImage Read(string path) => new(path, File.ReadAllBytes(path));
}
