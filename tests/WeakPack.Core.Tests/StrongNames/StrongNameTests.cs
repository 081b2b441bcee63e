using System.Reflection.PortableExecutable;
using WeakPack.Packaging;

namespace WeakPack.Core.Tests.StrongNames;

/// <summary>Split and linked assemblies have the strong name that the compiler gave: same key, same flag, same room, and a signature that holds.</summary>
[TestClass]
public sealed class StrongNameTests
{
    private const string Source = """
        [WeakPackageUnit] public static class Weak { public static int Two => 2; }
        [WeakPackageUnit] public static class Retained { public static int Three => 3; }
        [WeakPackageUnit] public struct Data { public int Value; }
        public static class Strong { public static int Three => Retained.Three; }
        """;

    // The field of a struct is in reference assemblies too, so there is something to link in one.
    private const string Uses = "Console.WriteLine(Weak.Two + Strong.Three); internal struct Holder { public Data Data; }";

    private static IEnumerable<object[]> Kinds => [["full"], ["public"], ["delayed"], ["none"]];

    [TestMethod]
    public void The_oracle_knows_a_signature_of_the_compiler_from_a_broken_one()
    {
        var signed = Compiler.Compile("Signed", [Source], isExecutable: false, [], Kind("full")).Image.Bytes;

        Assert.IsTrue(StrongNameOracle.Of(signed).IsValid);
        var name = signed.AsSpan().IndexOf("Retained"u8);
        foreach (var at in new[] { 2, 0x50, name, signed.AsSpan().IndexOf(StrongNameOracle.Of(signed).Signature), signed.Length - 1 })
        {
            var broken = (byte[])signed.Clone();
            broken[at] ^= 1;
            Assert.IsFalse(StrongNameOracle.Of(broken).IsValid, $"byte {at}");
        }
    }

    [TestMethod]
    [DynamicData(nameof(Kinds))]
    public void A_linked_assembly_has_the_strong_name_of_the_compiled_one(string kind)
    {
        var linked = Consumer.Of(Uses, Package.Of(Source).Split()).With(Kind(kind)).Link();

        HasNameOf(linked.Compiled.Image.Bytes, linked.Image.Bytes, isSigned: kind == "full");
        HasNameOf(linked.Compiled.ReferenceAssembly!.Bytes, linked.Result.ReferenceAssembly!.Bytes, isSigned: kind == "full");
        linked.ReferenceAssembly(dll => Assert.IsTrue(dll.HasType("Data"))).Runs("5", [.. linked.Packages]);
    }

    [TestMethod]
    [DynamicData(nameof(Kinds))]
    public void A_runtime_package_has_the_strong_name_of_the_compiled_one(string kind)
    {
        var split = Package.Of(Source).With(Kind(kind)).Split();

        HasNameOf(split.Compiled.Image.Bytes, split.RuntimeImage.Bytes, isSigned: kind == "full");
        HasNameOf(split.Compiled.ReferenceAssembly!.Bytes, split.Result.ReferenceAssembly!.Bytes, isSigned: kind == "full");
        Consumer.Of(Uses, split).Link().Runs("5", split);
    }

    [TestMethod]
    [DynamicData(nameof(Kinds))]
    public void An_import_library_has_the_packages_public_key_and_no_signature(string kind)
    {
        var split = Package.Of(Source).With(Kind(kind)).Split();

        var (package, library) = (StrongNameOracle.Of(split.RuntimeImage.Bytes), StrongNameOracle.Of(split.ImportLibraryBytes));
        CollectionAssert.AreEqual(package.PublicKey, library.PublicKey);
        Assert.AreEqual(package.Flags & CorFlags.StrongNameSigned, library.Flags & CorFlags.StrongNameSigned);
        Assert.IsTrue(library.Signature.All(b => b == 0));
    }

    [TestMethod]
    public void A_package_that_is_linked_and_split_is_signed()
    {
        var first = Package.Of("[WeakPackageUnit] public static class Deep { public static int One => 1; }", name: "Pack0").Split();
        var second = Package.Of("""
            [WeakPackageUnit] public static class Weak { public static int Two => Deep.One + 1; }
            public static class Strong { public static int One => Deep.One; }
            """).Requires(first).With(Kind("full")).Split();

        HasNameOf(second.Compiled.Image.Bytes, second.RuntimeImage.Bytes, isSigned: true);
    }

    [TestMethod]
    public void What_has_no_unit_to_link_or_split_stays_signed()
    {
        var consumer = Consumer.Of("Console.WriteLine(Strong.Three);", Package.Of(Source).Split()).With(Kind("full")).Link();
        Assert.IsTrue(StrongNameOracle.Of(consumer.Image.Bytes).IsValid);

        var package = Package.Of("public static class Strong;").With(Kind("full")).Split();
        Assert.IsTrue(StrongNameOracle.Of(package.RuntimeImage.Bytes).IsValid);
    }

    [TestMethod]
    [DataRow(1024)]
    [DataRow(3072)]
    public void A_key_may_have_another_length(int bits)
    {
        var signing = new CompileOptions { Signing = Signing.With(new TestKey(bits)) };

        var linked = Consumer.Of("Console.WriteLine(Weak.Two);", Package.Of(Source).Split()).With(signing).Link();

        HasNameOf(linked.Compiled.Image.Bytes, linked.Image.Bytes, isSigned: true);
    }

