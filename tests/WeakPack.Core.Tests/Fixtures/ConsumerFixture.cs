using WeakPack.Core.Tests.Oracles;
using WeakPack.Linking;
using WeakPack.LinkMaps;
using WeakPack.Units;

namespace WeakPack.Core.Tests.Fixtures;

/// <summary>Where a test of the consumer side begins.</summary>
internal static class Consumer
{
    /// <summary>An application: a source with a Main, or with statements at its top.</summary>
    public static ConsumerFixture Of(string source, params SplitPackage[] packages) =>
        new("App", [source], packages, isExecutable: true);

    public static ConsumerFixture Of(SourceFile[] sources, params SplitPackage[] packages) =>
        new("App", sources, packages, isExecutable: true);

    public static ConsumerFixture Library(string source, params SplitPackage[] packages) =>
        new("Library", [source], packages, isExecutable: false);
}

/// <summary>A consumer to be: its sources and the packages that it is compiled against.</summary>
internal sealed class ConsumerFixture(string name, SourceFile[] sources, SplitPackage[] packages, bool isExecutable)
{
    private string _name = name;
    private CompileOptions _options = CompileOptions.Debug;
    private AssemblyImage[] _references = [];
    private SigningKey? _key;
    private string? _copyVisibility;
    private bool _mapsAllUnits;
    private ReferenceOrigin _origin = ReferenceOrigin.Unknown;
    private CompilationFlags _flags = CompilationFlags.Unknown;
    private string? _framework;
    private string? _platform;
    private string[] _fallbacks = [];

    public ConsumerFixture Named(string newName)
    {
        _name = newName;
        return this;
    }

    public ConsumerFixture With(CompileOptions options)
    {
        _options = options;
        return this;
    }

    /// <summary>The linker is handed another key than the compiler, or none.</summary>
    public ConsumerFixture LinkedWith(SigningKey? key)
    {
        _key = key;
        _options = _options with { Signing = _options.Signing! with { Key = null } };
        return this;
    }

    /// <summary>What the project asks its copies to be.</summary>
    public ConsumerFixture WithCopies(string visibility)
    {
        _copyVisibility = visibility;
        return this;
    }

    /// <summary>What the project says of how it is compiled.</summary>
    public ConsumerFixture Saying(CompilationFlags flags)
    {
        _flags = flags;
        return this;
    }

    /// <summary>What the project says it is compiled for; the compiler is not asked.</summary>
    public ConsumerFixture SaidToBeFor(string framework, string? platform = null, params string[] fallbacks)
    {
        (_framework, _platform, _fallbacks) = (framework, platform, fallbacks);
        return this;
    }

    /// <summary>Where the packages come from.</summary>
    public ConsumerFixture From(ReferenceOrigin origin)
    {
        _origin = origin;
        return this;
    }

    /// <summary>The link map is to tell of all units, linked or not.</summary>
    public ConsumerFixture MappingAllUnits()
    {
        _mapsAllUnits = true;
        return this;
    }

    /// <summary>Ordinary assemblies that the consumer uses beside the packages.</summary>
    public ConsumerFixture References(params AssemblyImage[] references)
    {
        _references = references;
        return this;
    }

    /// <summary>Links the consumer; an error fails the test.</summary>
    public LinkedConsumer Link()
    {
        var (compiled, result) = TryLink();
        Assert.IsTrue(result.Succeeded, $"{_name} was not linked:{Expect.Describe(result.Diagnostics)}");
        return new(compiled, result, packages, _references);
    }

    /// <summary>Exactly this kind of error must be found, with these words in its messages, and nothing written.</summary>
    public LinkResult Rejects(string id, params string[] words)
    {
        var (_, result) = TryLink();
        Expect.Rejected(result.Diagnostics, id, words);
        Assert.IsNull(result.Output, "A consumer that is rejected has no output.");
        return result;
    }

