using WeakPack.Diagnostics;
using WeakPack.Metadata;
using WeakPack.Modules;

namespace WeakPack.ImportLibraries;

/// <summary>Looks at packages before the compiler does, which would only say that a name is unknown or a file no metadata.</summary>
public static class ImportLibraryCheck
{
    /// <summary>
    /// WP2202 for each reference that carries the mark of a split package but has no import library beside it, and
    /// WP31xx or WP2225 for each import library that is damaged or belongs to another build.
    /// </summary>
    /// <param name="references">The references to look at.</param>
    /// <param name="targetFramework">That of the project in its long form, or null.</param>
    public static IReadOnlyList<Diagnostic> Check(IReadOnlyList<Reference> references, string? targetFramework = null)
    {
        using var set = new ReferenceSet(references);
        return [.. set.All.Select(reference => Check(set, reference, targetFramework)).Where(problem => problem is not null).Select(problem => problem!)];
    }

    private static Diagnostic? Check(ReferenceSet set, Reference reference, string? targetFramework)
    {
        if (reference.ImportLibraryPath is null)
        {
            return set.Open(reference)?.AssemblyMetadata(AssemblyMarks.ImportLibrary) is null
                ? null
                : Diagnostic.Create(Descriptors.ImportLibraryNotFound, new(reference.Path), reference.Path, Path.ChangeExtension(reference.Path, ".wpi"));
        }

        var (library, problem) = ImportLibrary.Open(reference, set, targetFramework);
        library?.Dispose();
        return problem;
    }
}
