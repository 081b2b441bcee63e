using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using WeakPack.Fuzz.Mutations;
using WeakPack.Linking;
using WeakPack.Packaging;

namespace WeakPack.Core.Tests.Damage;

/// <summary>What ended the process, or took all memory, before it was looked for: circles, depths and declared sizes. Found by the fuzz run.</summary>
[TestClass]
public sealed class DamagedStructureTests
{
    [TestMethod]
    public void A_type_nested_in_itself() => DamagedImage.Rejects(Nest(inner: false), "nested in itself");

    [TestMethod]
    public void Types_nested_in_each_other() => DamagedImage.Rejects(Nest(inner: true), "nested in itself");

    [TestMethod]
    public void A_nested_type_whose_flags_say_that_it_stands_alone() => DamagedImage.Rejects(
        target =>
        {
            foreach (var type in target.Reader.TypeDefinitions.Where(type => !target.Reader.GetTypeDefinition(type).GetDeclaringType().IsNil))
                target.Bytes[TableMutations.Place(target, TableIndex.TypeDef, MetadataTokens.GetRowNumber(type))] &= 0xF8; // not public
        },
        "is nested, and its flags say that it is not");

    [TestMethod]
    public void A_type_reference_in_itself() => DamagedImage.Rejects(target => SetFirst(target, TableIndex.TypeRef, 2, 1 << 2 | 3), "type reference is nested in itself");

    [TestMethod]
    public void A_class_that_derives_from_itself() => DamagedImage.Rejects(
        target =>
        {
            var row = MetadataTokens.GetRowNumber(target.Reader.TypeDefinitions.First(type => target.Reader.GetString(target.Reader.GetTypeDefinition(type).Name).EndsWith("Derived", StringComparison.Ordinal)));
            target.Write(TableMutations.Place(target, TableIndex.TypeDef, row) + 4 + 4, 2, row << 2);
        },
        "derives from itself");

    [TestMethod]
    public void A_type_specification_that_names_itself() => DamagedImage.Rejects(
        target => new byte[] { 0x1F, 1 << 2 | 2, 0x08 }.CopyTo(target.Bytes, Specification(target).Start), "type specification names itself");

    [TestMethod]
    public void A_signature_of_a_thousand_arrays_in_each_other() => DamagedImage.Rejects(
        target => DamagedImage.SetSignature(target, TableIndex.TypeSpec, 1, Enumerable.Repeat((byte)0x1D, 1000)), "nested too deep");

    [TestMethod]
    public void A_signature_of_half_a_billion_parameters() => DamagedImage.Rejects(
        target => DamagedImage.SetSignature(target, TableIndex.MemberRef, 1, [0x00, 0xDF, 0xFF, 0xFF, 0xFF, 0x01]), "a signature is damaged");

    [TestMethod]
    public void A_type_parameter_of_a_number_for_which_Cecil_would_make_as_many() => DamagedImage.Rejects(
        target => DamagedImage.SetSignature(target, TableIndex.TypeSpec, 1, [0x13, 0xDF, 0xFF, 0xFF, 0xFF]), "a signature is damaged");

    [TestMethod]
    public void An_array_of_half_a_billion_dimensions() => DamagedImage.Rejects(
        target => DamagedImage.SetSignature(target, TableIndex.TypeSpec, 1, [0x14, 0x08, 0xDF, 0xFF, 0xFF, 0xFF, 0x00, 0x00]), "a signature is damaged");

    [TestMethod]
    public void A_property_with_an_accessor_of_another_type() => DamagedImage.RejectsLibrary(
        target =>
        {
            var other = MetadataTokens.GetRowNumber(target.Reader.MethodDefinitions.First(method => target.Reader.GetString(target.Reader.GetMethodDefinition(method).Name) == "One"));
            for (var row = 1; row <= target.Reader.GetTableRowCount(TableIndex.MethodSemantics); row++)
                target.Write(TableMutations.Place(target, TableIndex.MethodSemantics, row) + 2, 2, other);
        },
        "accessor of another type");

    [TestMethod]
    public void A_field_with_data_of_two_gigabytes() => DamagedImage.Rejects(
        target =>
        {
            for (var row = 1; row <= target.Reader.GetTableRowCount(TableIndex.ClassLayout); row++)
                target.Write(TableMutations.Place(target, TableIndex.ClassLayout, row) + 2, 4, int.MaxValue);
        },
        "data is said to be larger");

    [TestMethod]
    public void A_resource_of_two_gigabytes() => DamagedImage.Rejects(
        target => target.Write(target.Offset(target.Pe!.PEHeaders.CorHeader!.ResourcesDirectory.RelativeVirtualAddress), 4, int.MaxValue), "is said to be larger");

