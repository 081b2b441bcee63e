using WeakPack.Core.Tests.Oracles;

namespace WeakPack.Core.Tests.DebugData;

/// <summary>Source files in PDBs: which go where, and what is known of them.</summary>
[TestClass]
public sealed class DocumentTests
{
    private static readonly SourceFile s_weak = new("/src/Weak.cs", "[WeakPackageUnit] public static class Weak { public static int Two() => 2; }");
    private static readonly SourceFile s_weakWithoutCode = new("/src/Level.cs", "[WeakPackageUnit] public enum Level { Low, High }");
    private static readonly SourceFile s_strong = new("/src/Strong.cs", "public class Strong { public int Four() => 4; }");
    private static readonly SourceFile s_strongWithoutCode = new("/src/IStrong.cs", "public interface IStrong;");

    [TestMethod]
    public void Each_half_of_a_package_names_the_files_of_its_own_types()
    {
        var package = Package.Of([s_weak, s_weakWithoutCode, s_strong, s_strongWithoutCode]).Split();

        using var runtime = new PdbView(package.RuntimeImage);
        CollectionAssert.AreEquivalent(new[] { "GlobalUsings.cs", "/src/Strong.cs", "/src/IStrong.cs" }, runtime.Documents);
        using var library = new PdbView(new("Pack1.wpi", package.ImportLibraryBytes));
        CollectionAssert.AreEquivalent(new[] { "/src/Weak.cs", "/src/Level.cs" }, library.Documents);
    }

    [TestMethod]
    public void A_linked_type_without_code_keeps_its_file()
    {
        var package = Package.Of([s_weak, s_weakWithoutCode]).Split();
        var linked = Consumer.Of("Console.WriteLine(typeof(Level).Name);", package).RunsAsUnlinked();

        Construct.Check(linked);
        using var pdb = new PdbView(linked.Image);
        CollectionAssert.AreEquivalent(new[] { "GlobalUsings.cs", "/src/App/File1.cs", "/src/Level.cs" }, pdb.Documents);
    }

    [TestMethod]
    public void The_consumer_keeps_its_files_without_code()
    {
        var package = Package.Of([s_weak]).Split();
        var linked = new ConsumerFixture("App", ["Console.WriteLine(Weak.Two());", new("/app/IOwn.cs", "interface IOwn;"), new("/app/Empty.cs", "// nothing")], [package], isExecutable: true).Link();

        using var pdb = new PdbView(linked.Image);
        CollectionAssert.IsSubsetOf(new[] { "/app/IOwn.cs", "/app/Empty.cs" }, pdb.Documents);
        Assert.AreEqual(DebugDump.OfType(linked.Compiled.Image, "IOwn"), DebugDump.OfType(linked.Image, "IOwn"));
        Assert.Contains("/app/IOwn.cs", DebugDump.OfType(linked.Image, "IOwn"));
    }

    [TestMethod]
    public void Sources_within_the_PDB_come_along()
    {
        var options = CompileOptions.Debug with { EmbedSources = true };
        var package = Package.Of([s_weak, s_strong]).With(options).Split();
        var linked = Consumer.Of("Console.WriteLine(Weak.Two());", package).RunsAsUnlinked();

        Construct.Check(linked);
        Assert.Contains("with its source", DebugDump.OfType(linked.Image, "Weak"));
        using var runtime = new PdbView(package.RuntimeImage);
        Assert.DoesNotContain("/src/Weak.cs", runtime.Documents);
    }

    [TestMethod]
    public void Code_out_of_several_files_keeps_them_apart()
    {
        var package = Package.Of("""
            [WeakPackageUnit] public class Mixed
            {
                public static int Run(int value)
                {
                    value++;
            #line 100 "/templates/First.cshtml"
                    value *= 2;
            #line hidden
                    value--;
            #line (7, 3) - (7, 19) 5 "/templates/Second.cshtml"
                    value += 5;
            #line default
                    return value;
                }
            #line 30 "/templates/Second.cshtml"
                public int Field = int.Parse("3");
            #line default
                public Mixed() { }
            }
            """).Split();
        var linked = new ConsumerFixture("App", [new("/app/Program.cs", "Console.WriteLine(Mixed.Run(3) + new Mixed().Field);"), new("/app/Other.cs", "class Other { int One() => 1; }")], [package], isExecutable: true).RunsAsUnlinked();

        Construct.KeepsItsUnits(package);
        Construct.Check(linked);
        using var pdb = new PdbView(linked.Image);
        CollectionAssert.IsSubsetOf(new[] { "/templates/First.cshtml", "/templates/Second.cshtml" }, pdb.Documents);
    }

    [TestMethod]
    public void A_file_that_both_sides_compile_is_named_once()
    {
        var shared = new SourceFile("/src/Shared.cs", "static class Shared { public static int One() => 1; }");
        var package = Package.Of([shared, new("/src/Weak.cs", "[WeakPackageUnit] public static class Weak { public static int Two() => Shared.One() + 1; }")]).Split();
        var other = new SourceFile("/src/Shared.cs", "// another text\nstatic class Mine { public static int One() => 1; }");
        var program = new SourceFile("/app/Program.cs", "Console.WriteLine(Weak.Two());");

        using var same = new PdbView(new ConsumerFixture("App", [program, shared], [package], isExecutable: true).Link().Image);
        Assert.HasCount(1, same.Documents.Where(name => name == "/src/Shared.cs"));
        using var different = new PdbView(new ConsumerFixture("App", [program, other], [package], isExecutable: true).Link().Image);
        Assert.HasCount(2, different.Documents.Where(name => name == "/src/Shared.cs"));
    }
}
