namespace WeakPack.Tool.Tests;

/// <summary><c>weakpack graph</c>.</summary>
[TestClass]
public sealed class GraphTests
{
    private const string Source = """
        namespace Acme;
        public static class Pure { public static int Two => Digits.Two; }
        public static class State { public static int Count; public static int Next() => ++Count; }
        public class Exposed { public int One => 1; }
        public class Exposing { public Exposed Get() => new(); }
        public static class Reader { public static string Read() => new System.Xml.Linq.XElement("a").ToString() + Secrets.Key; }
        internal static class Secrets { public static readonly string Key = Environment.MachineName; }
        internal static class Digits { public static int Two => 2; }
        """;

    [TestMethod]
    public void It_tells_what_could_be_weak_and_what_stops_the_others()
    {
        using var files = Library();

        var run = ToolRun.Of("graph", files.PathOf("Acme.dll"), "--json").EndsWith(0);

        string Verdict(string type)
        {
            var candidate = run.Json.AsArray().Single(candidate => (string?)candidate!["name"] == "Acme." + type)!;
            return (bool)candidate["isPossible"]! ? "possible" : string.Join(",", candidate["obstacles"]!.AsArray().Select(obstacle => (string?)obstacle!["id"]).Distinct());
        }

        Assert.AreEqual("possible", Verdict("Pure"));
        Assert.AreEqual("possible", Verdict("Exposing"));
        Assert.AreEqual("WP2203", Verdict("State"));
        Assert.AreEqual("WP3001", Verdict("Exposed"));
        Assert.AreEqual("WP2411", Verdict("Reader"));
        Assert.AreEqual("", Verdict("Digits"), "An internal type is nobody's to use.");
    }

    [TestMethod]
    public void The_table_says_it_for_people()
    {
        using var files = Library();

        var run = ToolRun.Of("graph", files.PathOf("Acme.dll")).EndsWith(0);

        Assert.Contains("5 public types: 0 weak, 2 could be, 3 can't", run.Output);
        Assert.Contains("WP2203", run.Output);
    }

    [TestMethod]
    public void Mermaid_and_dot_have_a_node_for_each_type_and_an_edge_for_each_use()
    {
        using var files = Library();

        var mermaid = ToolRun.Of("graph", files.PathOf("Acme.dll"), "--format", "mermaid").EndsWith(0).Output;
        var dot = ToolRun.Of("graph", files.PathOf("Acme.dll"), "--format", "dot").EndsWith(0).Output;

        Assert.StartsWith("flowchart LR", mermaid);
        Assert.Contains("[\"Acme.Pure\"]:::possible", mermaid);
        Assert.AreEqual(3, mermaid.Split("-->").Length - 1);
        Assert.StartsWith("digraph", dot);
        Assert.AreEqual(3, dot.Split("->").Length - 1);
    }

    [TestMethod]
    public void One_type_is_shown_with_its_neighbours()
    {
        using var files = Library();

        var names = ToolRun.Of("graph", files.PathOf("Acme.dll"), "--around", "Digits", "--json").EndsWith(0).Json.AsArray().Select(candidate => (string?)candidate!["name"]);

        Assert.AreEqual("Acme.Digits,Acme.Pure", string.Join(",", names));
        ToolRun.Of("graph", files.PathOf("Acme.dll"), "--around", "Nobody").Refuses("Nobody");
    }

