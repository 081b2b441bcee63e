using WeakPack.ImportLibraries;
using WeakPack.Modules;

namespace WeakPack.Packaging;

/// <summary>What a compiler needs of a package, apart from the import library: the compiler's own reference assembly, weak units included.</summary>
/// <remarks>
/// A body of a weak unit is in the import library and not in here. So a consumer that compiles against this file is linked again when
/// such a body changes, and not compiled.
/// </remarks>
internal static class CompileSurface
{
    /// <param name="reference">The reference assembly as the compiler wrote it.</param>
    /// <param name="plan">How the package is split.</param>
    /// <param name="resolver">Finds the references.</param>
    public static byte[] Write(AssemblyImage reference, SplitPlan plan, ModuleResolver resolver)
    {
        using var file = new ModuleFile(Win32Resources.Hide(reference), resolver);
        AssemblyMarks.StripAnnotations(file.Module);
        BuildAttributes.Remove(file.Module);
        AssemblyMarks.AddWeakTypes(file.Module, plan.WeakTypes);
        var named = SurfaceReducer.Reduce(file.Module); // the compiler leaves classes for lambdas in it, which change with a body
        return UnusedReferences.WriteWithout(file, reference, named, timestamp: 0, resolver).Bytes;
    }
}
