using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using WeakPack.Core.Tests.Corpus;
using WeakPack.DebugData;
using WeakPack.Metadata;
using WeakPack.Slices;
using WeakPack.Units;

namespace WeakPack.Core.Tests.Slices;

/// <summary>The small assembly that Cecil is handed in the place of an import library.</summary>
[TestClass]
public sealed class SliceTests
{
    private const string Strong = """
        namespace Acme;
        public enum Size : byte { Small, Large }
        public class Base { public Size Size; public static int Two() => 2; public static int Three() => 3; public Base() { } public Base(int size) { } }
        public class Unused { }
        """;

    private const string Weak = """
        namespace Acme;
        [System.AttributeUsage(System.AttributeTargets.All)] public sealed class SizeAttribute(Size size) : System.Attribute { public Size Size => size; public System.Type? Like; }
        public class Pen : Base
        {
            [Size(Size.Large)] public string Name { get; set; } = "pen";
            public class Tip<T> where T : Base { public int[] Points = [1, 2, 3, 4, 5]; public override string ToString() { try { return "tip" + Two(); } catch (System.FormatException error) { return error.Message; } } }
        }
        """;

    public static IEnumerable<object[]> Assemblies => CorpusAssembly.Names.Select(name => new object[] { name });

    [TestMethod]
    [DynamicData(nameof(Assemblies))]
    public void The_types_of_a_slice_are_what_they_are_in_the_whole(string name)
    {
        var corpus = CorpusAssembly.Named(name);
        using var library = new Library(corpus.Image, corpus.References);
        using var whole = new MetadataDump(corpus.Image.Bytes, DumpOptions.None, corpus.Enums);
        foreach (var part in new[] { 0, 1, 2 })
        {
            var types = whole.Types.Where((type, i) => i % 3 == part && !CompilerGenerated.IsImplementationDetails(type)).ToArray();
            using var slice = new MetadataDump(library.Slice(types).Image, DumpOptions.None, corpus.Enums);
            var differences = types.Select(type => DumpAssert.Difference(whole.OfType(type), slice.OfType(type)) is { } difference ? $"{type} {difference}" : null).OfType<string>().ToArray();
            Assert.IsEmpty(differences, $"{differences.Length} of {types.Length} types:{Environment.NewLine}{string.Join(Environment.NewLine, differences.Take(10))}");
        }
    }

    [TestMethod]
    public void Of_other_types_it_has_the_members_that_are_named()
    {
        using var library = Library.Of(Strong, Weak);

        using var slice = new MetadataImage(new("Pack1.wpi", library.Slice("Acme.Pen").Image));

        CollectionAssert.AreEquivalent(new[] { "<Module>", "Acme.Base", "Acme.Size", "Acme.SizeAttribute", "Acme.Pen", "<PrivateImplementationDetails>" }, slice.TopLevelTypes.Select(slice.FullName).ToArray());
        CollectionAssert.AreEquivalent(new[] { "Acme.Base.Two", "Acme.Base..ctor" }, MethodsOf(slice, "Acme.Base"));
        CollectionAssert.AreEquivalent(new[] { "Acme.SizeAttribute..ctor" }, MethodsOf(slice, "Acme.SizeAttribute"));
        Assert.IsTrue(slice.Reader.GetTypeDefinition(slice.Find("Acme.Base")!.Value).GetMethods().All(method => slice.Reader.GetMethodDefinition(method).RelativeVirtualAddress == 0), "Code of a type that is not linked is in the slice.");
    }

    [TestMethod]
    public void An_enum_that_is_not_linked_can_be_measured()
    {
        using var library = Library.Of(Strong, Weak);

        using var slice = new MetadataImage(new("Pack1.wpi", library.Slice("Acme.Pen").Image));

        CollectionAssert.AreEqual(new[] { "value__" }, slice.Reader.GetTypeDefinition(slice.Find("Acme.Size")!.Value).GetFields().Select(field => slice.Reader.GetString(slice.Reader.GetFieldDefinition(field).Name)).ToArray());
    }

    [TestMethod]
    public void A_type_that_only_text_names_is_there()
    {
        using var library = Library.Of(Strong, Weak + "[Size(0, Like = typeof(Unused))] public class Like { }");

        using var slice = new MetadataImage(new("Pack1.wpi", library.Slice("Acme.Like").Image));

        Assert.IsNotNull(slice.Find("Acme.Unused"));
        Assert.IsNull(slice.Find("Acme.Pen"));
    }

    [TestMethod]
    public void Its_size_does_not_depend_on_how_much_else_there_is()
    {
        var others = string.Concat(Enumerable.Range(0, 300).Select(i => $"public class Other{i} {{ [Size(Size.Large)] public string Text => \"text {i}\"; public class Nested; }}\n"));
        using var small = Library.Of(Strong, Weak);
        using var large = Library.Of(Strong, Weak + others);

        Assert.HasCount(small.Slice("Acme.Pen").Image.Length, large.Slice("Acme.Pen").Image);
    }

    [TestMethod]
    public void Each_token_has_its_original()
    {
        using var library = Library.Of(Strong, Weak);
        var slice = library.Slice("Acme.Pen");
        using var image = new MetadataImage(new("Pack1.wpi", slice.Image));

        foreach (var method in image.Reader.MethodDefinitions)
        {
            var original = slice.Original(MetadataTokens.GetToken(method));
            Assert.AreEqual(MetadataTokens.GetToken(method), slice.Find(original));
            Assert.AreEqual(image.Describe(method), library.Image.Describe((MethodDefinitionHandle)MetadataTokens.Handle(original)));
        }

        Assert.AreEqual(0, slice.Find(MetadataTokens.GetToken(library.Image.Find("Acme.Unused")!.Value)));
    }

    private static string[] MethodsOf(MetadataImage image, string type) =>
        [.. image.Reader.GetTypeDefinition(image.Find(type)!.Value).GetMethods().Select(method => image.Describe(method))];

    /// <summary>An assembly that is open for slicing.</summary>
    private sealed class Library : IDisposable
    {
        private readonly ReferenceSet _references;
        private readonly PortablePdb? _pdb;
        private readonly UnitGraph _graph;

        public Library(AssemblyImage image, IEnumerable<Reference> references)
        {
            _references = new ReferenceSet(references);
            Image = new MetadataImage(image);
            _pdb = PortablePdb.Open(Image.Pe, image.Symbols);
            _graph = new UnitGraph(Image, _references);
        }

        public MetadataImage Image { get; }

        public static Library Of(params string[] sources) =>
            new(Compiler.Compile("Pack1", [string.Join("\n", [sources[0], .. sources.Skip(1).Select(source => source.Replace("namespace Acme;", "", StringComparison.Ordinal))])], isExecutable: false, []).Image, TargetFramework.OfTheTests.References);

        /// <summary>Those types, with what of the implementation details they use.</summary>
        public Slice Slice(params string[] types)
        {
            var roots = types.Select(type => _graph.NodeOf(Image.FindTopLevel(type)!.Value));
            var nodes = _graph.Reach(roots, node => CompilerGenerated.IsImplementationDetails(node.Name)).Keys;
            return WeakPack.Slices.Slice.Of(_graph, nodes, [], _pdb?.Reader);
        }

        public void Dispose()
        {
            _pdb?.Dispose();
            Image.Dispose();
            _references.Dispose();
        }
    }
}
