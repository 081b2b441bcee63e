using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text;
using WeakPack.Fuzz.Mutations;
using WeakPack.ImportLibraries;
using WeakPack.Linking;

namespace WeakPack.Core.Tests.Damage;

/// <summary>Headers of streams, sections and tables by which Cecil finds something else than System.Reflection.Metadata, or takes memory for what is not there.</summary>
[TestClass]
public sealed class DamagedLayoutTests
{
    private const int SizeOfSectionHeader = 40; // PE/COFF, 4
    private const int ResourcesOfWindows = 2; // among the directories

    [TestMethod]
    public void A_stream_that_nobody_knows_of_a_gigabyte()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();

        DamagedImage.Rejects(target => Rename(target, "#GUID", "#GUIX", size: 1 << 30), "streams are said to be larger");

        Assert.IsLessThan(512L << 20, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [TestMethod]
    public void Streams_that_are_the_same_bytes() => DamagedImage.Rejects(
        target => Rename(target, "#GUID", "#GUIX", size: target.Pe!.PEHeaders.MetadataSize, start: 0), "streams are said to be larger");

    [TestMethod]
    public void A_stream_that_nobody_knows_harms_nobody()
    {
        var package = Package.Of("[WeakPackageUnit] public static class Weak { public static int Tell() => 1; }").Split();
        var consumer = Compiler.Compile("App", ["return Weak.Tell();"], isExecutable: true, [package.CompileSurface]).Image;

        var result = Linker.Link(new() { Consumer = DamagedImage.Damaged(consumer, target => Rename(target, "#US", "#UX")), References = [.. Framework.References, package.Reference], IsExecutable = true });

        Assert.IsTrue(result.Succeeded, Expect.Describe(result.Diagnostics));
    }

    [TestMethod]
    public void A_stream_with_a_name_behind_which_Cecil_loses_its_way() => DamagedImage.Rejects(
        target =>
        {
            // Over the last two, between whose names there are eight bytes.
            var (one, two) = (Streams(target)[^2], Streams(target)[^1]);
            var length = two.Place + 8 + two.Name.Length - (one.Place + 8);
            Assert.IsGreaterThanOrEqualTo(16, length);
            target.Bytes.AsSpan(one.Place + 8, length).Fill((byte)'x');
            var count = Streams(target).Min(stream => stream.Place) - 2;
            target.Write(count, 2, target.Read(count, 2) - 1);
        },
        "headers of its streams are damaged");

    [TestMethod]
    public void The_stream_of_a_PDB_in_an_assembly() => DamagedImage.Rejects(
        target =>
        {
            var note = target.Reader.CustomAttributes.Select(handle => target.Reader.GetCustomAttribute(handle).Value).MaxBy(blob => target.Reader.GetBlobReader(blob).Length);
            var (_, start, _) = BlobMutations.Place(target, note);
            target.Bytes.AsSpan(start, 64).Clear();
            Rename(target, "#GUID", "#Pdb\0", size: 32, start: start - target.Start);
        },
        "headers of its streams are damaged");

    [TestMethod]
    public void Sections_that_lie_in_each_other() => DamagedImage.Rejects(
        target =>
        {
            var headers = target.Pe!.PEHeaders;
            var last = headers.PEHeaderStartOffset + headers.CoffHeader.SizeOfOptionalHeader + SizeOfSectionHeader * (headers.SectionHeaders.Length - 1);
            target.Write(last + 12, 4, headers.SectionHeaders[0].VirtualAddress);
        },
        "sections lie in each other");

    [TestMethod]
    public void Tables_behind_a_number_that_only_obfuscators_write()
    {
        // System.Reflection.Metadata passes over it, as runtimes do.
        var package = Package.Of("[WeakPackageUnit] public static class Weak { public static int Tell() => 1; }").Split();
        var image = Compiler.Compile("App", [$"return Weak.Tell(); [Obsolete(\"{new string('x', 30_000)}\")] class Noted;"], isExecutable: true, [package.CompileSurface]).Image;
        var consumer = DamagedImage.Damaged(image, target =>
        {
            var (place, _) = Streams(target).Single(stream => stream.Name == "#~");
            var (start, size) = ((int)target.Read(place, 4), (int)target.Read(place + 4, 4));
            var tables = target.Bytes.AsSpan(target.Start + start, size).ToArray();
            var rows = target.Reader.GetTableMetadataOffset(TableIndex.Module) - start; // where they begin
            var room = BlobMutations.Place(target, target.Reader.CustomAttributes.Select(handle => target.Reader.GetCustomAttribute(handle).Value).MaxBy(blob => target.Reader.GetBlobReader(blob).Length)).Start + 100;
            tables[6] |= 0x40;
            tables.AsSpan(0, rows).CopyTo(target.Bytes.AsSpan(room));
            tables.AsSpan(rows).CopyTo(target.Bytes.AsSpan(room + rows + 4));
            target.Write(place, 4, room - target.Start);
            target.Write(place + 4, 4, size + 4);
        });
        using var pe = new PEReader(new MemoryStream(consumer.Bytes));
        Assert.AreEqual("App", pe.GetMetadataReader().GetString(pe.GetMetadataReader().GetAssemblyDefinition().Name));

        var result = Linker.Link(new() { Consumer = consumer, References = [.. Framework.References, package.Reference], IsExecutable = true });

        Expect.Rejected(result.Diagnostics, "WP3105", "App.dll", "only obfuscators write");
    }

    [TestMethod]
    public void Resources_at_a_negative_address_in_a_reference_that_nobody_asks_for()
    {
        const int placeOfResources = 24; // in the CLI header: ECMA-335 II.25.3.3
        var package = Package.Of("[WeakPackageUnit] public static class Weak;").Split();
        var other = Compiler.Compile("Other", ["class Other;"], isExecutable: false, [], new() { Resources = [("text", "a resource", null)] }).Image;
        var damaged = DamagedImage.Damaged(other, target => target.Write(target.Pe!.PEHeaders.CorHeaderStartOffset + placeOfResources, 4, 0x80000000));

        Assert.IsEmpty(ImportLibraryCheck.Check([package.Reference, Reference.FromImage(damaged)]));
    }

    [TestMethod]
    public void An_assembly_without_a_name() => DamagedImage.Rejects(
        target => target.Write(TableMutations.Place(target, TableIndex.Assembly, 1) + 16 + (target.Reader.GetHeapSize(HeapIndex.Blob) > 0xFFFF ? 4 : 2), 2, 0), "without a name");

    [TestMethod]
    public void A_type_in_a_module_that_the_assembly_does_not_have()
    {
        const int scope = 1 << 2 | 1; // the first module: ECMA-335 II.24.2.6
        var package = Package.Of("""
            [WeakPackageUnit] public static class Weak
            {
                public static int Tell() => new System.Text.StringBuilder().Length;
                [System.Runtime.InteropServices.DllImport("rare")] public static extern int Native();
            }
            """).Split();
        var consumer = Compiler.Compile("App", ["return Weak.Tell();"], isExecutable: true, [package.CompileSurface]).Image;

        var (library, runtime) = DamagedImage.Sealed(package, target =>
        {
            var builder = target.Reader.TypeReferences.Single(type => target.Reader.GetString(target.Reader.GetTypeReference(type).Name) == "StringBuilder");
            target.Write(TableMutations.Place(target, TableIndex.TypeRef, MetadataTokens.GetRowNumber(builder)), 2, scope);
        });
        var result = Linker.Link(new() { Consumer = consumer, References = [.. Framework.References, Reference.FromImage(runtime, library)], IsExecutable = true });

        Expect.Rejected(result.Diagnostics, "WP3101", "Pack1.wpi", "in a module that the assembly does not have");
    }

    [TestMethod]
    public void A_reference_to_a_method_with_a_type_parameter_that_is_not_there()
    {
        var package = Package.Of($$"""
            [WeakPackageUnit, Obsolete("{{new string('x', 300)}}")] public static class Weak { public static int Tell() => new Box<int>().Get(); }
            internal sealed class Box<T> { public int Get() => 1; }
            """).Split();
        var consumer = Compiler.Compile("App", ["#pragma warning disable\nreturn Weak.Tell();"], isExecutable: true, [package.CompileSurface]).Image;

        var (library, runtime) = DamagedImage.Sealed(package, target =>
        {
            var get = target.Reader.MemberReferences.Single(member => target.Reader.GetString(target.Reader.GetMemberReference(member).Name) == "Get");
            DamagedImage.SetSignature(target, TableIndex.MemberRef, MetadataTokens.GetRowNumber(get), [0x20, 1, 0x08, 0x13, 5]);
        });
        var result = Linker.Link(new() { Consumer = consumer, References = [.. Framework.References, Reference.FromImage(runtime, library)], IsExecutable = true });

        Expect.Rejected(result.Diagnostics, "WP3101", "Pack1.wpi", "names a type parameter that is not there");
    }

    [TestMethod]
    public void Windows_resources_in_themselves()
    {
        // What the first entry of the first directory leads to is that directory.
        Action<Target> damage = target => target.Write(target.Offset(target.Pe!.PEHeaders.PEHeader!.ResourceTableDirectory.RelativeVirtualAddress) + 16 + 4, 4, 0x80000000);

        DamagedImage.RejectsPackage(damage, "Windows resources are in themselves");
        DamagedImage.RejectsConsumer(damage, "Windows resources are in themselves");
    }

    [TestMethod]
    public void Windows_resources_of_two_gigabytes()
    {
        Action<Target> damage = target =>
        {
            var headers = target.Pe!.PEHeaders;
            var directories = headers.PEHeaderStartOffset + headers.CoffHeader.SizeOfOptionalHeader - 16 * 8;
            target.Write(directories + 8 * ResourcesOfWindows + 4, 4, int.MaxValue);
        };

        DamagedImage.RejectsPackage(damage, "Windows resources are said to be larger");
        DamagedImage.RejectsConsumer(damage, "Windows resources are said to be larger");
    }

    private static void Rename(Target target, string name, string other, int? size = null, int? start = null)
    {
        var (place, _) = Streams(target).Single(stream => stream.Name == name);
        if (start is not null)
            target.Write(place, 4, start.Value);
        if (size is not null)
            target.Write(place + 4, 4, size.Value);
        for (var i = 0; i < other.Length; i++)
            target.Bytes[place + 8 + i] = (byte)other[i];
    }

    /// <summary>Where the header of each stream is (ECMA-335 II.24.2.2).</summary>
    private static List<(int Place, string Name)> Streams(Target target)
    {
        var at = target.Start + 16 + (int)target.Read(target.Start + 12, 4) + 4;
        var streams = new List<(int, string)>();
        for (var count = target.Read(at - 2, 2); count > 0; count--)
        {
            var letters = target.Bytes.AsSpan(at + 8);
            var name = Encoding.ASCII.GetString(letters[..letters.IndexOf((byte)0)]);
            streams.Add((at, name));
            at += 8 + (name.Length + 4) / 4 * 4;
        }

        return streams;
    }
}
