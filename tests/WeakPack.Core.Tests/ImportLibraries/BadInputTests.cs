using System.Text;
using WeakPack.Diagnostics;
using WeakPack.ImportLibraries;
using WeakPack.Linking;
using WeakPack.Packaging;

namespace WeakPack.Core.Tests.ImportLibraries;

/// <summary>An import library that is not what was written: one error that names the file, no exception, no output.</summary>
[TestClass]
public sealed class BadInputTests
{
    private const string Source = """
        [WeakPackageUnit] public static class Weak { public static string Tell() => "weak" + string.Join(",", new[] { 1, 2 }.Select(i => i + 1)); }
        public static class Strong { public static int One => 1; }
        """;

    private static readonly Lazy<SplitPackage> s_package = new(() => Package.Of(Source).Split());

    private static readonly Lazy<CompiledAssembly> s_consumer = new(() =>
        Compiler.Compile("App", ["Console.WriteLine(Weak.Tell());"], isExecutable: true, [Good.ImportLibraryBytes]));

    private static SplitPackage Good => s_package.Value;

    [TestMethod]
    [DataRow("", DisplayName = "empty")]
    [DataRow("This is no assembly at all.", DisplayName = "text")]
    [DataRow("<importLibrary format=\"1.0\" /></importLibrary>", DisplayName = "a manifest and nothing else")]
    [DataRow("MZ", DisplayName = "two bytes")]
    public void What_is_no_assembly(string text) => Rejects(Encoding.UTF8.GetBytes(text), "WP3101");

    [TestMethod]
    public void An_assembly_that_is_no_import_library() => Rejects(Good.Compiled.Image.Bytes, "WP3101");

    [TestMethod]
    public void A_file_that_ends_anywhere()
    {
        var whole = Good.ImportLibraryBytes;
        for (var length = 0; length < whole.Length; length += 61)
            Rejects(whole[..length], "WP3101", "WP3102");
    }

    [TestMethod]
    public void A_file_of_which_any_byte_is_another()
    {
        var whole = Good.ImportLibraryBytes;
        for (var at = 0; at < whole.Length; at += 37)
        {
            var damaged = (byte[])whole.Clone();
            damaged[at] ^= 0x41;
            Rejects(damaged, "WP3101", "WP3102", "WP3103", "WP2225");
        }
    }

    [TestMethod]
    public void A_file_with_more_behind_it() => Rejects([.. Good.ImportLibraryBytes, 0], "WP3102");

    [TestMethod]
    public void A_file_of_another_build_of_the_package() =>
        Rejects(Package.Of(Source.Replace("i + 1", "i + 2", StringComparison.Ordinal)).Split().ImportLibraryBytes, "WP2225");

    [TestMethod]
    public void A_newer_major_format() => Rejects(WithFormat("2.0").ImportLibraryBytes, "WP3103");

    [TestMethod]
    public void A_newer_minor_format_is_read()
    {
        var newer = WithFormat("1.7");
        var result = Link(newer.RuntimeImage, newer.ImportLibraryBytes);
        Assert.IsTrue(result.Succeeded, Expect.Describe(result.Diagnostics));
    }

    [TestMethod]
    public void An_import_library_that_is_missing_is_told_before_anything_is_compiled()
    {
        var found = ImportLibraryCheck.Check([Reference.FromImage(Good.RuntimeImage)]);
        Assert.AreEqual("WP2202", found.Single().Descriptor.Id);
        Assert.IsEmpty(ImportLibraryCheck.Check([Good.Reference, .. Framework.References]));
        Assert.IsEmpty(ImportLibraryCheck.Check([Reference.FromImage(Package.Of("public class Strong;").Split().RuntimeImage)]));
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(300)]
    [DataRow(1500)]
    public void A_package_or_consumer_that_is_damaged_is_an_error_too(int length)
    {
        var package = Splitter.Split(new SplitRequest { Assembly = Cut(Good.Compiled.Image), References = Framework.References });
        Expect.Rejected(package.Diagnostics, "WP3105");

        var consumer = Linker.Link(new LinkRequest { Consumer = Cut(s_consumer.Value.Image), References = [.. Framework.References, Good.Reference], IsExecutable = true });
        Expect.Rejected(consumer.Diagnostics, "WP3105");

        AssemblyImage Cut(AssemblyImage image) => new(image.Path, image.Bytes[..length], image.Symbols);
    }

    private static void Rejects(byte[] library, params string[] ids)
    {
        var result = Link(Good.RuntimeImage, library);
        Assert.IsNull(result.Output);
        var error = result.Diagnostics.Single(d => d.Descriptor.Severity == DiagnosticSeverity.Error);
        Assert.Contains(error.Descriptor.Id, ids, error.ToString());
        Assert.Contains("Pack1.wpi", error.Message);
    }

    private static LinkResult Link(AssemblyImage runtime, byte[] library) =>
        Linker.Link(new LinkRequest
        {
            Consumer = s_consumer.Value.Image,
            References = [.. Framework.References, Reference.FromImage(runtime, library)],
            IsExecutable = true,
        });

    private static SplitPackage WithFormat(string format) =>
        Good.WithManifest($"format=\"{Manifest.CurrentFormat.ToString(2)}\"", $"format=\"{format}\"");
}
