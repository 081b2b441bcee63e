using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using WeakPack.Fuzz.Mutations;
using WeakPack.Linking;

namespace WeakPack.Core.Tests.Damage;

/// <summary>Parts of a file that many others claim for themselves, so that who writes them all makes a huge file of a small one; and data of fields whose size is hard to see.</summary>
[TestClass]
public sealed class DamagedSharingTests
{
    private const int Large = 8 << 20;

    private static readonly Lazy<SplitPackage> s_package = new(() => Package.Of("[WeakPackageUnit] public static class Weak { public static int Tell() => 1; }").Split());

    // Ten of each, of which one is large.
    private static readonly Lazy<AssemblyImage> s_consumer = new(() => Compiler.Compile(
        "App",
        [
            $$"""
            System.Console.WriteLine(Weak.Tell() + Data.All() + Code.All());
            static class Data { public static int All() => {{string.Join(" + ", Enumerable.Range(1, 9).Select(i => $"\"{new string('x', 100 + i)}\"u8.Length + One{i}().Length"))}};
            {{string.Join("\n", Enumerable.Range(1, 10).Select(i => $"static System.ReadOnlySpan<byte> One{i}() => \"{new string('x', 20 + i)}\"u8;"))}} }
            static class Code { public static int All() => 0; {{string.Join("\n", Enumerable.Range(1, 10).Select(i => $"static int One{i}(int n) {{ try {{ return n / {i}; }} catch {{ return 0; }} }}"))}} }
            """,
        ],
        isExecutable: true,
        [s_package.Value.CompileSurface],
        new() { Resources = [.. Enumerable.Range(0, 10).Select(i => ($"text{i}", i == 0 ? new string('x', Large) : "small", (string?)null))] }).Image);

    [TestMethod]
    [DataRow(3, true, DisplayName = "three")]
    [DataRow(10, false, DisplayName = "ten")]
    public void Resources_with_the_same_eight_megabytes(int count, bool isFine) => Link(
        target =>
        {
            var first = target.Reader.GetManifestResource(target.Reader.ManifestResources.Single(resource => Size(resource) == Large)).Offset;
            foreach (var resource in target.Reader.ManifestResources.Take(count))
                target.Write(TableMutations.Place(target, TableIndex.ManifestResource, MetadataTokens.GetRowNumber(resource)), 4, first);

            int Size(ManifestResourceHandle resource) =>
                (int)target.Read(target.Offset(target.Pe!.PEHeaders.CorHeader!.ResourcesDirectory.RelativeVirtualAddress) + (int)target.Reader.GetManifestResource(resource).Offset, 4);
        },
        isFine,
        "is said to be larger than the file");

    [TestMethod]
    [DataRow(3, true, DisplayName = "three")]
    [DataRow(10, false, DisplayName = "ten")]
    public void Fields_with_the_same_eight_megabytes(int count, bool isFine) => Link(
        target =>
        {
            // The resources are in the same section.
            foreach (var (field, type) in FieldsWithData(target).Take(count))
            {
                var row = Enumerable.Range(1, target.Reader.GetTableRowCount(TableIndex.FieldRva)).Single(row => target.Read(TableMutations.Place(target, TableIndex.FieldRva, row) + 4, 2) == MetadataTokens.GetRowNumber(field));
                target.Write(TableMutations.Place(target, TableIndex.FieldRva, row), 4, target.Pe!.PEHeaders.CorHeader!.ResourcesDirectory.RelativeVirtualAddress);
                target.Write(TableMutations.Place(target, TableIndex.ClassLayout, ClassLayoutOf(target, type)) + 2, 4, Large);
            }
        },
        isFine,
        "data is said to be larger than the file");

    [TestMethod]
    [DataRow(1, true, DisplayName = "of a byte")]
    [DataRow(Large, false, DisplayName = "of eight megabytes")]
    public void Methods_with_the_same_code(int size, bool isFine) => Link(
        target =>
        {
            var methods = target.Reader.MethodDefinitions.Where(handle => target.Reader.GetString(target.Reader.GetMethodDefinition(handle).Name).StartsWith("One", StringComparison.Ordinal) && IsFat(handle)).ToList();
            Assert.HasCount(10, methods);
            var address = target.Reader.GetMethodDefinition(methods[0]).RelativeVirtualAddress;
            if (size > 1)
                target.Write(target.Offset(address) + 4, 4, size);
            foreach (var method in methods)
                target.Write(TableMutations.Place(target, TableIndex.MethodDef, MetadataTokens.GetRowNumber(method)), 4, address);

            bool IsFat(MethodDefinitionHandle method) => (target.Bytes[target.Offset(target.Reader.GetMethodDefinition(method).RelativeVirtualAddress)] & 3) == 3;
        },
        isFine,
        "a method is said to be larger than the file");

