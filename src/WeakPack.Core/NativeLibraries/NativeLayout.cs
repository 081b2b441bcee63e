namespace WeakPack.NativeLibraries;

/// <summary>A native library and the place in the output folder where the runtime looks for it.</summary>
/// <param name="Need">The library.</param>
/// <param name="Folder">The folder, with slashes, and one at its end; empty for the root.</param>
public sealed record PlacedNativeLibrary(NativeLibraryNeed Need, string Folder)
{
    /// <summary>The file, as seen from the output folder.</summary>
    public string Path => Folder + Need.Asset.Name;
}

/// <summary>Where native libraries go: beside a program that is for one platform, and into a folder for each in one that is for all.</summary>
public static class NativeLayout
{
    /// <summary>Places libraries, each once.</summary>
    /// <param name="needs">What is needed.</param>
    /// <param name="rid">The platform that the program is for; empty for all.</param>
    /// <param name="graph">Which platform may use what.</param>
    public static IReadOnlyList<PlacedNativeLibrary> Place(IEnumerable<NativeLibraryNeed> needs, string rid, RuntimeGraph graph)
    {
        var placed = rid.Length == 0
            ? needs.Select(need => new PlacedNativeLibrary(need, $"runtimes/{need.Asset.RuntimeIdentifier}/native/"))
            : Nearest(needs, graph.Expand(rid)).Select(need => new PlacedNativeLibrary(need, ""));
        return [.. placed.GroupBy(library => library.Path, StringComparer.OrdinalIgnoreCase).Select(same => same.First()).OrderBy(library => library.Path, StringComparer.Ordinal)];
    }

    // Of each file by itself: what one unit brings for this very platform must not hide what another has for all of its kind.
    private static IEnumerable<NativeLibraryNeed> Nearest(IEnumerable<NativeLibraryNeed> needs, IReadOnlyList<string> platforms) =>
        needs.Select(need => (Need: need, Distance: Distance(need.Asset.RuntimeIdentifier, platforms)))
            .Where(candidate => candidate.Distance >= 0)
            .GroupBy(candidate => candidate.Need.Asset.Name, StringComparer.OrdinalIgnoreCase)
            .Select(candidates => candidates.OrderBy(candidate => candidate.Distance).First().Need);

    private static int Distance(string rid, IReadOnlyList<string> platforms) =>
        Enumerable.Range(0, platforms.Count).Where(at => string.Equals(platforms[at], rid, StringComparison.OrdinalIgnoreCase)).DefaultIfEmpty(-1).First();
}