    [TestMethod]
    public void An_embedded_PDB_of_a_gigabyte() => DamagedImage.Rejects(
        target => target.Write(target.Pe!.ReadDebugDirectory().Single(entry => entry.Type == DebugDirectoryEntryType.EmbeddedPortablePdb).DataPointer + 4, 4, 1 << 30), "1073741824 bytes");

    [TestMethod]
    public void A_debug_directory_that_leads_out_of_the_file() => DamagedImage.Rejects(
        target => target.Write(target.Offset(target.Pe!.PEHeaders.PEHeader!.DebugTableDirectory.RelativeVirtualAddress) + 16, 4, int.MaxValue), "debug directory is damaged");

    [TestMethod]
    public void An_attribute_of_a_thousand_boxes_in_each_other() => DamagedImage.RejectsPackage(
        target =>
        {
            var note = target.Reader.CustomAttributes.First(handle => target.Reader.GetBlobReader(target.Reader.GetCustomAttribute(handle).Value).Length > 3000);
            var (_, start, _) = BlobMutations.Place(target, target.Reader.GetCustomAttribute(note).Value);
            target.Bytes.AsSpan(start + 2, 1000).Fill(0x51);
        },
        "nested too deep");

    [TestMethod]
    public void Two_methods_with_the_same_parameters() => DamagedImage.Rejects(
        target => target.Write(TableMutations.Place(target, TableIndex.MethodDef, 2) - 2, 2, 0xFFFF), "more than one owner");

    [TestMethod]
    [DataRow(200, true, DisplayName = "200 levels")]
    [DataRow(300, false, DisplayName = "300 levels")]
    public void Arrays_in_arrays_are_fine_as_far_as_anyone_writes_them(int levels, bool isFine)
    {
        var package = Compiler.Compile("Pack1", [$"[WeakPackageUnit] public static class Weak {{ public static object Deep() => typeof(int{string.Concat(Enumerable.Repeat("[]", levels))}); }}"], isExecutable: false, []);
        var split = Splitter.Split(new() { Assembly = package.Image, References = Framework.References });
        if (isFine)
            Assert.IsTrue(split.Succeeded, Expect.Describe(split.Diagnostics));
        else
            Expect.Rejected(split.Diagnostics, "WP3105", "nested too deep");
    }

    [TestMethod]
    public void Classes_of_two_assemblies_that_derive_from_each_other()
    {
        var compiled = Library("A", "public class A { public string? Told() => null; }");
        var first = Library("A", "public class A : B;", Library("B", "public class B;"));
        var second = Library("B", "public class B : A;", compiled);
        var package = Package.Of("[WeakPackageUnit] public static class Weak { public static string? Tell() => new A().Told(); }").References(compiled).Split();
        var consumer = Compiler.Compile("App", ["Console.WriteLine(Weak.Tell());"], isExecutable: true, [package.CompileSurface]);
        var result = Linker.Link(new() { Consumer = consumer.Image, References = [.. Framework.References, package.Reference, Reference.FromImage(first), Reference.FromImage(second)], IsExecutable = true });
        Expect.Rejected(result.Diagnostics, "WP3105", "derives from itself, by way of other assemblies");

        static AssemblyImage Library(string name, string source, params AssemblyImage[] others) =>
            Compiler.Compile(name, [source], isExecutable: false, others.Select(other => other.Bytes)).Image;
    }

    private static Action<Target> Nest(bool inner) => target =>
    {
        // Deep in Within in Around: two rows, one behind the other.
        var rows = Enumerable.Range(1, target.Reader.GetTableRowCount(TableIndex.NestedClass)).Select(row => TableMutations.Place(target, TableIndex.NestedClass, row)).ToList();
        var outer = rows.First(row => rows.Any(other => target.Read(other + 2, 2) == target.Read(row, 2)));
        var deep = rows.First(other => target.Read(other + 2, 2) == target.Read(outer, 2));
        target.Write(outer + 2, 2, target.Read(inner ? deep : outer, 2));
    };

    private static void SetFirst(Target target, TableIndex table, int size, long value) => target.Write(TableMutations.Place(target, table, 1), size, value);

    private static (int Place, int Start, int Length) Specification(Target target)
    {
        // The first, so that its row is 1; it has three bytes at least, being an instance.
        return BlobMutations.Place(target, target.Reader.GetTypeSpecification(MetadataTokens.TypeSpecificationHandle(1)).Signature);
    }
}
