using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using WeakPack.Metadata;
using WeakPack.Packaging;
using WeakPack.Slices;
using WeakPack.Units;

namespace WeakPack.Core.Tests.Splitting;

/// <summary>The runtime package is the compiler's assembly without some rows: all else of the file is as it was.</summary>
[TestClass]
public sealed class RuntimePackageTests
{
    private const string Source = """
        namespace Acme;
        public static class Pen { public static string Draw() => string.Join("-", new[] { 1L, 2, 3, 4, 5 }) + nameof(Pen); }
        public static class Canvas { public static string Show() => string.Join("-", new[] { 6L, 7, 8, 9, 10 }); }
        """;

    private static readonly UnitMarks s_pen = new() { Units = ["Acme.Pen"] };

    [TestMethod]
    [DataRow(Platform.AnyCpu)]
    [DataRow(Platform.X86)]
    [DataRow(Platform.X64)]
    [DataRow(Platform.Arm64)]
    public void Its_file_is_of_the_compilers_kind(Platform platform)
    {
        var compiled = Compile(Source, options => options.WithPlatform(platform));

        var runtime = Split(compiled).Runtime!;

        DumpAssert.AreEqual(PeText.Of(compiled.Bytes), PeText.Of(runtime.Bytes), "the file");
        Assert.IsEmpty(TableOrder.Unsorted(runtime.Bytes));
    }

    [TestMethod]
    public void A_program_starts_where_the_compiler_said()
    {
        var compiled = Compile(Source + "class Other { static void Before() { } } class Program { static void First() { } static void Main() { } }", options => options.WithOutputKind(OutputKind.ConsoleApplication));

        var result = Splitter.Split(new() { Assembly = compiled, References = Framework.References, IsExecutable = true });

        DumpAssert.AreEqual(PeText.Of(compiled.Bytes), PeText.Of(result.Runtime!.Bytes), "the file");
        using var image = new MetadataImage(result.Runtime);
        var entryPoint = image.Pe.PEHeaders.CorHeader!.EntryPointTokenOrRelativeVirtualAddress;
        Assert.AreEqual("Program.Main", image.Describe((MethodDefinitionHandle)MetadataTokens.Handle(entryPoint))[^12..]);
    }

    [TestMethod]
    public void A_version_resource_stays()
    {
        var compiled = Compile("[assembly: System.Reflection.AssemblyFileVersion(\"1.2.3\")]" + Source, hasVersion: true);

        var file = PeText.Of(Split(compiled).Runtime!.Bytes);

        Assert.Contains("resource 16 ", file); // RT_VERSION
        DumpAssert.AreEqual(PeText.Of(compiled.Bytes), file, "the file");
    }

    [TestMethod]
    [DataRow(12)] // the number of entries of the first table
    [DataRow(68)] // where the only entry of the third one leads
    public void Damaged_Windows_resources_are_told_of(int place)
    {
        var compiled = Compile(Source, hasVersion: true);
        using var pe = new PEReader(new MemoryStream(compiled.Bytes));
        Assert.IsTrue(pe.PEHeaders.TryGetDirectoryOffset(pe.PEHeaders.PEHeader!.ResourceTableDirectory, out var start));
        compiled.Bytes[start + place + 1] = 0xEE;

        var diagnostics = TrySplit(compiled).Diagnostics;

        Expect.Rejected(diagnostics, "WP3105", "Windows resources");
    }

    [TestMethod]
    public void Names_and_text_of_what_has_left_are_not_in_it()
    {
        var runtime = Split(Compile(Source)).Runtime!.Bytes;

        Assert.IsLessThan(0, runtime.AsSpan().IndexOf("Draw"u8));
        Assert.IsLessThan(0, runtime.AsSpan().IndexOf("P\0e\0n\0"u8));
        Assert.IsGreaterThan(0, runtime.AsSpan().IndexOf("Canvas"u8));
    }

    [TestMethod]
    public void Data_of_fields_is_where_the_runtime_may_read_it_as_numbers()
    {
        using var pe = new PEReader(new MemoryStream(Split(Compile(Source)).Runtime!.Bytes));
        var reader = pe.GetMetadataReader();

        var data = reader.FieldDefinitions.Select(reader.GetFieldDefinition).Where(field => field.GetRelativeVirtualAddress() != 0).ToArray();

        Assert.HasCount(1, data);
        Assert.AreEqual(0, data[0].GetRelativeVirtualAddress() % 8);
        Assert.AreEqual(6, pe.GetSectionData(data[0].GetRelativeVirtualAddress()).GetReader().ReadInt64());
    }

    [TestMethod]
    public void A_resource_in_a_file_of_its_own_stays_there()
    {
        var compiled = Compile(Source, resource: new ResourceDescription("Words", "words.txt", () => new MemoryStream([1, 2, 3]), isPublic: true));

        using var runtime = new MetadataImage(Split(compiled).Runtime!);

        var resource = runtime.Reader.GetManifestResource(runtime.Reader.ManifestResources.Single());
        Assert.AreEqual("words.txt", runtime.Reader.GetString(runtime.Reader.GetAssemblyFile((AssemblyFileHandle)resource.Implementation).Name));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("[assembly: System.Reflection.AssemblyMetadata(\"Acme\", \"yes\")]")]
    public void The_class_of_its_checksum_is_referred_to_once(string attribute)
    {
        using var runtime = new MetadataImage(Split(Compile(attribute + Source)).Runtime!);

        Assert.HasCount(1, runtime.AssemblyAttributes.Metadata("WeakPack.ImportLibrary"));
        Assert.HasCount(attribute.Length > 0 ? 1 : 0, runtime.AssemblyAttributes.Metadata("Acme"));
        Assert.AreEqual(1, runtime.Reader.TypeReferences.Count(handle => runtime.FullName(handle) == "System.Reflection.AssemblyMetadataAttribute"));
    }

