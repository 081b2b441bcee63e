using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Text;
using WeakPack.Fuzz.Mutations;
using WeakPack.Inspection;
using WeakPack.Linking;
using WeakPack.Packaging;

namespace WeakPack.Core.Tests.Damage;

/// <summary>Methods, headers and PDBs that say what is not so: what ended in an exception, or took far too much memory. Found by the fuzz run.</summary>
[TestClass]
public sealed class DamagedPartsTests
{
    private const int PlaceOfCodeSize = 4; // in a method's header: ECMA-335 II.25.4.3
    private const int PlaceOfStrongName = 32; // in the CLI header: II.25.3.3

    private static readonly Lazy<SplitPackage> s_package = new(() => Package.Of("[WeakPackageUnit] public static class Weak { public static int Tell(int a) { var b = a + 1; return b; } }").Split());

    [TestMethod]
    public void A_method_without_an_instruction_in_a_unit() => DamagedImage.RejectsLibrary(
        target => target.Write(Method(target, "Weak", "Tell") + PlaceOfCodeSize, 4, 0), "without an instruction");

    [TestMethod]
    public void A_method_of_half_a_gigabyte()
    {
        const string words = "a method is said to be larger than the file";
        Action<Target> damage = target => target.Write(Fat(target) + PlaceOfCodeSize, 4, 0x1FFFFFFF);

        DamagedImage.RejectsPackage(damage, words);
        DamagedImage.RejectsConsumer(damage, words);
        DamagedImage.RejectsLibrary(damage, words);
    }

    [TestMethod]
    public void For_a_method_of_half_a_gigabyte_no_memory_is_taken()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();

        DamagedImage.RejectsConsumer(target => target.Write(Fat(target) + PlaceOfCodeSize, 4, 0x1FFFFFFF), "a method is said to be larger than the file");

