using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Security.Cryptography;
using WeakPack.Linking;

namespace WeakPack.Core.Tests.DebugData;

/// <summary>Where PDBs come from and go to, and how an image names its own.</summary>
[TestClass]
public sealed class PdbPlaceTests
{
    private const string Unit = """
        [WeakPackageUnit] public static class Unit1 { public static void Fail() => throw new InvalidOperationException("failed"); }
        """;

    private const string Program = """
        try { Unit1.Fail(); } catch (InvalidOperationException e) { Console.WriteLine(e.StackTrace); }
        """;

    private static readonly Dictionary<string, CompileOptions> s_places = new()
    {
        ["beside"] = CompileOptions.Debug,
        ["embedded"] = CompileOptions.Debug with { EmbedPdb = true },
        ["none"] = CompileOptions.Debug with { NoPdb = true },
    };

    public static IEnumerable<object[]> Pairs => from package in s_places.Keys from consumer in s_places.Keys select new object[] { package, consumer };

    [TestMethod]
    [DynamicData(nameof(Pairs))]
    public void Debug_data_of_either_side_is_where_the_compiler_put_that_of_the_consumer(string package, string consumer)
    {
        var split = Package.Of(Unit).With(s_places[package]).Split();
        var linked = Consumer.Of(Program, split).With(s_places[consumer]).Link();
        Assert.Contains("Unit1.Fail", linked.Prints());

        using var pdb = new PdbView(linked.Image);
        Assert.AreEqual(consumer != "none", pdb.HasPdb);
        Assert.AreEqual(consumer == "beside", linked.Image.Symbols is not null);
        if (consumer != "none")
            Assert.AreEqual(package != "none", pdb.Documents.Contains("/src/Pack1/File1.cs"));
    }

    [TestMethod]
    public void A_stack_trace_from_linked_code_names_the_package_source_and_line() =>
        Assert.Contains("/src/Pack1/File1.cs:line 3", Consumer.Of(Program, Package.Of("\n\n" + Unit).Split()).Link().Prints());

    [TestMethod]
    public void The_PDB_of_another_build_is_taken_for_none()
    {
        var other = Compiler.Compile("App", ["Console.WriteLine(2);"], isExecutable: true, []);
        var split = Package.Of(Unit).Split();
        var consumer = Compiler.Compile("App", [Program], isExecutable: true, [split.CompileSurface]);

        var result = Linker.Link(new()
        {
            Consumer = new(consumer.Image.Path, consumer.Image.Bytes, other.Image.Symbols),
            References = [.. Framework.References, split.Reference],
            IsExecutable = true,
        });

        Assert.IsTrue(result.Succeeded);
        Assert.IsNull(result.Output!.Symbols);
    }

    [TestMethod]
    public void The_debug_directory_names_the_PDB_by_the_path_it_is_given()
    {
        var split = Package.Of(Unit).Split();
        var consumer = Compiler.Compile("App", [Program], isExecutable: true, [split.CompileSurface]).Image;

        var result = Linker.Link(new()
        {
            Consumer = new(consumer.Path, consumer.Bytes, consumer.Symbols) { SymbolsPath = "/_/obj/Grüße/App.pdb" },
            References = [.. Framework.References, split.Reference],
            IsExecutable = true,
        });

        using var pdb = new PdbView(result.Output!);
        Assert.AreEqual("/_/obj/Grüße/App.pdb", pdb.CodeView.Path);
    }

    [TestMethod]
    public void The_debug_directory_has_the_id_and_the_checksum_of_the_PDB()
    {
        var image = Consumer.Of(Program, Package.Of(Unit).Split()).Link().Image;

        using var pdb = new PdbView(image);
        var id = new BlobContentId(pdb.Pdb.DebugMetadataHeader!.Id);
        Assert.AreEqual(id.Guid, pdb.CodeView.Guid);
        Assert.AreEqual(id.Stamp, pdb.Directory.Single(entry => entry.Type == DebugDirectoryEntryType.CodeView).Stamp);
        var withoutId = (byte[])image.Symbols!.Clone();
        Array.Clear(withoutId, pdb.Pdb.DebugMetadataHeader.IdStartOffset, 20);
        CollectionAssert.AreEqual(SHA256.HashData(withoutId), pdb.Checksum.Checksum.ToArray());
        Assert.AreEqual("SHA256", pdb.Checksum.AlgorithmName);
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void An_image_says_that_it_is_reproducible_when_the_compiler_said_so(bool deterministic)
    {
        var options = CompileOptions.Debug with { Deterministic = deterministic };
        var split = Package.Of(Unit).With(options).Split();
        var linked = Consumer.Of(Program, split).With(options).RunsAsUnlinked();

        foreach (var image in new[] { split.RuntimeImage, linked.Image })
        {
            using var pdb = new PdbView(image);
            Assert.AreEqual(deterministic, pdb.Directory.Any(entry => entry.Type == DebugDirectoryEntryType.Reproducible));
        }
    }

    [TestMethod]
    public void Another_line_in_a_comment_makes_another_MVID()
    {
        var split = Package.Of(Unit).Split();
        var one = Consumer.Of(Program, split).Link().Image;
        var other = Consumer.Of("// a comment\n" + Program, split).Link().Image;

        Assert.AreNotEqual(Mvid(one), Mvid(other));
    }

    private static Guid Mvid(AssemblyImage image)
    {
        using var pe = new PEReader(new MemoryStream(image.Bytes));
        var reader = pe.GetMetadataReader();
        return reader.GetGuid(reader.GetModuleDefinition().Mvid);
    }
}
