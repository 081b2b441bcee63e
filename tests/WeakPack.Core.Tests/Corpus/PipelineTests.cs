using System.Text.RegularExpressions;
using WeakPack.Diagnostics;
using WeakPack.Linking;
using WeakPack.Packaging;
using WeakPack.Units;

namespace WeakPack.Core.Tests.Corpus;

/// <summary>The whole way on real input: all of an assembly that may be weak is split off and linked into a consumer.</summary>
[TestClass]
public sealed partial class PipelineTests
{
    public static IEnumerable<object[]> Assemblies => CorpusAssembly.Names.Select(n => new object[] { n });

    [TestMethod]
    [DynamicData(nameof(Assemblies))]
    public void All_that_may_be_weak_is_split_off_and_linked(string name)
    {
        var corpus = CorpusAssembly.Named(name);
        var split = SplitLargest(corpus);
        Assert.IsGreaterThan(corpus.Least.Units, split.Units.Count, "weak units");
        TestContext.WriteLine($"{split.Units.Count} weak units, {split.Units.Count(u => u.IsRetained)} retained");

        CheckRuntime(corpus, split);
        CheckImportLibrary(corpus, split);
        var linked = Link(corpus, split);
        if (corpus.Least.NeedsAFriend)
        {
            Expect.Rejected(linked.Diagnostics, "WP3006", "'Consumer' is no friend of it");
            return;
        }

        Assert.IsTrue(linked.Succeeded, $"Not linked:{Expect.Describe(linked.Diagnostics.Take(10))}");
        CheckConsumer(corpus, split, linked);
    }

    public required TestContext TestContext { get; init; }

    /// <summary>Everything is marked at first; what a diagnostic names is no longer, until nothing is wrong.</summary>
    private static SplitResult SplitLargest(CorpusAssembly corpus)
    {
        using var dump = new MetadataDump(corpus.Image.Bytes, DumpOptions.None, corpus.Enums);
        var units = dump.Types.Where(t => !t.Contains('<', StringComparison.Ordinal) && t != "Microsoft.CodeAnalysis.EmbeddedAttribute").ToHashSet();
        while (true)
        {
            var result = Splitter.Split(new SplitRequest
            {
                Assembly = corpus.Image,
                Marks = new UnitMarks { Units = [.. units] },
                References = corpus.References,
            });
            if (result.Succeeded)
                return result;

            var wrong = result.Diagnostics.Where(d => d.Descriptor.Severity == DiagnosticSeverity.Error).ToArray();
            var dropped = units.RemoveWhere(wrong.Select(UnitOf).ToHashSet().Contains);
            Assert.IsGreaterThan(0, dropped, $"Nothing more to drop:{Expect.Describe(wrong.Take(10))}");
        }
    }

    /// <summary>The unit that a diagnostic is about, which its message names.</summary>
    private static string UnitOf(Diagnostic diagnostic) =>
        (diagnostic.Descriptor.Id == "WP3001" ? OfWeakUnit() : Unit()).Match(diagnostic.Message) is { Success: true } match
            ? match.Groups[1].Value
            : throw new AssertFailedException($"No unit is named in: {diagnostic}");

    [GeneratedRegex("of weak unit '([^']+)'")]
    private static partial Regex OfWeakUnit();

    [GeneratedRegex("^Unit '([^']+)'")]
    private static partial Regex Unit();

    private static void CheckRuntime(CorpusAssembly corpus, SplitResult split)
    {
        JitOracle.Check(split.Runtime!, [.. corpus.Dependencies]);
        using var before = new MetadataDump(corpus.Image.Bytes, DumpOptions.Copy, corpus.Enums);
        using var after = new MetadataDump(split.Runtime!.Bytes, DumpOptions.Copy, corpus.Enums);
        NothingDiffers(after.Types.Where(t => t != "<PrivateImplementationDetails>"), before.OfType, after.OfType, "of the runtime package");
        foreach (var type in split.Units.Where(u => !u.IsRetained).SelectMany(u => u.Types))
            Assert.DoesNotContain(type, after.Types);

        DumpAssert.AreEqual(PeText.Of(corpus.Image.Bytes), PeText.Of(split.Runtime.Bytes), "the file of the runtime package");
        Assert.AreEqual("", string.Join(", ", TableOrder.Unsorted(split.Runtime.Bytes)));
        var told = after.OfAssembly().Split('\n').ToList();
        Assert.AreEqual(1, told.RemoveAll(line => line.Contains("WeakPack.ImportLibrary", StringComparison.Ordinal)), "checksums of the import library");
        DumpAssert.IsPartOf(before.OfAssembly(), string.Join('\n', told), "the assembly");
    }

