using System.Text;
using WeakPack.Diagnostics;
using WeakPack.ImportLibraries;
using WeakPack.Linking;
using WeakPack.NativeLibraries;
using WeakPack.Packaging;
using WeakPack.Units;

namespace WeakPack.Core.Tests.Fixtures;

/// <summary>Where a test of the package side begins.</summary>
internal static class Package
{
    public static PackageFixture Of(string source, string name = "Pack1") => new(name, [source]);

    public static PackageFixture Of(SourceFile[] sources, string name = "Pack1") => new(name, sources);
}

/// <summary>A package to be: its sources, its marks and what it requires.</summary>
internal sealed class PackageFixture(string name, SourceFile[] sources)
{
    private CompiledAssembly? _compiled;
    private UnitMarks _marks = UnitMarks.None;
    private CompileOptions _options = CompileOptions.Debug;
    private SplitPackage[] _requires = [];
    private AssemblyImage[] _references = [];
    private TranslatedResource[] _translations = [];
    private UnitNativeLibrary[] _natives = [];
    private bool _isExecutable;
    private CompilationFlags _flags = CompilationFlags.Unknown;
    private string? _framework;
    private string? _platform;

    /// <summary>The package as the compiler wrote it.</summary>
    public CompiledAssembly Compiled => _compiled ??= Compiler.Compile(
        name,
        sources,
        _isExecutable,
        [.. _requires.Select(p => p.CompileSurface), .. _references.Select(r => r.Bytes)],
        _options);

    public PackageFixture With(CompileOptions options) => Set(() => _options = options);

    public PackageFixture Marked(UnitMarks marks) => Set(() => _marks = marks);

    public PackageFixture MarkedUnits(params string[] units) => Marked(new UnitMarks { Units = units });

    /// <summary>Packages whose weak units this package uses: they are linked into it before it is split.</summary>
    public PackageFixture Requires(params SplitPackage[] packages) => Set(() => _requires = packages);

    /// <summary>What the project says of how it is compiled.</summary>
    public PackageFixture Saying(CompilationFlags flags) => Set(() => _flags = flags);

    /// <summary>What the project says it is compiled for; the compiler is not asked.</summary>
    public PackageFixture SaidToBeFor(string framework, string? platform = null) => Set(() => (_framework, _platform) = (framework, platform));

    /// <summary>Ordinary assemblies that this package uses.</summary>
    public PackageFixture References(params AssemblyImage[] references) => Set(() => _references = references);

    /// <summary>Resources for one culture; the others have the names of their files.</summary>
    public PackageFixture Translated(params TranslatedResource[] translations) => Set(() => _translations = translations);

    /// <summary>Native libraries that go where weak units go.</summary>
    public PackageFixture Ships(params UnitNativeLibrary[] libraries) => Set(() => _natives = libraries);

    public PackageFixture AsExecutable() => Set(() => _isExecutable = true);

    /// <summary>Splits the package; an error fails the test.</summary>
    public SplitPackage Split()
    {
        var result = TrySplit();
        Assert.IsTrue(result.Succeeded, $"{name} was not split:{Describe(result.Diagnostics)}");
        return new(this, name, Compiled, result, _references);
    }

    /// <summary>Nothing but messages may be found.</summary>
    public SplitPackage Accepts()
    {
        var package = Split();
        var found = package.Result.Diagnostics.Where(d => d.Descriptor.Severity != DiagnosticSeverity.Message).ToArray();
        Assert.IsEmpty(found, $"{name} was split, but:{Describe(found)}");
        return package;
    }

    /// <summary>Exactly this kind of error must be found, with these words in its messages, and nothing written.</summary>
    public SplitResult Rejects(string id, params string[] words)
    {
        var result = TrySplit();
        Expect.Rejected(result.Diagnostics, id, words);
        Assert.IsNull(result.Runtime, "A package that is rejected has no runtime package.");
        Assert.IsNull(result.ImportLibrary, "A package that is rejected has no import library.");
        return result;
    }

    public SplitResult TrySplit()
    {
        var result = LinkAndSplit();
        EditorOracle.Check(Compiled.Source, _options, _marks, result.Diagnostics, isPackage: true);
        return result;
    }

    private SplitResult LinkAndSplit()
    {
        var (assembly, reference) = (Compiled.Image, Compiled.ReferenceAssembly);
        Reference[] references = [.. _options.Framework.References, .. _requires.Select(p => p.Reference), .. _references.Select(r => Reference.FromImage(r))];
        IReadOnlyList<NativeLibraryNeed> linkedNatives = [];
        if (_requires.Length > 0)
        {
            var linked = Linker.Link(new LinkRequest { Consumer = assembly, ReferenceAssembly = reference, References = references, IsExecutable = _isExecutable, Key = _options.Signing?.Key });
            if (!linked.Succeeded)
                return new SplitResult { Diagnostics = linked.Diagnostics };
            assembly = linked.Output!;
            reference = linked.ReferenceAssembly;
            linkedNatives = linked.NativeLibraries;
        }

        return Splitter.Split(new SplitRequest
        {
            Assembly = assembly,
            ReferenceAssembly = reference,
            Marks = _marks,
            Resources = [.. _options.Resources.Where(resource => resource.Unit is not null).Select(resource => new UnitResource(resource.Name, resource.Unit!, resource.Name))],
            TranslatedResources = _translations,
            NativeLibraries = _natives,
            LinkedNativeLibraries = linkedNatives,
            References = references,
            TargetFramework = _framework,
            TargetPlatform = _platform,
            Flags = _flags,
            IsExecutable = _isExecutable,
            Key = _options.Signing?.Key,
        });
    }

