using WeakPack.Linking;
using WeakPack.Metadata;
using WeakPack.Modules;

namespace WeakPack.Core.Tests.Corpus;

/// <summary>The copier alone, rules aside: every type of a real assembly, copied into an empty one, is what it was.</summary>
[TestClass]
public sealed class CopierTests
{
    public static IEnumerable<object[]> Assemblies => CorpusAssembly.Names.Select(n => new object[] { n });

    [TestMethod]
    [DynamicData(nameof(Assemblies))]
    public void Every_type_of_a_real_assembly_is_copied_as_it_is(string name)
    {
        var corpus = CorpusAssembly.Named(name);
        var copy = CopyAll(corpus);

        using var before = new MetadataDump(corpus.Image.Bytes, DumpOptions.None, corpus.Enums);
        using var after = new MetadataDump(copy.Bytes, DumpOptions.None, corpus.Enums);
        CollectionAssert.AreEquivalent(before.Types.ToArray(), after.Types.ToArray());
        using var debugBefore = new DebugDump(corpus.Image);
        using var debugAfter = new DebugDump(copy);
        var differences = before.Types
            .Select(type => DumpAssert.Difference(before.OfType(type) + WithOwnLocals(debugBefore.OfType(type)), after.OfType(type) + DebugOf(type)) is { } difference ? $"{type} {difference}" : null)
            .OfType<string>()
            .ToArray();
        Assert.IsEmpty(differences, $"{differences.Length} of {before.Types.Count} types:{Environment.NewLine}{string.Join(Environment.NewLine, differences.Take(10))}");

        JitOracle.Check(copy, [.. corpus.Dependencies]);

        // The F# compiler names a signature of locals that is not the body's. A copy names that of its body.
        static string WithOwnLocals(string dump) => dump.Replace("WITH OTHER LOCALS THAN ITS BODY", "with the locals of its body", StringComparison.Ordinal);

        string DebugOf(string type) => debugBefore.HasSymbols ? debugAfter.OfType(type) : "";
    }

    private static AssemblyImage CopyAll(CorpusAssembly corpus)
    {
        var empty = Compiler.Compile("Empty", [""], isExecutable: false, []).Image;
        using var references = new ReferenceSet(corpus.References);
        using var resolver = new ModuleResolver(references);
        using var source = new ModuleFile(corpus.Image, resolver);
        using var target = new ModuleFile(empty, resolver);

        var mapper = new ReferenceMapper(source.Module, target.Module, new TargetScopes(target.Module, references));
        var types = source.Module.Types.Where(type => type.Name != "<Module>").ToArray();
        var copies = new TypeCopier(source, target, mapper, debugData: Copies.DebugDataOf(source, source.Pdb, slice: null, target, mapper)).Copy(types);
        Assert.HasCount(types.Length, copies);
        return target.Write(SymbolPlace.Beside);
    }
}
