namespace WeakPack.Core.Tests.Linking;

/// <summary>WeakPackCopyVisibility: an executable may ask for public copies, a library may not (WP3010).</summary>
[TestClass]
public sealed class CopyVisibilityTests
{
    private const string Embedded = "Microsoft.CodeAnalysis.EmbeddedAttribute";

    private static SplitPackage Pack() => Package.Of("""
        [WeakPackageUnit] public class Weak { public int One { get; set; } = Helper.One; public class Nested; internal class Hidden; public override string ToString() => Choose("six") + new { One }.ToString(); private static int Choose(string s) => s switch { "one" => 1, "two" => 2, "three" => 3, "four" => 4, "five" => 5, "six" => 6, "seven" => 7, _ => 0 }; }
        [WeakPackageUnit] internal class Secret { public int Two = 2; }
        internal static class Helper { public static int One => new Secret().Two - 1; }
        """).Split();

    [TestMethod]
    [DataRow("public")]
    [DataRow("Public")]
    public void Public_copies_are_those_of_public_types(string visibility)
    {
        var package = Pack();

        var linked = Consumer.Of("""
            Console.WriteLine(new Weak());
            var serializer = new System.Xml.Serialization.XmlSerializer(typeof(Weak));
            var text = new System.IO.StringWriter();
            serializer.Serialize(text, new Weak { One = 5 });
            Console.WriteLine(((Weak)serializer.Deserialize(new System.IO.StringReader(text.ToString()))!).One);
            """, package).WithCopies(visibility).Link().DoesNotNeed(package);

        linked.Runs("6{ One = 1 }\n5").Output(dll =>
        {
            Assert.IsTrue(dll.Type("Weak").IsPublic);
            Assert.DoesNotContain(Embedded, dll.Type("Weak").Attributes);
            foreach (var hidden in new[] { "Helper", "Secret", "<>f__AnonymousType0`1" })
            {
                Assert.IsTrue(dll.Type(hidden).IsNotPublic, hidden);
                Assert.Contains(Embedded, dll.Type(hidden).Attributes, hidden);
            }
        });
    }

    [TestMethod]
    public void A_reference_assembly_shows_what_the_executable_does() =>
        Consumer.Of("Console.WriteLine(new Exposing().Weak); public class Exposing { public Weak Weak => new(); } public class Derived : Weak;", Pack()).WithCopies("public").Link()
            .ReferenceAssembly(dll => Assert.IsTrue(dll.Type("Weak").IsPublic));

    [TestMethod]
    [DataRow("internal")]
    [DataRow("")]
    [DataRow(null)]
    public void Otherwise_copies_are_internal(string? visibility) =>
        Consumer.Of("Console.WriteLine(new Weak().One);", Pack()).WithCopies(visibility!).Link().Runs("1")
            .Output(dll =>
            {
                Assert.IsTrue(dll.Type("Weak").IsNotPublic);
                Assert.Contains(Embedded, dll.Type("Weak").Attributes);
            });

    [TestMethod]
    public void A_library_may_not_ask_for_public_copies()
    {
        const string Uses = "public class Lib { public object Make() => new Weak(); }";

        Consumer.Library(Uses, Pack()).WithCopies("public").Rejects("WP3010", "'public'", "library", "executable");
        Consumer.Library("public class Lib;", Pack()).WithCopies("public").Rejects("WP3010");
        Consumer.Library(Uses, Pack()).WithCopies("internal").Link();
    }

    [TestMethod]
    public void A_word_that_means_nothing_is_an_error() =>
        Consumer.Of("Console.WriteLine(new Weak().One);", Pack()).WithCopies("pubic").Rejects("WP3010", "'pubic'", "'public' or 'internal'");
}
