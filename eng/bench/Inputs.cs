using System.Reflection.PortableExecutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Mono.Cecil;
using Mono.Cecil.Cil;
using WeakPack.Packaging;
using WeakPack.Units;

namespace WeakPack.Bench;

/// <summary>What is split and linked: a small package and application, and an assembly of 7 MB that someone else wrote.</summary>
internal static class Inputs
{
    private const string PackageSource = """
        using WeakPack;
        namespace Acme;
        [WeakPackageUnit] public sealed class Pen
        {
            public int Width { get; set; } = 2;
            public string Draw(params int[] points) => string.Join(";", points) + " at " + Width;
        }
        public sealed class Canvas { public int Size => 100; }
        """;

    private const string ApplicationSource = """
        System.Console.WriteLine(new Acme.Pen { Width = 3 }.Draw(1, 2, 3));
        """;

    /// <summary>The reference assemblies that a build compiles against, from the packs beside the runtime.</summary>
    public static IReadOnlyList<Reference> Framework { get; } =
        [.. Directory.GetFiles(ReferencePack(), "*.dll").Order(StringComparer.Ordinal).Select(path => Reference.FromFile(path, isFramework: true))];

    // Read once, as in the compiler's server.
    private static IReadOnlyList<MetadataReference> FrameworkMetadata { get; } = [.. Framework.Select(reference => MetadataReference.CreateFromFile(reference.Path))];

    /// <summary>Microsoft.CodeAnalysis.CSharp: 7 MB, thousands of types.</summary>
    public static string LargePath { get; } = typeof(CSharpCompilation).Assembly.Location;

    /// <summary>A type of it that can be weak.</summary>
    public const string LargeUnit = "Microsoft.CodeAnalysis.CSharpExtensions";

    public static IReadOnlyList<Reference> LargeReferences { get; } =
        [.. Framework, .. Directory.GetFiles(AppContext.BaseDirectory, "*.dll").Where(path => path != LargePath).Select(path => Reference.FromFile(path))];

    public static SplitRequest SmallPackage() => new()
    {
        Assembly = Compile("Acme", PackageSource, OutputKind.DynamicallyLinkedLibrary, []),
        References = [.. Framework, Reference.FromFile(typeof(WeakPackageUnitAttribute).Assembly.Location)],
    };

    public static SplitRequest LargePackage(string unit) => new()
    {
        Assembly = new AssemblyImage(LargePath, WithoutSignature(File.ReadAllBytes(LargePath))),
        Marks = new UnitMarks { Units = [unit] },
        References = LargeReferences,
    };

    public static AssemblyImage SmallApplication(SplitResult package) =>
        Compile("App", ApplicationSource, OutputKind.ConsoleApplication, [package.ImportLibrary!]);

    /// <summary>The large assembly with one method more, which uses the small package's unit.</summary>
    public static AssemblyImage LargeConsumer(SplitResult package)
    {
        using var module = ModuleDefinition.ReadModule(new MemoryStream(File.ReadAllBytes(LargePath)));
        using var library = ModuleDefinition.ReadModule(new MemoryStream(package.ImportLibrary!));
        var pen = module.ImportReference(library.GetType("Acme.Pen"));
        var user = new TypeDefinition("Bench", "User", Mono.Cecil.TypeAttributes.Public, module.TypeSystem.Object);
        var use = new MethodDefinition("Use", Mono.Cecil.MethodAttributes.Assembly | Mono.Cecil.MethodAttributes.Static, module.TypeSystem.Object);
        use.Body.Instructions.Add(Instruction.Create(OpCodes.Newobj, new MethodReference(".ctor", module.TypeSystem.Void, pen) { HasThis = true }));
        use.Body.Instructions.Add(Instruction.Create(OpCodes.Ret));
        user.Methods.Add(use);
        module.Types.Add(user);
        var bytes = new MemoryStream();
        module.Write(bytes);
        return new AssemblyImage(LargePath, bytes.ToArray());
    }

    // Nobody here has its author's key.
    private static byte[] WithoutSignature(byte[] image)
    {
        using var pe = new PEReader(new MemoryStream(image, writable: false));
        if (pe.PEHeaders.TryGetDirectoryOffset(pe.PEHeaders.CorHeader!.StrongNameSignatureDirectory, out var start))
            image.AsSpan(start, pe.PEHeaders.CorHeader.StrongNameSignatureDirectory.Size).Clear();
        return image;
    }

    private static string ReferencePack()
    {
        var root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", ".."));
        var packs = Directory.GetDirectories(Path.Combine(root, "packs", "Microsoft.NETCore.App.Ref"), $"{Environment.Version.Major}.*");
        return Path.Combine(packs.Order(StringComparer.Ordinal).Last(), "ref", $"net{Environment.Version.Major}.0");
    }

    /// <summary>Compiles as a release build does.</summary>
    public static AssemblyImage Compile(string name, string source, OutputKind kind, IReadOnlyList<byte[]> packages)
    {
        var compilation = CSharpCompilation.Create(name,
            [CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(LanguageVersion.Latest), path: $"/src/{name}.cs", encoding: System.Text.Encoding.UTF8)],
            [
                .. FrameworkMetadata,
                MetadataReference.CreateFromFile(typeof(WeakPackageUnitAttribute).Assembly.Location),
                .. packages.Select(package => MetadataReference.CreateFromImage(package)),
            ],
            new CSharpCompilationOptions(kind, optimizationLevel: OptimizationLevel.Release, deterministic: true));
        var assembly = new MemoryStream();
        var symbols = new MemoryStream();
        var result = compilation.Emit(assembly, symbols);
        return result.Success
            ? new AssemblyImage($"/bin/{name}.dll", assembly.ToArray(), symbols.ToArray())
            : throw new InvalidOperationException(string.Join("\n", result.Diagnostics));
    }
}
