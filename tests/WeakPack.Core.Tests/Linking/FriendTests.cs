namespace WeakPack.Core.Tests.Linking;

/// <summary>
/// Friend assemblies (InternalsVisibleTo) see internal types, but none that was linked: CS0433, CS0436 or an ambiguous
/// call would be the consequence where both link the same unit.
/// </summary>
[TestClass]
public sealed class FriendTests
{
    private const string FriendOfApp = "[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"App\")]";

    private const string Units = """
        namespace Acme
        {
            [WeakPackageUnit] public class Pen(string ink) { public string Ink => ink + Nib.Width; public static string Where => typeof(Pen).Assembly.GetName().Name!; public enum Color { Red } }
            [WeakPackageUnit] public struct Size { public int Width; }
            [WeakPackageUnit] public interface IDraw { string Draw(); }
            [WeakPackageUnit] public delegate string Drawing(Pen pen);
            [WeakPackageUnit] public static class Extensions { public static string Shout(this string text) => text + "!"; }
            [WeakPackageUnit] public sealed class NoteAttribute(string text) : Attribute { public string Text => text; }
            [WeakPackageUnit] public class Box<T> { public T? Value; }
            internal static class Nib { public static int Width => 1; }
            public static class Strong { public static string Name => "strong"; internal static string Secret => "secret"; }
        }
        """;

    private const string UsesAll = """
        Pen pen = new("ink");
        Drawing drawing = p => p.Ink.Shout();
        Console.WriteLine(drawing(pen) + new Size { Width = 2 }.Width + new Box<Pen.Color> { Value = Pen.Color.Red }.Value + new Sketch().Draw() + typeof(Sketch).GetCustomAttributes(false).OfType<NoteAttribute>().Single().Text + Pen.Where);
        """;

    private const string Sketch = """[Note("note")] internal class Sketch : IDraw { public string Draw() => "draw"; }""";

    private const string Printed = "ink1!2Reddrawnote";

    // All of them are used, also where reference assemblies show it: as base, field and attribute.
    private const string LibrarySource = FriendOfApp + """

        namespace Lib
        {
            public static class Library { public static string Tell() => new Friendly().Draw() + Acme.Pen.Where; internal static string Hidden => "hidden"; }
            [Acme.Note("lib")] internal class Friendly : Acme.IDraw { public string Draw() { Acme.Drawing drawing = pen => Acme.Extensions.Shout(pen.Ink); return drawing(new Acme.Pen("lib")); } }
            internal struct Holder { public Acme.Size Size; public Acme.Box<Acme.Pen.Color> Color; }
        }
        """;

    [TestMethod]
    [DataRow(true, DisplayName = "through the reference assembly")]
    [DataRow(false, DisplayName = "through the assembly itself")]
    public void A_friend_of_a_consumer_links_the_same_units(bool throughReferenceAssembly)
    {
        var package = Package.Of(Units).Split();
        var library = Consumer.Library(LibrarySource, package).Link();
        var seen = throughReferenceAssembly ? library.Result.ReferenceAssembly! : library.Image;

        var app = Compiler.Compile("App", ["using Acme; using Lib; Console.WriteLine(Library.Tell() + Library.Hidden);" + UsesAll + Sketch], isExecutable: true, [package.CompileSurface, seen.Bytes]);
        var linked = Linking(app, Reference.FromImage(library.Image), package.Reference);

        Assert.AreEqual("lib1!Libraryhidden\n" + Printed + "App", Runner.Run(linked, [library.Image]).ReplaceLineEndings("\n").TrimEnd());
    }

    [TestMethod]
    [DataRow(true, DisplayName = "through the reference assembly")]
    [DataRow(false, DisplayName = "through the assembly itself")]
    public void A_friend_declares_types_of_the_same_names_itself(bool throughReferenceAssembly)
    {
        var library = Consumer.Library(LibrarySource, Package.Of(Units).Split()).Link();
        var seen = throughReferenceAssembly ? library.Result.ReferenceAssembly! : library.Image;

        var app = Compiler.Compile("App", ["using Acme; using Lib; Console.WriteLine(Library.Tell() + Library.Hidden);" + UsesAll + Sketch, Units.Replace("[WeakPackageUnit] ", "", StringComparison.Ordinal)], isExecutable: true, [seen.Bytes]);

        Assert.AreEqual("lib1!Libraryhidden\n" + Printed + "App", Runner.Run(app.Image, [library.Image]).ReplaceLineEndings("\n").TrimEnd());
    }

    [TestMethod]
    public void A_friend_of_a_package_that_retains_its_units_links_them_all_the_same()
    {
        var package = Package.Of([new("", FriendOfApp), new("", Units + "namespace Acme { public static class User { public static string Where => Pen.Where; internal static string Ink => new Pen(\"own\").Ink; } }")]).Split();
        package.Runtime(dll => Assert.IsTrue(dll.Type("Acme.Pen").IsNotPublic));

        new ConsumerFixture("App", ["using Acme; Console.WriteLine(User.Where + User.Ink + Strong.Secret);" + UsesAll + Sketch], [package], isExecutable: true)
            .Link().Runs("Pack1own1secret\n" + Printed + "App", package);
    }

    [TestMethod]
    public void A_friend_of_a_package_that_links_units_of_another_links_them_too()
    {
        var first = Package.Of(Units).Split();
        var second = Package.Of([new("", FriendOfApp), new("", "[WeakPackageUnit] public static class Second { public static string Where => Acme.Pen.Where; } public static class Strong2 { public static string Where => Acme.Extensions.Shout(Acme.Pen.Where); internal static string Secret => \"secret\"; }")], name: "Pack2").Requires(first).Split();

        new ConsumerFixture("App", ["using Acme; Console.WriteLine(Second.Where + Strong2.Where + Strong2.Secret);" + UsesAll + Sketch], [first, second], isExecutable: true)
            .Link().Runs("AppPack2!secret\n" + Printed + "App", second).DoesNotNeed(first);
    }

    [TestMethod]
    public void A_test_of_a_library_is_no_friend_of_its_copies_and_needs_no_package()
    {
        var library = Consumer.Library(LibrarySource, Package.Of(Units).Split()).Link();

        var error = Assert.ThrowsExactly<AssertFailedException>(() => Compiler.Compile("App", ["Console.WriteLine(Acme.Pen.Where);"], isExecutable: true, [library.Image.Bytes]));
        Assert.Contains("Acme", error.Message);

        var test = Compiler.Compile("App", ["Console.WriteLine(Lib.Library.Hidden + new Lib.Friendly().ToString());"], isExecutable: true, [library.Image.Bytes]);
        Assert.AreEqual("hiddenLib.Friendly", Runner.Run(test.Image, [library.Image]).TrimEnd());
    }

    private static AssemblyImage Linking(CompiledAssembly app, params Reference[] references)
    {
        var result = WeakPack.Linking.Linker.Link(new WeakPack.Linking.LinkRequest { Consumer = app.Image, References = [.. Framework.References, .. references], IsExecutable = true });
        Assert.IsTrue(result.Succeeded, Expect.Describe(result.Diagnostics));
        return result.Output!;
    }
}