    [TestMethod]
    public void A_type_that_others_look_for_by_its_identity_is_possible_with_a_warning()
    {
        const string Lookups = """
            using System.Reflection;
            namespace Acme;
            public sealed class NameAttribute : Attribute;
            public class Circle { public override bool Equals(object? other) => other is Circle; public override int GetHashCode() => 1; }
            public class Square { public static IReadOnlyList<Square> All { get; } = []; }
            public class Oops : Exception;
            public struct Size;
            public enum Kind { None }
            public interface IUnasked;
            public class Unasked { public static Unasked[] Many(List<Unasked> from) => from.Select(one => new Unasked()).ToArray(); }
            internal static class Reader
            {
                public static bool HasName(Type type) => type.GetCustomAttribute<NameAttribute>() is not null;
                public static int Read(object value) { try { return value is Circle ? 1 : 2; } catch (Oops) { return 3; } }
                public static Func<object, bool> IsSquare => value => value.GetType() == typeof(Square);
                public static (Size, Kind) Cast(object size, object kind) => ((Size)size, (Kind)kind);
                public static int Count => Unasked.Many([]).Length;
                public static IUnasked[] None => Array.Empty<IUnasked>();
            }
            """;
        using var files = new Deployed().With("Acme.dll", Package.Of(Lookups, name: "Acme").Compiled.Image.Bytes);

        var json = ToolRun.Of("graph", files.PathOf("Acme.dll"), "--json").EndsWith(0).Json.AsArray();

        string By(string type) => string.Join(",", json.Single(candidate => (string?)candidate!["name"] == "Acme." + type)!["lookedForBy"]!.AsArray().Select(name => (string?)name));
        Assert.AreEqual("Acme.Reader.HasName", By("NameAttribute"));
        Assert.AreEqual("Acme.Reader.Read", By("Circle"));
        Assert.AreEqual("Acme.Reader", By("Square"));
        Assert.AreEqual("Acme.Reader.Read", By("Oops"));
        Assert.AreEqual("Acme.Reader.Cast", By("Size"));
        Assert.AreEqual("Acme.Reader.Cast", By("Kind"));
        Assert.AreEqual("", By("Unasked"));
        Assert.AreEqual("", By("IUnasked"));
        Assert.Contains("Looked for by identity", ToolRun.Of("graph", files.PathOf("Acme.dll")).EndsWith(0).Output);
    }

    [TestMethod]
    public void What_is_weak_already_is_told_by_the_import_library()
    {
        var package = Package.Of("[WeakPackageUnit] public static class Weak; public static class Strong;").Split();
        using var files = new Deployed().With("weakpack/Pack1.dll", package.Compiled.Image.Bytes).WithImportLibrary(package);

        var json = ToolRun.Of("graph", files.PathOf("weakpack/Pack1.dll"), "--json").EndsWith(0).Json.AsArray();

        Assert.AreEqual("Weak", (string?)json.Single(candidate => (string?)candidate!["name"] == "Weak")!["weakUnit"]);
        Assert.IsNull(json.Single(candidate => (string?)candidate!["name"] == "Strong")!["weakUnit"]);
    }

    [TestMethod]
    public void A_weak_type_that_exposes_another_stops_it_from_nothing()
    {
        var package = Package.Of("[WeakPackageUnit] public static class Export { public static void Write(Document document) { } } public class Document;").Split();
        using var files = new Deployed().With("weakpack/Pack1.dll", package.Compiled.Image.Bytes).WithImportLibrary(package);

        var json = ToolRun.Of("graph", files.PathOf("weakpack/Pack1.dll"), "--json").EndsWith(0).Json.AsArray();

        Assert.IsTrue((bool)json.Single(candidate => (string?)candidate!["name"] == "Document")!["isPossible"]!);
    }

    [TestMethod]
    public void A_project_stands_for_what_it_was_compiled_to()
    {
        var package = Package.Of("[WeakPackageUnit] public static class Weak; public static class Strong;").Split();
        using var files = new Deployed()
            .With("Pack1.csproj", "<Project />"u8.ToArray())
            .With("obj/Debug/net10.0/weakpack/Pack1.dll", package.Compiled.Image.Bytes)
            .With("obj/Debug/net10.0/Pack1.wpi", package.ImportLibraryBytes)
            .With("bin/Debug/net10.0/Pack1.dll", package.RuntimeImage.Bytes);

        Assert.Contains("1 weak, 1 could be", ToolRun.Of("graph", files.PathOf("Pack1.csproj")).EndsWith(0).Output);
        files.With("Pack2.csproj", "<Project />"u8.ToArray());
        ToolRun.Of("graph", files.PathOf("Pack2.csproj")).Refuses("Build it first");
    }

    private static Deployed Library() => new Deployed().With("Acme.dll", Package.Of(Source, name: "Acme").Compiled.Image.Bytes);
}