    public (CompiledAssembly Compiled, LinkResult Result) TryLink()
    {
        var compiled = Compile(packages.Select(p => p.CompileSurface));
        var result = Linker.Link(new LinkRequest
        {
            Consumer = compiled.Image,
            ReferenceAssembly = compiled.ReferenceAssembly,
            References = [.. _options.Framework.References, .. packages.Select(p => p.ReferenceFrom(_origin)), .. _references.Select(r => Reference.FromImage(r))],
            TargetFramework = _framework,
            TargetPlatform = _platform,
            FallbackFrameworks = _fallbacks,
            Flags = _flags,
            IsExecutable = isExecutable,
            Key = _key ?? _options.Signing?.Key,
            CopyVisibility = _copyVisibility,
            MapsAllUnits = _mapsAllUnits,
        });
        SurfaceOracle.Check(compiled.Source, packages);
        EditorOracle.Check(compiled.Source, _options, UnitMarks.None, result.Diagnostics, isPackage: false);
        return (compiled, result);
    }

    /// <summary>What the program prints when the packages are ordinary assemblies.</summary>
    public string UnlinkedOutput() =>
        Runner.Run(
            Compile(packages.Select(p => p.Compiled.Image.Bytes)).Image,
            [.. packages.Select(p => p.Compiled.Image), .. packages.SelectMany(p => p.References), .. _references]);

    /// <summary>The program prints the same, linked and unlinked, and runs without the packages that it does not need.</summary>
    public LinkedConsumer RunsAsUnlinked()
    {
        var expected = UnlinkedOutput();
        var linked = Link();
        var needed = packages.Where(p => !linked.Result.UnneededPackages.Contains(p.Name)).ToArray();
        return linked.Runs(expected, needed);
    }

    private CompiledAssembly Compile(IEnumerable<byte[]> surfaces) =>
        Compiler.Compile(_name, sources, isExecutable, [.. surfaces, .. _references.Select(r => r.Bytes)], _options);
}

/// <summary>A consumer that has been linked.</summary>
internal sealed class LinkedConsumer(CompiledAssembly compiled, LinkResult result, SplitPackage[] packages, AssemblyImage[] references)
{
    /// <summary>The consumer as the compiler wrote it.</summary>
    public CompiledAssembly Compiled => compiled;

    public LinkResult Result => result;

    public LinkMap Map => result.Map ?? throw new AssertFailedException($"{compiled.Name} has no link map.");

    public IReadOnlyList<SplitPackage> Packages => packages;

    public AssemblyImage Image => result.Output ?? throw new AssertFailedException($"{compiled.Name} has no output.");

    public LinkedConsumer Output(Action<AssemblyView> check) => View(Image.Bytes, check);

    public LinkedConsumer ReferenceAssembly(Action<AssemblyView> check)
    {
        Assert.IsNotNull(result.ReferenceAssembly, $"{compiled.Name} has no reference assembly.");
        return View(result.ReferenceAssembly.Bytes, check);
    }

    /// <summary>What the program prints while only these packages are at hand; by default none.</summary>
    public string Prints(params SplitPackage[] with) =>
        Runner.Run(Image, [.. with.Select(p => p.RuntimeImage), .. packages.SelectMany(p => p.References), .. references]);

    /// <summary>The program prints this while only these packages are at hand; by default none.</summary>
    public LinkedConsumer Runs(string expected, params SplitPackage[] with)
    {
        Assert.AreEqual(Normalize(expected), Normalize(Prints(with)));
        return this;
    }

    /// <summary>Nothing that the program needs at run time comes from this package.</summary>
    public LinkedConsumer DoesNotNeed(SplitPackage package)
    {
        Assert.Contains(package.Name, result.UnneededPackages);
        return Output(dll => Assert.DoesNotContain(package.Name, dll.AssemblyReferences));
    }

    public LinkedConsumer Reports(string id, params string[] words)
    {
        Expect.Reported(result.Diagnostics, id, words);
        return this;
    }

    /// <summary>Nothing of this kind was found.</summary>
    public LinkedConsumer DoesNotReport(string id)
    {
        Assert.DoesNotContain(id, result.Diagnostics.Select(found => found.Descriptor.Id), Expect.Describe(result.Diagnostics));
        return this;
    }

    private static string Normalize(string text) => text.ReplaceLineEndings("\n").TrimEnd('\n');

    private LinkedConsumer View(byte[] image, Action<AssemblyView> check)
    {
        using var view = new AssemblyView(image);
        check(view);
        return this;
    }
}