    [TestMethod]
    public void Entries_of_the_debug_directory_with_the_same_bytes() => DamagedImage.Rejects(
        target =>
        {
            var directory = target.Offset(target.Pe!.PEHeaders.PEHeader!.DebugTableDirectory.RelativeVirtualAddress);
            var entries = target.Pe.ReadDebugDirectory();
            foreach (var i in Enumerable.Range(0, entries.Length).Where(i => entries[i].Type != DebugDirectoryEntryType.EmbeddedPortablePdb))
            {
                target.Write(directory + 28 * i + 16, 4, target.Bytes.Length);
                target.Write(directory + 28 * i + 24, 4, 0);
            }
        },
        "debug directory is damaged");

    [TestMethod]
    [DataRow(false, DisplayName = "and that does not say that it has data")]
    [DataRow(true, DisplayName = "with a modifier before its type")]
    public void A_field_with_data_of_two_gigabytes(bool hasModifier) => DamagedImage.Rejects(
        target =>
        {
            var (field, type) = FieldsWithData(target).First();
            target.Write(TableMutations.Place(target, TableIndex.ClassLayout, ClassLayoutOf(target, type)) + 2, 4, int.MaxValue);
            if (hasModifier)
                DamagedImage.SetSignature(target, TableIndex.Field, MetadataTokens.GetRowNumber(field), [0x06, 0x20, 1 << 2 | 1, 0x11, .. Compressed(MetadataTokens.GetRowNumber(type) << 2)]);
            else
                target.Bytes[TableMutations.Place(target, TableIndex.Field, MetadataTokens.GetRowNumber(field)) + 1] &= 0xFE; // HasFieldRVA
        },
        "data is said to be larger");

    [TestMethod]
    public void A_field_with_data_whose_size_another_file_tells()
    {
        Action<Target> damage = target => DamagedImage.SetSignature(target, TableIndex.Field, MetadataTokens.GetRowNumber(FieldsWithData(target).First().Field), [0x06, 0x11, 1 << 2 | 1]);

        DamagedImage.RejectsPackage(damage, "has a type of another file");
        DamagedImage.RejectsConsumer(damage, "has a type of another file");
    }

    [TestMethod]
    public void A_switch_that_leads_back_for_ever()
    {
        // With two targets less than none it begins three bytes before itself, from where the code leads to it again.
        var package = Package.Of("""
            [WeakPackageUnit] public static class Weak
            {
                public static int Tell(int a) { System.Console.WriteLine(); switch (a) { case 0: return 5; case 1: return 7; case 2: return 3; case 3: return 9; default: return 1; } }
            }
            """).With(CompileOptions.Release).Split();
        Action<Target> damage = target =>
        {
            var at = target.Bytes.AsSpan().IndexOf((byte[])[0x45, 0x04, 0, 0, 0]); // switch, four targets
            Assert.AreEqual(0x02, target.Bytes[at - 1], "It is an argument that is switched on.");
            target.Write(at + 1, 4, -2);
        };

        var split = WeakPack.Packaging.Splitter.Split(new() { Assembly = DamagedImage.Damaged(package.Compiled.Image, damage), References = Framework.References });

        Expect.Rejected(split.Diagnostics, "WP3105", "Pack1.dll", "switch has more targets");
    }

    private static void Link(Action<Target> damage, bool isFine, string words)
    {
        var result = Linker.Link(new() { Consumer = DamagedImage.Damaged(s_consumer.Value, damage), References = [.. Framework.References, s_package.Value.Reference], IsExecutable = true });
        if (isFine)
            Assert.IsTrue(result.Succeeded, Expect.Describe(result.Diagnostics));
        else
            Expect.Rejected(result.Diagnostics, "WP3105", "App.dll", words);
    }

    private static IEnumerable<(FieldDefinitionHandle Field, TypeDefinitionHandle Type)> FieldsWithData(Target target)
    {
        foreach (var handle in target.Reader.FieldDefinitions)
        {
            var field = target.Reader.GetFieldDefinition(handle);
            var blob = target.Reader.GetBlobReader(field.Signature);
            blob.ReadSignatureHeader();
            if (field.GetRelativeVirtualAddress() != 0 && blob.ReadSignatureTypeCode() == SignatureTypeCode.TypeHandle)
                yield return (handle, (TypeDefinitionHandle)blob.ReadTypeHandle());
        }
    }

    private static int ClassLayoutOf(Target target, TypeDefinitionHandle type) =>
        Enumerable.Range(1, target.Reader.GetTableRowCount(TableIndex.ClassLayout)).Single(row => target.Read(TableMutations.Place(target, TableIndex.ClassLayout, row) + 6, 2) == MetadataTokens.GetRowNumber(type));

    private static byte[] Compressed(int value) => value < 0x80 ? [(byte)value] : [(byte)(0x80 | value >> 8), (byte)value];
}