    [TestMethod]
    public void Blobs_that_are_put_back_after_writing_are_signed_over()
    {
        const string Lone = """[WeakPackageUnit] public static class Weak { public const string Half = "\ud800"; public static int Two => 2; } public class Strong { public const string Half = "\udc00"; }""";
        var package = Package.Of(Lone).With(Kind("full")).Split();
        var linked = Consumer.Of("Console.WriteLine(Weak.Two);", package).With(Kind("full")).Link();

        Assert.IsTrue(StrongNameOracle.Of(package.RuntimeImage.Bytes).IsValid);
        Assert.IsTrue(StrongNameOracle.Of(linked.Image.Bytes).IsValid);
    }

    [TestMethod]
    public void The_same_inputs_are_signed_to_the_same_bytes()
    {
        var packages = Enumerable.Range(0, 2).Select(_ => Package.Of(Source).With(Kind("full")).Split()).ToArray();
        CollectionAssert.AreEqual(packages[0].RuntimeImage.Bytes, packages[1].RuntimeImage.Bytes);
        CollectionAssert.AreEqual(packages[0].ImportLibraryBytes, packages[1].ImportLibraryBytes);

        var consumers = packages.Select(package => Consumer.Of(Uses, package).With(Kind("full")).Link().Image.Bytes).ToArray();
        CollectionAssert.AreEqual(consumers[0], consumers[1]);
    }

    [TestMethod]
    public void A_signed_consumer_without_a_key_at_hand_is_an_error() =>
        Consumer.Of(Uses, Package.Of(Source).Split()).With(Kind("full")).LinkedWith(null).Rejects("WP3107", "App.dll", "AssemblyOriginatorKeyFile");

    [TestMethod]
    [DataRow("public")]
    [DataRow("delayed")]
    public void One_that_is_signed_by_nobody_yet_needs_no_key(string kind) =>
        Consumer.Of("Console.WriteLine(Weak.Two);", Package.Of(Source).Split()).With(Kind(kind)).LinkedWith(null).Link().Runs("2");

    [TestMethod]
    public void Another_key_than_the_compilers_is_an_error() =>
        Consumer.Of(Uses, Package.Of(Source).Split()).With(Kind("full")).LinkedWith(SigningKey.FromFile(new TestKey(2048).Path)).Rejects("WP3107", "another");

    [TestMethod]
    public void A_key_file_without_a_private_half_is_an_error() =>
        Consumer.Of(Uses, Package.Of(Source).Split()).With(Kind("full")).LinkedWith(FileOf(Signing.Full.Pair.PublicHalf)).Rejects("WP3107", "private");

    [TestMethod]
    [DataRow("")]
    [DataRow("This is no key.")]
    public void A_key_file_that_is_none_is_an_error(string text) =>
        Consumer.Of(Uses, Package.Of(Source).Split()).With(Kind("full")).LinkedWith(FileOf(System.Text.Encoding.UTF8.GetBytes(text))).Rejects("WP3107", "sn -k");

    [TestMethod]
    public void A_package_whose_key_is_not_at_hand_is_an_error()
    {
        var compiled = Compiler.Compile("Pack1", [Source], isExecutable: false, [], Kind("full"));

        var result = Splitter.Split(new SplitRequest { Assembly = compiled.Image, References = Framework.References });

        Expect.Rejected(result.Diagnostics, "WP3107", "Pack1.dll");
        Assert.IsNull(result.Runtime);
    }

    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    public void A_key_container_where_there_are_none_is_an_error() =>
        Consumer.Of(Uses, Package.Of(Source).Split()).With(Kind("full")).LinkedWith(SigningKey.FromContainer("Acme")).Rejects("WP3107", "Acme");

    private static SigningKey FileOf(byte[] bytes)
    {
        var path = Path.Combine(Path.GetDirectoryName(Signing.Full.Pair.Path)!, Guid.NewGuid().ToString("N") + ".snk");
        File.WriteAllBytes(path, bytes);
        return SigningKey.FromFile(path);
    }

    private static CompileOptions Kind(string kind) => new()
    {
        Signing = kind switch
        {
            "full" => Signing.Full,
            "public" => Signing.Public,
            "delayed" => Signing.Delayed,
            _ => null,
        },
    };

    private static void HasNameOf(byte[] compiled, byte[] rewritten, bool isSigned)
    {
        var (expected, found) = (StrongNameOracle.Of(compiled), StrongNameOracle.Of(rewritten));
        CollectionAssert.AreEqual(expected.PublicKey, found.PublicKey);
        Assert.AreEqual(expected.Flags & CorFlags.StrongNameSigned, found.Flags & CorFlags.StrongNameSigned);
        Assert.HasCount(expected.Signature.Length, found.Signature);
        Assert.AreEqual(isSigned, expected.IsValid, "the compiler's");
        Assert.AreEqual(isSigned, found.IsValid, "ours");
        Assert.AreEqual(isSigned, found.Signature.Any(b => b != 0));
        Assert.AreEqual(isSigned ? expected.SumOfWords : 0, expected.Checksum, "the compiler's checksum");
        Assert.AreEqual(isSigned ? found.SumOfWords : 0, found.Checksum, "our checksum");
    }
}
