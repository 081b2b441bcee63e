using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using WeakPack.Linking;
using WeakPack.Packaging;

namespace WeakPack.Core.Tests.Inputs;

/// <summary>WP3108: images that no compiler of a managed language writes are rejected as packages and consumers, and fine as references.</summary>
[TestClass]
public sealed class ForeignImageTests
{
    private const int FlagsOffset = 16; // of the fields of the CLI header (ECMA-335 II.25.3.3)
    private const int VtableFixupsOffset = 48;
    private const int ManagedNativeHeaderOffset = 64;

    private static readonly Lazy<SplitPackage> s_package = new(() => Package.Of("[WeakPackageUnit] public static class Weak { public static int Two => 2; } public static class Strong;").Split());

    private static byte[] Plain => Compiler.Compile("Plain", ["public class Plain { public static int One => 1; }"], isExecutable: false, [s_package.Value.CompileSurface]).Image.Bytes;

    [TestMethod]
    public void An_ordinary_assembly_is_split_and_linked() => Accepts(Plain);

    [TestMethod]
    public void Mixed_mode_without_the_flag_of_pure_IL() =>
        Rejects(PatchCliHeader(Plain, FlagsOffset, (int)CorFlags.Requires32Bit), "mixed-mode");

    [TestMethod]
    public void Mixed_mode_with_vtable_fixups() =>
        Rejects(PatchCliHeader(Plain, VtableFixupsOffset, 0x2000, 8), "mixed-mode");

    [TestMethod]
    public void ReadyToRun()
    {
        // The runtime's own assemblies are.
        var image = File.ReadAllBytes(Framework.Paths.Single(path => Path.GetFileName(path) == "System.Linq.dll"));
        Rejects(image, "ReadyToRun");
    }

    [TestMethod]
    public void A_component_of_a_composite_image() =>
        Rejects(PatchCliHeader(Plain, ManagedNativeHeaderOffset, 0x2000, 0x30), "ReadyToRun");

    [TestMethod]
    public void A_composite_image_itself()
    {
        using var pe = new PEReader([.. Plain]);
        var directories = pe.PEHeaders.PEHeaderStartOffset + pe.PEHeaders.CoffHeader.SizeOfOptionalHeader - 16 * 8;
        var image = Compiler.Compile("Plain", ["public class Plain { public static ReadOnlySpan<byte> Export => \"RTR_HEADER\\0\"u8; }"], isExecutable: false, []).Image.Bytes;
        image.AsSpan(directories + 14 * 8, 8).CopyTo(image.AsSpan(directories)); // exports: anything
        image.AsSpan(directories + 14 * 8, 8).Clear(); // and no CLI header
        Rejects(image, "ReadyToRun");
    }

    [TestMethod]
    [DataRow("WindowsRuntime 1.4", DisplayName = "winmd")]
    [DataRow("WindowsRuntime 1.4;CLR v4.0.30319", DisplayName = "winmdobj")]
    public void Windows_metadata(string version) => Rejects(Handwritten(version), "Windows metadata");

    [TestMethod]
    public void Handwritten_metadata_that_is_none_of_Windows() => Accepts(Handwritten("v4.0.30319"));

    [TestMethod]
    [DataRow("WbIL\0\0\0\0", DisplayName = "bare")]
    [DataRow("\0asm\u0001\0\0\0", DisplayName = "in WebAssembly")]
    public void Webcil(string magic) => Rejects([.. Encoding.ASCII.GetBytes(magic), .. Plain], "Webcil");

    [TestMethod]
    public void A_netmodule() => Rejects(Netmodule("Part", "public class Part;"), "module and no assembly");

    [TestMethod]
    public void An_assembly_of_several_files()
    {
        var part = ModuleMetadata.CreateFromImage(Netmodule("Part", "public class Part;")).GetReference(filePath: "Part.netmodule");
        Rejects(Emit(Compilation("Whole", "public class Whole : Part;", OutputKind.DynamicallyLinkedLibrary).AddReferences(part)), "Part.netmodule");
    }

    [TestMethod]
    public void An_assembly_with_a_resource_in_another_file()
    {
        var linked = new ResourceDescription("Text", "text.txt", () => new MemoryStream([1, 2, 3]), isPublic: true);
        Accepts(Emit(Compilation("Whole", "public class Whole;", OutputKind.DynamicallyLinkedLibrary), linked));
    }

    [TestMethod]
    public void Uncompressed_tables()
    {
        var image = Plain;
        var at = image.AsSpan().IndexOf("#~\0\0"u8);
        image[at + 1] = (byte)'-';
        Rejects(image, "#-");
    }

    [TestMethod]
    [DataRow("v2.0.50727")]
    [DataRow("v9.9.99999")]
    public void Metadata_for_another_runtime(string version)
    {
        var image = Plain;
        Encoding.ASCII.GetBytes(version, image.AsSpan(image.AsSpan().IndexOf("v4.0.30319"u8)));
        Accepts(image);
    }

    [TestMethod]
    public void Tables_of_a_newer_format()
    {
        var image = Plain;
        using var pe = new PEReader([.. image]);
        var tables = image.AsSpan().IndexOf("#~\0\0"u8) - 8;
        image[pe.PEHeaders.MetadataStartOffset + BinaryPrimitives.ReadInt32LittleEndian(image.AsSpan(tables)) + 4]++;

        Rejects(image, "3.0");
    }

