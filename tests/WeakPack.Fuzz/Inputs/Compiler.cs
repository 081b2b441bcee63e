using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;

namespace WeakPack.Fuzz.Inputs;

/// <summary>Compiles the seeds in memory, the same bytes each time.</summary>
internal static class Compiler
{
    private const string GlobalUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.Linq;
        global using System.Threading.Tasks;
        global using WeakPack;
        [assembly: System.Runtime.Versioning.TargetFramework(".NETCoreApp,Version=v10.0")]
        """;

    private static readonly string s_folder = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    private static readonly string[] s_framework =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Where(path => Path.GetDirectoryName(path) == s_folder)];

    private static readonly MetadataReference[] s_known =
        [.. s_framework.Append(typeof(WeakPackageUnitAttribute).Assembly.Location).Select(path => MetadataReference.CreateFromFile(path))];

    /// <summary>The framework as the linker takes it.</summary>
    public static IReadOnlyList<Reference> Framework { get; } = [.. s_framework.Select(path => Reference.FromFile(path, isFramework: true))];

    /// <summary>Compiles an assembly and its reference assembly.</summary>
    public static (AssemblyImage Image, AssemblyImage Reference) Compile(string name, string source, bool isExecutable, bool embedsPdb, params byte[][] references)
    {
        var compilation = CSharpCompilation.Create(
            name,
            new[] { GlobalUsings, source }.Select((text, i) => CSharpSyntaxTree.ParseText(SourceText.From(text, Encoding.UTF8), CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Latest), $"/src/{name}/File{i}.cs")),
            [.. s_known, .. references.Select(bytes => MetadataReference.CreateFromImage(bytes))],
            new CSharpCompilationOptions(
                isExecutable ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary,
                allowUnsafe: true, deterministic: true, nullableContextOptions: NullableContextOptions.Enable));

        using var pe = new MemoryStream();
        using var pdb = new MemoryStream();
        using var surface = new MemoryStream();
        var resource = new ResourceDescription("Acme.texts", () => new MemoryStream(Encoding.UTF8.GetBytes(source)), isPublic: true);
        Check(name, compilation.Emit(pe, embedsPdb ? null : pdb, manifestResources: [resource], options: new EmitOptions(
            debugInformationFormat: embedsPdb ? DebugInformationFormat.Embedded : DebugInformationFormat.PortablePdb, pdbFilePath: name + ".pdb")));
        Check(name, compilation.Emit(surface, options: new EmitOptions(metadataOnly: true, includePrivateMembers: false)));
        return (new($"/bin/{name}.dll", pe.ToArray(), embedsPdb ? null : pdb.ToArray()), new($"/ref/{name}.dll", surface.ToArray()));
    }

    private static void Check(string name, EmitResult result)
    {
        if (!result.Success)
            throw new InvalidOperationException($"The seed {name} does not compile: {string.Join(Environment.NewLine, result.Diagnostics.Where(found => found.Severity == DiagnosticSeverity.Error).Take(5))}");
    }
}
