using WeakPack.Damage;
using WeakPack.Diagnostics;
using WeakPack.Metadata;
using WeakPack.Modules;
using WeakPack.Units;

namespace WeakPack.ImportLibraries;

/// <summary>Looks at packages before the compiler does, which would only say that a name is unknown or a file no metadata.</summary>
public static class ImportLibraryCheck
{
    /// <summary>
    /// WP2202 for each reference that carries the mark of a split package but has no import library beside it, and
    /// WP31xx or WP2225 for each import library that is damaged or belongs to another build; and WP2199 for packages
    /// that contain the same strong unit.
    /// </summary>
    /// <param name="references">The references to look at.</param>
    /// <param name="pool">Where import libraries wait for those who link them; null for none.</param>
    public static IReadOnlyList<Diagnostic> Check(IReadOnlyList<Reference> references, ImportLibraryPool? pool = null)
    {
        try
        {
            using var set = new ReferenceSet(references);
            return
            [
                .. set.All.Select(reference => Check(set, reference, pool)).Where(problem => problem is not null).Select(problem => problem!),
                .. SharedUnits(set),
            ];
        }
        catch (Exception error) when (DamagedFiles.MayCause(error))
        {
            if (DamagedFiles.Find([], references) is { } damage)
                return [damage];
            throw;
        }
    }

    // Of each two packages one report, however many units they share.
    private static IEnumerable<Diagnostic> SharedUnits(ReferenceSet set)
    {
        var packages = set.All.Where(reference => reference.ImportLibraryPath is not null && !reference.IsAliased)
            .Select(set.Open).OfType<MetadataImage>()
            .GroupBy(image => image.AssemblyName, StringComparer.OrdinalIgnoreCase).Select(group => group.First()) // the same assembly twice
            .Select(image => new PackageUnits(image, new(StrongUnits.Of(image), StringComparer.Ordinal)))
            .ToList();
        for (var first = 0; first < packages.Count; first++)
        {
            for (var second = first + 1; second < packages.Count; second++)
            {
                var shared = packages[first].Units.Where(packages[second].Units.Contains).OrderBy(name => name, StringComparer.Ordinal).ToList();
                if (shared.Count > 0)
                    yield return Diagnostic.Create(Descriptors.UnitInTwoPackages, null, StrongUnits.Describe(packages[first].Image), StrongUnits.Describe(packages[second].Image), Names(shared));
            }
        }
    }

    private sealed record PackageUnits(MetadataImage Image, HashSet<string> Units);

    private static string Names(List<string> units)
    {
        var names = string.Join(", ", units.Take(3).Select(name => $"'{name}'"));
        return units.Count <= 3 ? names : $"{names} and {units.Count - 3} more";
    }

    private static Diagnostic? Check(ReferenceSet set, Reference reference, ImportLibraryPool? pool)
    {
        if (reference.ImportLibraryPath is null)
        {
            return set.Open(reference)?.AssemblyAttributes.FirstMetadata(AssemblyMarks.ImportLibrary) is null
                ? null
                : Diagnostic.Create(Descriptors.ImportLibraryNotFound, new(reference.Path), reference.Path, Path.ChangeExtension(reference.Path, ".wpi"));
        }

        var (library, problem) = ImportLibrary.Open(reference, set, pool);
        library?.Dispose();
        return problem;
    }
}