    [TestMethod]
    public void An_import_library_of_such_a_kind_can_not_be_read()
    {
        var good = s_package.Value;
        var library = PatchCliHeader(good.ImportLibraryBytes, FlagsOffset, 0);
        var before = WeakPack.ImportLibraries.Manifest.Read(WeakPack.ImportLibraries.Manifest.FindIn(library)).Checksum;
        Replace(library, before, WeakPack.ImportLibraries.Checksum.Placeholder);
        var after = WeakPack.ImportLibraries.Checksum.Seal(library);
        var runtime = (byte[])good.RuntimeImage.Bytes.Clone();
        Replace(runtime, before, after);

        var result = Linker.Link(new LinkRequest
        {
            Consumer = new AssemblyImage("/bin/Plain.dll", Plain),
            References = [.. Framework.References, Reference.FromImage(new AssemblyImage(good.RuntimeImage.Path, runtime), library)],
        });

        Expect.Rejected(result.Diagnostics, "WP3101", "Pack1.wpi", "mixed-mode");
    }

    [TestMethod]
    public void As_references_all_of_them_are_fine()
    {
        AssemblyImage[] references =
        [
            new("/bin/Mixed.dll", PatchCliHeader(Named("Mixed"), FlagsOffset, 0)),
            new("/bin/Windows.winmd", Handwritten("WindowsRuntime 1.4")),
            new("/bin/Web.dll", [.. "WbIL"u8, .. Plain]),
            new("/bin/Part.netmodule", Netmodule("Part", "public class Part;")),
        ];

        var program = Consumer.Of("Console.WriteLine(Weak.Two + Mixed.One);", s_package.Value).References(references[0]);
        var compiled = program.TryLink().Compiled;
        var linked = Linker.Link(new LinkRequest
        {
            Consumer = compiled.Image,
            References = [.. references.Select(image => Reference.FromImage(image)), .. Framework.References, s_package.Value.Reference],
            IsExecutable = true,
        });

        Assert.IsTrue(linked.Succeeded, Expect.Describe(linked.Diagnostics));
        CollectionAssert.Contains(linked.UnneededPackages.ToList(), "Pack1");
    }

    private static byte[] Named(string name) =>
        Compiler.Compile(name, [$"public static class {name} {{ public static int One => 1; }}"], isExecutable: false, []).Image.Bytes;

    private static void Accepts(byte[] image)
    {
        var (split, link) = SplitAndLink(image);
        Assert.IsTrue(split.Succeeded, Expect.Describe(split.Diagnostics));
        Assert.IsTrue(link.Succeeded, Expect.Describe(link.Diagnostics));
    }

    private static void Rejects(byte[] image, string word)
    {
        var (split, link) = SplitAndLink(image);
        Expect.Rejected(split.Diagnostics, "WP3108", "Image.dll", word);
        Expect.Rejected(link.Diagnostics, "WP3108", "Image.dll", word);
        Assert.IsNull(split.Runtime);
        Assert.IsNull(link.Output);
    }

    private static (SplitResult Split, LinkResult Link) SplitAndLink(byte[] bytes)
    {
        var image = new AssemblyImage("/bin/Image.dll", bytes);
        return (
            Splitter.Split(new SplitRequest { Assembly = image, References = Framework.References }),
            Linker.Link(new LinkRequest { Consumer = image, References = [.. Framework.References, s_package.Value.Reference] }));
    }

    private static byte[] PatchCliHeader(byte[] image, int offset, params int[] values)
    {
        using var pe = new PEReader([.. image]);
        var patched = (byte[])image.Clone();
        for (var i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteInt32LittleEndian(patched.AsSpan(pe.PEHeaders.CorHeaderStartOffset + offset + 4 * i), values[i]);
        return patched;
    }

    private static byte[] Handwritten(string version)
    {
        var metadata = new MetadataBuilder();
        metadata.AddModule(0, metadata.GetOrAddString("Image"), metadata.GetOrAddGuid(new Guid("5b3b2f0c-3c5e-4b51-9d8f-0f2a4a1f6d11")), default, default);
        metadata.AddAssembly(metadata.GetOrAddString("Image"), new Version(1, 0), default, default, default, default);
        metadata.AddAssemblyReference(metadata.GetOrAddString("mscorlib"), new Version(4, 0), default, default, default, default);
        metadata.AddTypeDefinition(default, default, metadata.GetOrAddString("<Module>"), default, MetadataTokens.FieldDefinitionHandle(1), MetadataTokens.MethodDefinitionHandle(1));
        var image = new BlobBuilder();
        new ManagedPEBuilder(PEHeaderBuilder.CreateLibraryHeader(), new MetadataRootBuilder(metadata, version), new BlobBuilder()).Serialize(image);
        return image.ToArray();
    }

    private static byte[] Netmodule(string name, string source) => Emit(Compilation(name, source, OutputKind.NetModule));

    private static CSharpCompilation Compilation(string name, string source, OutputKind kind) =>
        CSharpCompilation.Create(name, [CSharpSyntaxTree.ParseText(source)], Framework.Paths.Select(path => MetadataReference.CreateFromFile(path)), new CSharpCompilationOptions(kind, deterministic: true));

    private static byte[] Emit(CSharpCompilation compilation, params ResourceDescription[] resources)
    {
        using var pe = new MemoryStream();
        var emitted = compilation.Emit(pe, manifestResources: resources);
        Assert.IsTrue(emitted.Success, string.Join('\n', emitted.Diagnostics));
        return pe.ToArray();
    }

    private static void Replace(byte[] bytes, string from, string to) =>
        Encoding.ASCII.GetBytes(to, bytes.AsSpan(bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(from))));
}