    private static void CheckImportLibrary(CorpusAssembly corpus, SplitResult split)
    {
        var weak = split.Units.SelectMany(u => u.Types).ToHashSet();
        using var before = new MetadataDump(corpus.Image.Bytes, DumpOptions.Copy, corpus.Enums);
        using var after = new MetadataDump(split.ImportLibrary!, DumpOptions.Copy, corpus.Enums);
        NothingDiffers(weak, before.OfType, after.OfType, "of the import library");

        // A strong type is the same, but for members that a compiler does not see.
        using var stubsBefore = new MetadataDump(corpus.Image.Bytes, DumpOptions.Copy | DumpOptions.IgnoreBodies, corpus.Enums);
        using var stubsAfter = new MetadataDump(split.ImportLibrary!, DumpOptions.Copy | DumpOptions.IgnoreBodies, corpus.Enums);
        foreach (var type in stubsAfter.Types.Where(t => !weak.Contains(t) && !t.StartsWith('<')))
        {
            var added = Lines(stubsAfter.OfType(type)).Except(Lines(stubsBefore.OfType(type))).ToArray();
            Assert.IsEmpty(added, $"{type}:{Environment.NewLine}{string.Join(Environment.NewLine, added)}");
        }

        static IEnumerable<string> Lines(string dump) => dump.Split('\n').Select(line => Accessors().Replace(line, ""));
    }

    /// <summary>A property may lose an accessor that nobody sees.</summary>
    [GeneratedRegex("(?<=^ *property .*)( get| set) .*")]
    private static partial Regex Accessors();

    /// <summary>A consumer that names each weak type, and nothing else of the package. What is obsolete itself may name what is.</summary>
    private static LinkResult Link(CorpusAssembly corpus, SplitResult split)
    {
        var all = split.Units.SelectMany(u => u.Types).Where(IsPublic(corpus)).Select(TypeOf);
        var source = $"[Obsolete] internal static class Everything {{ public static Type[] All() => [\n{string.Join(",\n", all)}]; }}";
        var package = new AssemblyImage(corpus.Image.Path, split.Runtime!.Bytes, split.Runtime.Symbols);
        var consumer = Compiler.Compile("Consumer", [source], isExecutable: false, [split.ImportLibrary!, .. corpus.Dependencies.Select(d => d.Bytes)]);
        return Linker.Link(new LinkRequest
        {
            Consumer = consumer.Image,
            ReferenceAssembly = consumer.ReferenceAssembly,
            References = [.. corpus.References, Reference.FromImage(package, split.ImportLibrary)],
        });
    }

    private static void CheckConsumer(CorpusAssembly corpus, SplitResult split, LinkResult linked)
    {
        var output = linked.Output!;
        var copied = linked.Units.SelectMany(u => u.Types).ToHashSet();
        CollectionAssert.IsSubsetOf(split.Units.SelectMany(u => u.Types).Where(IsPublic(corpus)).ToArray(), copied.ToArray());

        using var before = new MetadataDump(corpus.Image.Bytes, DumpOptions.Copy, corpus.Enums);
        using var after = new MetadataDump(output.Bytes, DumpOptions.Copy, corpus.Enums);
        NothingDiffers(copied.Where(t => MetadataNames.WithoutSuffix(t) != "<PrivateImplementationDetails>"), t => before.OfType(MetadataNames.WithoutSuffix(t)), after.OfType, "of the consumer");
        JitOracle.Check(output, [split.Runtime!, .. corpus.Dependencies]);
    }

    private static Func<string, bool> IsPublic(CorpusAssembly corpus)
    {
        using var view = new AssemblyView(corpus.Image.Bytes);
        var types = view.Types.Where(t => view.Type(t).IsPublic).ToHashSet();
        return types.Contains;
    }

    private static void NothingDiffers(IEnumerable<string> types, Func<string, string> before, Func<string, string> after, string what)
    {
        var differences = types
            .Select(type => DumpAssert.Difference(before(type), after(type)) is { } difference ? $"{type} {difference}" : null)
            .OfType<string>()
            .ToArray();
        Assert.IsEmpty(differences, $"{differences.Length} types {what}:{Environment.NewLine}{string.Join(Environment.NewLine, differences.Take(10))}");
    }

    /// <summary>typeof, as C# writes it for a metadata name: open generics by their commas.</summary>
    private static string TypeOf(string name)
    {
        var arity = name.IndexOf('`', StringComparison.Ordinal);
        return arity < 0
            ? $"typeof(global::{name})"
            : $"typeof(global::{name[..arity]}<{new string(',', int.Parse(name[(arity + 1)..], System.Globalization.CultureInfo.InvariantCulture) - 1)}>)";
    }
}
