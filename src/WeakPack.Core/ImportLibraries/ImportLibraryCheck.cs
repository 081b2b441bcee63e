using WeakPack.Diagnostics;
using WeakPack.Metadata;
using WeakPack.Modules;

namespace WeakPack.ImportLibraries;

/// <summary>Finds weak-packed packages whose import library is missing.</summary>
public static class ImportLibraryCheck
{
    /// <summary>WP2202 for each reference that carries the mark of a split package but has no import library beside it.</summary>
    public static IReadOnlyList<Diagnostic> Check(IReadOnlyList<Reference> references)
    {
        using var set = new ReferenceSet(references);
        return
        [
            .. from reference in set.All
               where reference.ImportLibraryPath is null && set.Open(reference)?.AssemblyMetadata(AssemblyMarks.ImportLibrary) is not null
               select Diagnostic.Create(Descriptors.ImportLibraryNotFound, new(reference.Path), reference.Path, Path.ChangeExtension(reference.Path, ".wpi")),
        ];
    }
}
