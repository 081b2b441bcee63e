using WeakPack.Diagnostics;
using WeakPack.ImportLibraries;
using WeakPack.Linking;

namespace WeakPack.NativeLibraries;

/// <summary>The native libraries that a linked consumer needs: those of the units that it links, and those of packages that stay.</summary>
internal sealed class NativeNeeds
{
    private readonly List<NativeLibraryNeed> _needs = [];
    private readonly List<Diagnostic> _problems = [];
    private readonly Dictionary<(string Platform, string Name), NativeLibraryNeed> _byName = [];

    public IReadOnlyList<NativeLibraryNeed> Needs => _needs;

    /// <summary>WP3015: a file that is missing, or is not the one that the package was built with, or has the name of another one.</summary>
    public IReadOnlyList<Diagnostic> Problems => _problems;

    /// <param name="link">The link.</param>
    /// <param name="pulled">What is linked.</param>
    /// <param name="unneeded">Simple names of the packages that nothing needs.</param>
    public static NativeNeeds Find(LinkContext link, IReadOnlyList<PulledNodes> pulled, IReadOnlyList<string> unneeded)
    {
        var found = new NativeNeeds();
        foreach (var nodes in pulled)
        {
            foreach (var unit in nodes.Units)
                found.Add(nodes.Library, unit, unit.NativeFiles, link.Consumer.AssemblyName, [.. unit.Types.Select(type => type.Name)]);
        }

        // A package that retains a unit calls the library itself.
        foreach (var library in link.Libraries.Values.Where(library => !unneeded.Contains(library.Package)))
        {
            foreach (var unit in library.Manifest.UnitsWithNativeFiles)
                found.Add(library, unit, unit.NativeFiles.Where(asset => asset.IsRetained), library.Package, []);
        }

        return found;
    }

    private void Add(ImportLibrary library, ManifestUnit unit, IEnumerable<NativeAsset> assets, string owner, IReadOnlyList<string> types)
    {
        foreach (var asset in assets)
        {
            var path = PathOf(library.Reference.ImportLibraryPath!, asset);
            var need = new NativeLibraryNeed(asset, path, owner, types);
            if (!File.Exists(path))
                Report(library, unit, asset, $"'{path}' is missing");
            else if (UnitNativeLibraries.HashOf(path) != asset.Hash)
                Report(library, unit, asset, $"'{path}' is not the file that the package was built with");
            else if (_byName.TryGetValue((asset.RuntimeIdentifier, asset.Name), out var other) && other.Asset.Hash != asset.Hash)
                _problems.Add(NativeLibrarySet.Collision(Who(library, unit), asset, other));
            else
                Keep(need);
        }
    }

    private void Keep(NativeLibraryNeed need)
    {
        _byName[(need.Asset.RuntimeIdentifier, need.Asset.Name)] = need;
        _needs.Add(need);
    }

    private void Report(ImportLibrary library, ManifestUnit unit, NativeAsset asset, string reason) =>
        _problems.Add(Diagnostic.Create(Descriptors.NativeLibraryUnusable, new(library.Reference.ImportLibraryPath!),
            Who(library, unit), asset.Name, NativeLibrarySet.Describe(asset.RuntimeIdentifier), reason, $"Rebuild or restore the package '{library.Package}'"));

    private static string Who(ImportLibrary library, ManifestUnit unit) => $"Weak unit '{unit.Name}' of '{library.Package}'";

    /// <summary>Beside the import library; or, where that is in a NuGet package, in the folder that all its target frameworks share.</summary>
    private static string PathOf(string importLibrary, NativeAsset asset)
    {
        var folder = Path.GetDirectoryName(importLibrary)!;
        var beside = Combine(folder, NativeAsset.Folder, asset);
        var container = Path.GetFileName(Path.GetDirectoryName(folder));
        if (File.Exists(beside) || container is not ("lib" or "ref"))
            return beside;
        return Combine(Path.GetDirectoryName(Path.GetDirectoryName(folder))!, "tools/" + NativeAsset.Folder, asset);
    }

    private static string Combine(string root, string folder, NativeAsset asset) =>
        Path.Combine([root, .. folder.Split('/'), .. asset.Place.Split('/')]);
}