    [TestMethod]
    public void A_package_that_refers_to_no_core_library_gets_a_reference_for_its_checksum()
    {
        using var module = Mono.Cecil.ModuleDefinition.CreateModule("Acme", new Mono.Cecil.ModuleParameters { Kind = Mono.Cecil.ModuleKind.Dll });
        foreach (var name in new[] { "Pen", "Canvas" })
            module.Types.Add(new("Acme", name, Mono.Cecil.TypeAttributes.Interface | Mono.Cecil.TypeAttributes.Abstract | Mono.Cecil.TypeAttributes.Public));
        using var bytes = new MemoryStream();
        module.Write(bytes);
        Assert.IsEmpty(module.AssemblyReferences);

        using var runtime = new MetadataImage(Split(new("Acme.dll", bytes.ToArray())).Runtime!);

        Assert.HasCount(1, runtime.AssemblyAttributes.Metadata("WeakPack.ImportLibrary"));
        Assert.AreEqual("mscorlib", runtime.Reader.GetString(runtime.Reader.GetAssemblyReference(runtime.Reader.AssemblyReferences.Single()).Name));
    }

    [TestMethod]
    public void What_stays_names_nothing_that_has_left()
    {
        using var image = new MetadataImage(Compile(Source.Replace("Show() =>", "Show() => Pen.Draw() +", StringComparison.Ordinal)));
        var (pen, canvas) = (image.Find("Acme.Pen")!.Value, image.Find("Acme.Canvas")!.Value);

        Assert.Contains("Acme.Pen", Assert.ThrowsExactly<BadImageFormatException>(() => Closed(canvas).Complete()).Message);
        var both = Closed(canvas, pen);
        both.Complete();
        Assert.IsTrue(both.IsTaken(MetadataTokens.GetToken(image.Reader.GetTypeDefinition(pen).GetMethods().Single())));

        SliceSelection Closed(params TypeDefinitionHandle[] types)
        {
            var selection = new SliceSelection(image) { Claim = SliceSelection.Refuse(image) };
            using var references = new ReferenceSet(Framework.References);
            var graph = new UnitGraph(image, references);
            foreach (var node in graph.Nodes.Where(node => node.Shell is not null || node.IsHelper || node.Name == "<Module>" || types.Contains((TypeDefinitionHandle)node.Definition)))
                selection.Take(node);
            return selection;
        }
    }

    [TestMethod]
    public void The_oracle_knows_a_table_that_is_not_sorted()
    {
        var bytes = Split(Compile(Source.Replace("Canvas", "Canvas<T>", StringComparison.Ordinal) + "public class Brush<T>;")).Runtime!.Bytes;
        Assert.IsEmpty(TableOrder.Unsorted(bytes));
        using var pe = new PEReader(new MemoryStream(bytes));
        var reader = pe.GetMetadataReader();
        var table = bytes.AsSpan(pe.PEHeaders.MetadataStartOffset + reader.GetTableMetadataOffset(TableIndex.GenericParam));
        var size = reader.GetTableRowSize(TableIndex.GenericParam);

        var first = table[..size].ToArray();
        table[size..(2 * size)].CopyTo(table);
        first.CopyTo(table[size..]);

        CollectionAssert.AreEqual(new[] { TableIndex.GenericParam }, TableOrder.Unsorted(bytes).ToArray());
    }

    private static SplitResult Split(AssemblyImage compiled)
    {
        var result = TrySplit(compiled);
        Assert.IsTrue(result.Succeeded, Expect.Describe(result.Diagnostics));
        return result;
    }

    private static SplitResult TrySplit(AssemblyImage compiled) => Splitter.Split(new() { Assembly = compiled, Marks = s_pen, References = Framework.References });

    private static AssemblyImage Compile(string source, Func<CSharpCompilationOptions, CSharpCompilationOptions>? change = null, bool hasVersion = false, ResourceDescription? resource = null)
    {
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, deterministic: true, optimizationLevel: OptimizationLevel.Release);
        var compilation = CSharpCompilation.Create("Acme", [CSharpSyntaxTree.ParseText(source)], TargetFramework.OfTheTests.ForCompiler, change?.Invoke(options) ?? options);
        using var bytes = new MemoryStream();
        using var version = hasVersion ? compilation.CreateDefaultWin32Resources(versionResource: true, noManifest: true, null, null) : null;
        var emitted = compilation.Emit(bytes, win32Resources: version, manifestResources: resource is null ? null : [resource]);
        Assert.IsTrue(emitted.Success, string.Join(Environment.NewLine, emitted.Diagnostics));
        return new("Acme.dll", bytes.ToArray());
    }
}