    private static string Describe(IEnumerable<Diagnostic> diagnostics) => Expect.Describe(diagnostics);

    private PackageFixture Set(Action set)
    {
        set();
        _compiled = null;
        return this;
    }
}

/// <summary>A package that has been split.</summary>
internal sealed class SplitPackage(PackageFixture fixture, string name, CompiledAssembly compiled, SplitResult result, AssemblyImage[] references)
{
    public string Name => name;

    public PackageFixture Fixture => fixture;

    /// <summary>The package as the compiler wrote it.</summary>
    public CompiledAssembly Compiled => compiled;

    public SplitResult Result => result;

    public AssemblyImage RuntimeImage => result.Runtime ?? throw new AssertFailedException($"{name} has no runtime package.");

    public byte[] ImportLibraryBytes => result.ImportLibrary ?? throw new AssertFailedException($"{name} has no import library.");

    /// <summary>What a compiler is handed for this package.</summary>
    public byte[] CompileSurface => result.ImportLibrary ?? RuntimeImage.Bytes;

    /// <summary>What the linker is handed for this package.</summary>
    public Reference Reference => ReferenceFrom(origin: null);

    /// <summary>The folder that the package is said to be in, for what is looked for beside it.</summary>
    public string? Folder { get; set; }

    /// <summary>The same, as it comes from somewhere.</summary>
    public Reference ReferenceFrom(ReferenceOrigin? origin) =>
        Reference.FromImage(Folder is null ? RuntimeImage : new(Path.Combine(Folder, name + ".dll"), RuntimeImage.Bytes), result.ImportLibrary, origin: origin);

    /// <summary>Assemblies that the package was compiled against.</summary>
    public IReadOnlyList<AssemblyImage> References => references;

    public SplitPackage Runtime(Action<AssemblyView> check) => View(RuntimeImage.Bytes, check);

    public SplitPackage ImportLibrary(Action<AssemblyView> check) => View(ImportLibraryBytes, check);

    public SplitPackage ReferenceAssembly(Action<AssemblyView> check)
    {
        Assert.IsNotNull(result.ReferenceAssembly, $"{name} has no reference assembly.");
        return View(result.ReferenceAssembly.Bytes, check);
    }

    /// <summary>What a project of the same solution is compiled against.</summary>
    public SplitPackage Surface(Action<AssemblyView> check)
    {
        Assert.IsNotNull(result.CompileSurface, $"{name} has no compile surface.");
        return View(result.CompileSurface, check);
    }

    /// <summary>Something besides errors was found.</summary>
    public SplitPackage Reports(string id, params string[] words)
    {
        Expect.Reported(result.Diagnostics, id, words);
        return this;
    }

    /// <summary>
    /// The same with another text of the same length in the manifest of its import library, which is sealed anew: what a
    /// splitter of another version would have written, or somebody by hand.
    /// </summary>
    public SplitPackage WithManifest(string from, string to) => WithBytes(Encoding.UTF8.GetBytes(from), Encoding.UTF8.GetBytes(to));

    /// <summary>The same with other bytes, the same number, anywhere in its import library, which is sealed anew.</summary>
    public SplitPackage WithBytes(byte[] from, byte[] to)
    {
        Assert.AreEqual(from.Length, to.Length, "The file's structure has to stay.");
        var before = Manifest.Read(Manifest.FindIn(ImportLibraryBytes)).Checksum;
        var library = Replace(Replace(ImportLibraryBytes, from, to), before, Checksum.Placeholder);
        var runtime = Replace(RuntimeImage.Bytes, before, Checksum.Seal(library));
        var changed = new SplitResult { Diagnostics = result.Diagnostics, Runtime = new(RuntimeImage.Path, runtime, RuntimeImage.Symbols), ImportLibrary = library };
        return new(fixture, name, compiled, changed, references) { Folder = Folder };
    }

    private static byte[] Replace(byte[] bytes, string from, string to) => Replace(bytes, Encoding.UTF8.GetBytes(from), Encoding.UTF8.GetBytes(to));

    private static byte[] Replace(byte[] bytes, byte[] from, byte[] to)
    {
        var replaced = (byte[])bytes.Clone();
        var at = replaced.AsSpan().IndexOf(from);
        Assert.IsGreaterThan(0, at, Encoding.UTF8.GetString(from));
        to.CopyTo(replaced.AsSpan(at));
        return replaced;
    }

    private SplitPackage View(byte[] image, Action<AssemblyView> check)
    {
        using var view = new AssemblyView(image);
        check(view);
        return this;
    }
}

/// <summary>What tests expect of diagnostics.</summary>
internal static class Expect
{
    public static void Rejected(IReadOnlyList<Diagnostic> diagnostics, string id, params string[] words)
    {
        var errors = diagnostics.Where(d => d.Descriptor.Severity == DiagnosticSeverity.Error).ToArray();
        Assert.IsNotEmpty(errors, $"{id} was expected, but nothing was rejected.{Describe(diagnostics)}");
        Assert.IsTrue(errors.All(d => d.Descriptor.Id == id), $"{id} was expected, but found was:{Describe(errors)}");
        Reported(errors, id, words);
    }

    public static void Reported(IReadOnlyList<Diagnostic> diagnostics, string id, params string[] words)
    {
        var text = string.Join('\n', diagnostics.Where(d => d.Descriptor.Id == id));
        Assert.IsGreaterThan(0, text.Length, $"{id} was expected, but found was:{Describe(diagnostics)}");
        foreach (var word in words)
            Assert.Contains(word, text);
    }

    public static string Describe(IEnumerable<Diagnostic> diagnostics) =>
        string.Concat(diagnostics.Select(d => $"{Environment.NewLine}  {d.Descriptor.Severity} {d}"));
}
