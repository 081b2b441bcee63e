namespace WeakPack.Core.Tests.Corpus;

/// <summary>What the oracles say of real input before anything was done to it: whatever they say later is ours.</summary>
[TestClass]
public sealed class BaselineTests
{
    public static IEnumerable<object[]> Assemblies => CorpusAssembly.Names.Select(n => new object[] { n });

    [TestMethod]
    [DynamicData(nameof(Assemblies))]
    public void The_dump_knows_every_form(string name)
    {
        var corpus = CorpusAssembly.Named(name);
        using var dump = new MetadataDump(corpus.Image.Bytes, DumpOptions.None, corpus.Enums);

        Assert.IsGreaterThan(corpus.Least.Types, dump.Types.Count);
        foreach (var type in dump.Types)
            Assert.IsGreaterThan(0, dump.OfType(type).Length);
    }

    [TestMethod]
    [DynamicData(nameof(Assemblies))]
    public void The_runtime_compiles_every_method(string name)
    {
        var corpus = CorpusAssembly.Named(name);

        var report = JitOracle.Check(corpus.Image, [.. corpus.Dependencies]);

        Assert.IsGreaterThan(corpus.Least.Methods, report.Compiled);
        Assert.IsLessThanOrEqualTo(corpus.Least.NotInstantiable, report.NotInstantiable.Count, string.Join(Environment.NewLine, report.NotInstantiable));
    }
}
