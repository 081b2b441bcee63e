using Microsoft.CodeAnalysis;
using WeakPack.Core.Tests.Fixtures;

namespace WeakPack.Core.Tests.Oracles;

/// <summary>To a compiler a package's compile surface is as good as its import library: what it makes of a consumer is the same, byte for byte.</summary>
internal static class SurfaceOracle
{
    public static void Check(Compilation consumer, IReadOnlyList<SplitPackage> packages)
    {
        if (packages.Count == 0 || !consumer.Options.Deterministic || packages.Any(package => package.Result.CompileSurface is null))
            return;

        var overSurfaces = consumer;
        foreach (var package in packages)
        {
            var library = consumer.References.Single(reference => consumer.GetAssemblyOrModuleSymbol(reference)?.Name == package.Name);
            overSurfaces = overSurfaces.ReplaceReference(library, MetadataReference.CreateFromImage(package.Result.CompileSurface!, filePath: "surface.wpi"));
        }

        Assert.AreEqual(Emit(consumer), Emit(overSurfaces), "Compiled against compile surfaces the consumer is another one.");
    }

    private static string Emit(Compilation compilation)
    {
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        Assert.IsTrue(result.Success, string.Join(Environment.NewLine, result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)));
        return Convert.ToHexString(image.ToArray());
    }
}
