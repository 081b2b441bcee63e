using System.Reflection.PortableExecutable;
using WeakPack.Diagnostics;
using WeakPack.Inspection;
using WeakPack.Linking;
using WeakPack.Packaging;
using WeakPack.Units;

namespace WeakPack.Fuzz.Inputs;

/// <summary>A sound package with its consumer, at all steps of its way: what is damaged in one run after the other.</summary>
internal sealed class Seed
{
    private const int UnitsOfCorpus = 4;

    private Seed(AssemblyImage package, AssemblyImage? surface, UnitMarks marks, IReadOnlyList<AssemblyImage> others, SplitResult split, Func<byte[][], (AssemblyImage Image, AssemblyImage Reference)> consumer)
    {
        Package = package;
        PackageReference = surface;
        Marks = marks;
        Others = others;
        Split = split;
        (Consumer, ConsumerReference) = consumer([split.ImportLibrary!, .. others.Select(other => other.Bytes)]);
        Linked = Sound(Linker.Link(new()
        {
            Consumer = Consumer,
            ReferenceAssembly = ConsumerReference,
            References = [.. Compiler.Framework, .. others.Select(other => WeakPack.Reference.FromImage(other)), WeakPack.Reference.FromImage(split.Runtime!, split.ImportLibrary)],
            IsExecutable = true,
        }), result => result.Diagnostics).Output!;
    }

    /// <summary>The package as the compiler wrote it.</summary>
    public AssemblyImage Package { get; }

    public AssemblyImage? PackageReference { get; }

    public UnitMarks Marks { get; }

    /// <summary>Ordinary assemblies that package and consumer refer to.</summary>
    public IReadOnlyList<AssemblyImage> Others { get; }

    /// <summary>The package, split.</summary>
    public SplitResult Split { get; }

    /// <summary>The consumer as the compiler wrote it.</summary>
    public AssemblyImage Consumer { get; }

    public AssemblyImage ConsumerReference { get; }

    /// <summary>The consumer, linked.</summary>
    public AssemblyImage Linked { get; }

    /// <summary>All seeds, in a fixed order. The generated ones come twice: most is to be found with them.</summary>
    public static IReadOnlyList<Seed> All()
    {
        Seed[] own = [Own(embedsPdb: false), Own(embedsPdb: true)];
        return [.. own, .. own, .. own, Corpus("Polly.Core"), Corpus("Dapper"), Corpus("FParsecCS", "FSharp.Core")];
    }

    private static Seed Own(bool embedsPdb)
    {
        var (library, _) = Compiler.Compile("Acme.Lib", Sources.Library, isExecutable: false, embedsPdb);
        var (package, surface) = Compiler.Compile("Acme.Pack", Sources.Package, isExecutable: false, embedsPdb, library.Bytes);
        return Of(package, surface, UnitMarks.None, [library], references => Compiler.Compile("App", Sources.Consumer, isExecutable: true, embedsPdb, references));
    }

    /// <summary>An assembly of a NuGet package, of which a few types are called weak.</summary>
    private static Seed Corpus(string name, params string[] others)
    {
        var package = Read(name);
        var references = others.Select(Read).ToList();
        var units = UnitCandidates.Find(package, [.. Compiler.Framework, .. references.Select(other => WeakPack.Reference.FromImage(other))], new Dictionary<string, string>())
            .Where(type => type.IsPublic && type.Obstacles.Count == 0 && !type.Name.Contains('`', StringComparison.Ordinal))
            .Take(UnitsOfCorpus).Select(type => type.Name).ToList();
        var source = $"#pragma warning disable\nConsole.WriteLine(string.Join<Type>(\",\", [{string.Join(", ", units.Select(unit => $"typeof(global::{unit})"))}]));";
        return Of(package, surface: null, new() { Units = units }, references, compiled => Compiler.Compile("App", source, isExecutable: true, embedsPdb: false, compiled));
    }

    private static Seed Of(AssemblyImage package, AssemblyImage? surface, UnitMarks marks, IReadOnlyList<AssemblyImage> others, Func<byte[][], (AssemblyImage, AssemblyImage)> consumer)
    {
        var split = Sound(Splitter.Split(new()
        {
            Assembly = package,
            ReferenceAssembly = surface,
            Marks = marks,
            References = [.. Compiler.Framework, .. others.Select(other => WeakPack.Reference.FromImage(other))],
        }), result => result.Diagnostics);
        return new(package, surface, marks, others, split, consumer);
    }

    // Nobody here has its author's key: it is taken for one that is yet to be signed.
    private static AssemblyImage Read(string name)
    {
        var image = AssemblyImage.Read(Path.Combine(AppContext.BaseDirectory, name + ".dll"));
        using var pe = new PEReader(new MemoryStream(image.Bytes));
        var signature = pe.PEHeaders.CorHeader!.StrongNameSignatureDirectory;
        if (signature.Size > 0 && pe.PEHeaders.TryGetDirectoryOffset(signature, out var start))
            image.Bytes.AsSpan(start, signature.Size).Clear();
        return image;
    }

    private static T Sound<T>(T result, Func<T, IReadOnlyList<Diagnostic>> diagnostics)
    {
        var errors = diagnostics(result).Where(diagnostic => diagnostic.Descriptor.Severity == DiagnosticSeverity.Error).ToList();
        return errors.Count == 0 ? result : throw new InvalidOperationException($"A seed is not sound: {string.Join(Environment.NewLine, errors.Take(5))}");
    }
}