        Assert.IsLessThan(256L << 20, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [TestMethod]
    public void For_an_array_of_a_gigabyte_in_an_attribute_no_memory_is_taken()
    {
        const string text = "a value of some length";
        var consumer = Compiler.Compile("App", ["return Weak.Tell(1);", $"[assembly: System.Reflection.AssemblyMetadata(\"key\", \"{text}\")]"], isExecutable: true, [s_package.Value.CompileSurface]).Image;
        var damaged = DamagedImage.Damaged(consumer, target =>
        {
            // An empty value, and one property: texts 'a', 64 million of them.
            var length = target.Bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(text)) - 1;
            new byte[] { 0, 1, 0, 0x54, 0x1D, 0x0E, 1, (byte)'a', 0xFF, 0xFF, 0xFF, 0x03 }.CopyTo(target.Bytes, length);
        });
        var before = GC.GetAllocatedBytesForCurrentThread();

        Link(damaged);

        Assert.IsLessThan(256L << 20, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [TestMethod]
    public void A_method_that_is_larger_than_the_file_is_told_by_what_looks_into_assemblies()
    {
        var damaged = DamagedImage.Damaged(Linked().Output!, target => target.Write(Fat(target) + PlaceOfCodeSize, 4, 0x7D80));

        Assert.ThrowsExactly<BadImageFormatException>(() => Usage.Find(damaged, "Pack1", [], Framework.References));
        Assert.ThrowsExactly<BadImageFormatException>(() => ImportLibraryContents.Read(DamagedImage.Damaged(new("Pack1.wpi", s_package.Value.ImportLibraryBytes), target => target.Write(Method(target, "Weak", "Tell") + PlaceOfCodeSize, 4, 0x7D80))));
    }

    [TestMethod]
    public void The_space_of_a_strong_name_outside_of_the_file()
    {
        Action<Target> damage = target => target.Write(target.Pe!.PEHeaders.CorHeaderStartOffset + PlaceOfStrongName + 4, 4, 3);

        DamagedImage.RejectsPackage(damage, "strong name lies outside");
        DamagedImage.RejectsConsumer(damage, "strong name lies outside");
    }

    [TestMethod]
    public void Resources_of_Windows_at_another_place_of_the_file_harm_nobody()
    {
        var package = Package.Of("[WeakPackageUnit] public static class Weak { }").With(new() { HasWindowsResources = true }).Split();
        var damaged = DamagedImage.Damaged(package.Compiled.Image, target =>
        {
            var headers = target.Pe!.PEHeaders;
            var resources = headers.SectionHeaders.Select(header => header.Name).ToList().IndexOf(".rsrc");
            Assert.IsPositive(resources);
            var section = headers.PEHeaderStartOffset + headers.CoffHeader.SizeOfOptionalHeader + 40 * resources;
            target.Write(section + 20, 4, target.Read(section + 20, 4) - 0x200); // PointerToRawData
        });

        var split = Splitter.Split(new() { Assembly = damaged, References = Framework.References });

        Assert.IsTrue(split.Succeeded, Expect.Describe(split.Diagnostics));
    }

    [TestMethod]
    public void A_scope_of_local_variables_behind_all_code() => RejectsSymbols(
        target => target.Write(TableMutations.Place(target, TableIndex.LocalScope, 1) + target.Reader.GetTableRowSize(TableIndex.LocalScope) - 8, 4, 0xFFFF0000));

    [TestMethod]
    public void A_document_with_control_characters_in_its_name_stays()
    {
        var consumer = Compile();
        var symbols = (byte[])consumer.Symbols!.Clone();
        var at = symbols.AsSpan().IndexOf("App"u8);
        new byte[] { 0x12, 0x1F, 0x24 }.CopyTo(symbols, at);

        var linked = Link(new(consumer.Path, consumer.Bytes, symbols));

        Assert.IsTrue(linked.Succeeded, Expect.Describe(linked.Diagnostics));
        Assert.IsGreaterThan(0, linked.Output!.Symbols.AsSpan().IndexOf(Encoding.UTF8.GetBytes("\u0012\u001F$")));
    }

    [TestMethod]
    public void A_text_in_code_that_is_said_to_be_longer_than_all_texts()
    {
        var package = Package.Of("""[WeakPackageUnit] public static class Weak { public static string Tell() => "weak text"; }""").Split();
        var damaged = WithLongText(package.Compiled.Image, "weak text", 0xDF);

        Expect.Rejected(Splitter.Split(new() { Assembly = damaged, References = Framework.References }).Diagnostics, "WP3105", "Pack1.dll", "code names token 0x70", "which is not there");
    }

    [TestMethod]
    public void A_text_in_code_of_a_consumer_that_is_said_to_be_longer_than_all_texts_takes_no_memory()
    {
        var package = Package.Of("""
            [WeakPackageUnit] public sealed record Weak(int X);
            public sealed class Strong { public int Size { get; init; } }
            namespace System.Runtime.CompilerServices { internal static class IsExternalInit { } }
            """).Split();
        var consumer = Compiler.Compile("App", ["""Console.WriteLine("long text" + new Weak(1) { X = 2 } + new Strong { Size = 1 }.Size);"""], isExecutable: true, [package.ImportLibraryBytes]).Image;
        var before = GC.GetAllocatedBytesForCurrentThread();

        var result = Linker.Link(new() { Consumer = WithLongText(consumer, "long text", 0xFF), References = [.. Framework.References, package.Reference], IsExecutable = true });

        Expect.Rejected(result.Diagnostics, "WP3105", "App.dll", "code names token 0x70", "which is not there");
        Assert.IsLessThan(100_000_000, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static AssemblyImage WithLongText(AssemblyImage image, string text, byte first) => DamagedImage.Damaged(image, target =>
    {
        var at = target.Bytes.AsSpan().IndexOf(Encoding.Unicode.GetBytes(text));
        new byte[] { first, 0xFF, 0xFF, 0xFF }.CopyTo(target.Bytes, at - 1); // half a gigabyte (II.23.2); and no length at all, which Cecil takes for one
    });

    [TestMethod]
    public void A_constant_of_a_text_that_is_a_number()
    {
        const byte int16 = 0x06;
        var package = Package.Of("[WeakPackageUnit] public static class Weak { public const string Name = \"n\"; public static int Tell(int a) => a; }").Split();
        var (library, runtime) = DamagedImage.Sealed(package, target =>
        {
            var place = TableMutations.Place(target, TableIndex.Constant, 1);
            Assert.AreEqual((byte)SignatureTypeCode.String, target.Bytes[place]);
            target.Bytes[place] = int16;
        });

        var result = Linker.Link(new() { Consumer = Compile(), References = [.. Framework.References, Reference.FromImage(runtime, library)], IsExecutable = true });

        Expect.Rejected(result.Diagnostics, "WP3101", "Pack1.wpi", "a text has a constant that is none");
    }

    private static void RejectsSymbols(Action<Target> damage)
    {
        var (package, consumer) = (s_package.Value.Compiled.Image, Compile());
        Expect.Rejected(Splitter.Split(new() { Assembly = WithSymbols(package), References = Framework.References }).Diagnostics, "WP3105", "Pack1.dll");
        Expect.Rejected(Link(WithSymbols(consumer)).Diagnostics, "WP3105", "App.dll");

        AssemblyImage WithSymbols(AssemblyImage image) => new(image.Path, image.Bytes, DamagedImage.Damaged(new("", image.Symbols!), damage).Bytes);
    }

    private static AssemblyImage Compile() =>
        Compiler.Compile("App", ["foreach (var i in new[] { 1, 2 }) { var more = Weak.Tell(i); Console.WriteLine(more); }"], isExecutable: true, [s_package.Value.CompileSurface]).Image;

    private static LinkResult Linked() => Link(Compile());

    private static LinkResult Link(AssemblyImage consumer) => Linker.Link(new() { Consumer = consumer, References = [.. Framework.References, s_package.Value.Reference], IsExecutable = true });

    /// <summary>The place of the first method with a header that tells its size.</summary>
    private static int Fat(Target target) => Bodies(target).First(place => (target.Bytes[place] & 3) == 3);

    private static int Method(Target target, string type, string name)
    {
        var place = target.Offset(target.Reader.MethodDefinitions.Select(target.Reader.GetMethodDefinition)
            .Single(method => target.Reader.GetString(method.Name) == name && target.Reader.GetString(target.Reader.GetTypeDefinition(method.GetDeclaringType()).Name) == type).RelativeVirtualAddress);
        Assert.AreEqual(3, target.Bytes[place] & 3, "It wants locals, and so a large header.");
        return place;
    }

    private static IEnumerable<int> Bodies(Target target) =>
        target.Reader.MethodDefinitions.Select(method => target.Reader.GetMethodDefinition(method).RelativeVirtualAddress).Where(address => address != 0).Select(target.Offset);
}
