using WeakPack.Diagnostics;

namespace WeakPack.NativeLibraries;

/// <summary>The native libraries of a program: its own, and those of the projects that it refers to.</summary>
public static class NativeLibrarySet
{
    /// <summary>Joins what several need. What two need in the same way is there once; WP3015 where they mean different files of one name.</summary>
    public static (IReadOnlyList<NativeLibraryNeed> Needs, IReadOnlyList<Diagnostic> Problems) Join(IEnumerable<NativeLibraryNeed> needs)
    {
        var joined = needs.GroupBy(need => (need.Asset, need.Owner)).Select(same => same.First())
            .OrderBy(need => need.Asset.Place, StringComparer.Ordinal).ThenBy(need => need.Owner, StringComparer.Ordinal).ToList();
        var problems =
            from files in joined.GroupBy(need => (need.Asset.RuntimeIdentifier, need.Asset.Name))
            let first = files.First()
            let other = files.FirstOrDefault(need => need.Asset.Hash != first.Asset.Hash)
            where other is not null
            select Collision($"'{other.Owner}'", other.Asset, first);
        return (joined, [.. problems]);
    }

    internal static Diagnostic Collision(string who, NativeAsset asset, NativeLibraryNeed other) =>
        Diagnostic.Create(Descriptors.NativeLibraryUnusable, null, who, asset.Name, Describe(asset.RuntimeIdentifier),
            $"'{other.Path}', which is needed too, has the same name and other content", "Use packages of versions that agree, or one of the two only");

    internal static string Describe(string rid) => rid == NativeAsset.AnyPlatform ? "every platform" : rid;
}
