using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using WeakPack.Linking;
using WeakPack.Packaging;

namespace WeakPack.Core.Tests.Linking;

/// <summary>Attributes that a compiler puts into each assembly for a framework that lacks them: netstandard2.0, real compiler.</summary>
[TestClass]
public sealed class EmbeddedAttributeTests
{
    /// <summary>Nullable annotations, `in` and `ref readonly`, `params` collections, `unmanaged` and `nint`: an attribute for each.</summary>
    private const string Code = """
        {
            public static string? Tell(string? one, string two, string?[] three) => one ?? two + three;
            public static unsafe int Size<T>(in T one, ref readonly T two, nint three) where T : unmanaged => sizeof(T);
            public static ref readonly int Same(in int one) => ref one;
            public static int Count(params System.Collections.Generic.List<int> numbers) => numbers.Count;
        }
        """;

    private static readonly string[] s_needed =
        ["IsReadOnlyAttribute", "RequiresLocationAttribute", "ParamCollectionAttribute", "IsUnmanagedAttribute", "NativeIntegerAttribute", "NullableAttribute", "NullableContextAttribute"];

    [TestMethod]
    [DataRow(Code, DisplayName = "that the consumer has, too")]
    [DataRow("{ public static int One => 1; }", DisplayName = "that the consumer lacks")]
    public void Attributes_that_two_packages_bring_along_are_there_once(string own)
    {
        var (first, second) = (PackageOf(1), PackageOf(2));
        var consumer = Compile("App", $"public static class Own {own} public class Uses {{ public string Tell() => Weak1.Tell(null, \"\", []) + Weak2.Tell(null, \"\", []); }}", first.Surface, second.Surface);

        var result = Linker.Link(new LinkRequest { Consumer = consumer, References = [.. TargetFramework.NetStandard20.References, first.Reference, second.Reference] });

        Assert.IsTrue(result.Succeeded, Expect.Describe(result.Diagnostics));
        using var linked = new AssemblyView(result.Output!.Bytes);
        foreach (var attribute in s_needed)
            Assert.HasCount(1, linked.Types.Where(type => type.StartsWith("System.Runtime.CompilerServices." + attribute, StringComparison.Ordinal)), attribute);
        CollectionAssert.AreEqual(new[] { "netstandard" }, linked.AssemblyReferences.ToArray());
    }

    private static (byte[] Surface, Reference Reference) PackageOf(int number)
    {
        var compiled = Compile($"Pack{number}", $"[WeakPackageUnit] public static class Weak{number} {Code}");
        using var view = new AssemblyView(compiled.Bytes);
        CollectionAssert.IsSubsetOf(s_needed.Select(name => "System.Runtime.CompilerServices." + name).ToArray(), view.Types.ToArray(), "The compiler embeds them.");

        var split = Splitter.Split(new SplitRequest { Assembly = compiled, References = TargetFramework.NetStandard20.References });
        Assert.IsTrue(split.Succeeded, Expect.Describe(split.Diagnostics));
        return (split.ImportLibrary!, Reference.FromImage(split.Runtime!, split.ImportLibrary));
    }

    private static AssemblyImage Compile(string name, string source, params byte[][] packages)
    {
        var compilation = CSharpCompilation.Create(
            name,
            [CSharpSyntaxTree.ParseText("using WeakPack;" + source, CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Latest))],
            [
                .. TargetFramework.NetStandard20.ForCompiler,
                MetadataReference.CreateFromFile(typeof(WeakPackageUnitAttribute).Assembly.Location),
                .. packages.Select(bytes => MetadataReference.CreateFromImage(bytes)),
            ],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, deterministic: true, nullableContextOptions: NullableContextOptions.Enable));
        using var image = new MemoryStream();
        var emitted = compilation.Emit(image);
        Assert.IsTrue(emitted.Success, string.Join('\n', emitted.Diagnostics));
        return new($"/bin/{name}.dll", image.ToArray());
    }
}
