using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;

namespace WeakPack.Core.Tests.Fixtures;

/// <summary>A source file of a fixture. A bare string gets a path of its own when it is compiled.</summary>
internal sealed record SourceFile(string Path, string Text)
{
    public static implicit operator SourceFile(string text) => new("", text);
}

/// <summary>What the compiler wrote: the assembly, and its reference assembly when it was asked for one.</summary>
internal sealed record CompiledAssembly(string Name, AssemblyImage Image, AssemblyImage? ReferenceAssembly)
{
    /// <summary>What it was made of, as an editor has it.</summary>
    public required CSharpCompilation Source { get; init; }
}

/// <summary>How a fixture is compiled.</summary>
internal sealed record CompileOptions
{
    public static CompileOptions Debug { get; } = new();

    public static CompileOptions Release { get; } = new() { Optimize = true };

    public bool Optimize { get; init; }

    public bool ChecksArithmetic { get; init; }

    public bool EmbedPdb { get; init; }

    public bool NoPdb { get; init; }

    /// <summary>The text of a SourceLink file, or null.</summary>
    public string? SourceLink { get; init; }

    public bool EmbedSources { get; init; }

    public bool Deterministic { get; init; } = true;

    /// <summary>Manifest resources by name, and the weak units that they belong to, if any.</summary>
    public (string Name, string Text, string? Unit)[] Resources { get; init; } = [];

    /// <summary>It has resources of Windows: those of its version.</summary>
    public bool HasWindowsResources { get; init; }

    /// <summary>How the assembly gets a strong name; null leaves it without one.</summary>
    public Signing? Signing { get; init; }

    /// <summary>What it is compiled for; by default the framework that the tests run on, with its implementation as references.</summary>
    public TargetFramework Framework { get; init; } = TargetFramework.OfTheTests;

    public bool ProducesReferenceAssembly { get; init; } = true;

    public override string ToString() => Optimize ? "release" : "debug";
}

/// <summary>Compiles C# in memory, as the SDK would.</summary>
internal static class Compiler
{
    private const string GlobalUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.Linq;
        global using System.Threading.Tasks;
        global using WeakPack;
        """;

    private static readonly CSharpParseOptions s_parseOptions =
        CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Latest);

    private static readonly MetadataReference s_annotations =
        MetadataReference.CreateFromFile(typeof(WeakPackageUnitAttribute).Assembly.Location);

    public static CompiledAssembly Compile(
        string name,
        IEnumerable<SourceFile> sources,
        bool isExecutable,
        IEnumerable<byte[]> references,
        CompileOptions? options = null)
    {
        options ??= CompileOptions.Debug;
        var compilation = CSharpCompilation.Create(
            name,
            [Parse("GlobalUsings.cs", GlobalUsings + Environment.NewLine + options.Framework.Attribute), .. sources.Select((source, i) => Parse(PathOf(source, name, i), source.Text))],
            [.. options.Framework.ForCompiler, s_annotations, .. references.Select(bytes => MetadataReference.CreateFromImage(bytes, filePath: IsImportLibrary(bytes) ? "package.wpi" : null))],
            Signing.Of(options.Signing, new CSharpCompilationOptions(
                isExecutable ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary,
                allowUnsafe: true,
                checkOverflow: options.ChecksArithmetic,
                deterministic: options.Deterministic,
                optimizationLevel: options.Optimize ? OptimizationLevel.Release : OptimizationLevel.Debug,
                nullableContextOptions: NullableContextOptions.Enable)));

        using var pe = new MemoryStream();
        using var pdb = new MemoryStream();
        using var reference = new MemoryStream();
        using var windows = options.HasWindowsResources ? compilation.CreateDefaultWin32Resources(versionResource: true, noManifest: true, null, null) : null;
        var emitted = compilation.Emit(
            pe,
            options.EmbedPdb || options.NoPdb ? null : pdb,
            win32Resources: windows,
            manifestResources: options.Resources.Select(resource => new ResourceDescription(resource.Name, () => new MemoryStream(Encoding.UTF8.GetBytes(resource.Text)), isPublic: true)),
            sourceLinkStream: options.SourceLink is { } map ? new MemoryStream(Encoding.UTF8.GetBytes(map)) : null,
            embeddedTexts: options.EmbedSources ? compilation.SyntaxTrees.Select(tree => EmbeddedText.FromSource(tree.FilePath, tree.GetText())) : null,
            metadataPEStream: options.ProducesReferenceAssembly ? reference : null,
            options: new EmitOptions(
                includePrivateMembers: !options.ProducesReferenceAssembly,
                debugInformationFormat: options.EmbedPdb ? DebugInformationFormat.Embedded : DebugInformationFormat.PortablePdb,
                pdbFilePath: name + ".pdb"));
        Check(name, emitted);

        var path = $"/bin/{name}.dll";
        return new(
            name,
            new AssemblyImage(path, pe.ToArray(), options.EmbedPdb || options.NoPdb ? null : pdb.ToArray()),
            options.ProducesReferenceAssembly ? new($"/ref/{name}.dll", reference.ToArray()) : null) { Source = compilation };
    }

    private static bool IsImportLibrary(byte[] bytes) => bytes.AsSpan().IndexOf("WeakPack.ImportLibrary.xml"u8) >= 0;

    private static string PathOf(SourceFile source, string name, int index) =>
        source.Path.Length > 0 ? source.Path : $"/src/{name}/File{index + 1}.cs";

    private static SyntaxTree Parse(string path, string text) =>
        CSharpSyntaxTree.ParseText(SourceText.From(text, Encoding.UTF8), s_parseOptions, path);

    private static void Check(string name, EmitResult result)
    {
        if (!result.Success)
        {
            var errors = result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error);
            Assert.Fail($"The fixture {name} does not compile:{Environment.NewLine}{string.Join(Environment.NewLine, errors)}");
        }
    }
}

/// <summary>The assemblies of the framework that the tests run on.</summary>
internal static class Framework
{
    private static readonly string s_directory = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    /// <summary>Only the framework's: what the test project itself brings along is nothing that a fixture may see.</summary>
    public static ImmutableArray<string> Paths { get; } =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => Path.GetDirectoryName(path) == s_directory)];

    /// <summary>Their simple names.</summary>
    public static ImmutableHashSet<string> Names { get; } =
        [.. Paths.Select(path => Path.GetFileNameWithoutExtension(path))];

    /// <summary>The framework as the linker takes it.</summary>
    public static ImmutableArray<Reference> References { get; } = [.. Paths.Select(path => Reference.FromFile(path, isFramework: true))];
}
