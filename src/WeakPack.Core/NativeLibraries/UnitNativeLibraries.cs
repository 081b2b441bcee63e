using System.Security.Cryptography;
using WeakPack.Diagnostics;
using WeakPack.Packaging;
using WeakPack.Units;

namespace WeakPack.NativeLibraries;

/// <summary>A native library that goes where a weak unit goes, as a project names it.</summary>
/// <param name="Item">As the project writes it.</param>
/// <param name="Path">The file.</param>
/// <param name="RuntimeIdentifier">The platform that it is for; empty for every one.</param>
/// <param name="Unit">The unit's name.</param>
public sealed record UnitNativeLibrary(string Item, string Path, string RuntimeIdentifier, string Unit);

/// <summary>A native library that a package ships, and where it comes from.</summary>
/// <param name="Asset">The library.</param>
/// <param name="Path">The file.</param>
public sealed record NativeLibraryFile(NativeAsset Asset, string Path);

/// <summary>The native libraries of a package's weak units: those that it names, and those of units that it linked itself.</summary>
internal sealed class UnitNativeLibraries
{
    private readonly SplitPlan _plan;
    private readonly ILookup<string, NativeLibraryFile> _named;
    private readonly IReadOnlyList<NativeLibraryNeed> _linked;

    /// <param name="plan">Which units there are.</param>
    /// <param name="libraries">What the project names; found faultless.</param>
    /// <param name="linked">What the linker found to be needed, before the assembly was split.</param>
    public UnitNativeLibraries(SplitPlan plan, IEnumerable<UnitNativeLibrary> libraries, IReadOnlyList<NativeLibraryNeed> linked)
    {
        _plan = plan;
        _named = libraries.ToLookup(library => library.Unit, library => new NativeLibraryFile(AssetOf(library), library.Path), StringComparer.Ordinal);
        _linked = linked;
    }

    /// <summary>The libraries of a unit, in the order of their places.</summary>
    public IEnumerable<NativeLibraryFile> Of(Unit unit) =>
        _named[unit.Name].Concat(LinkedInto(_plan.Module.Graph.Reach(unit.Types, _plan.Travelling.ContainsKey).Keys).Select(need => new NativeLibraryFile(need.Asset, need.Path)))
            .Select(file => file with { Asset = file.Asset with { IsRetained = _plan.IsRetained(unit) } })
            .GroupBy(file => file.Asset).Select(same => same.First())
            .OrderBy(file => file.Asset.Place, StringComparer.Ordinal);

    /// <summary>All that the package ships.</summary>
    public IReadOnlyList<NativeLibraryFile> Shipped =>
        [.. _plan.Units.SelectMany(Of).GroupBy(file => file.Asset.Place, StringComparer.Ordinal).Select(same => same.First()).OrderBy(file => file.Asset.Place, StringComparer.Ordinal)];

    /// <summary>What the runtime package needs itself: the libraries of units that it retains, and of those that its strong code linked.</summary>
    public IReadOnlyList<NativeLibraryNeed> Needed =>
    [
        .. _plan.Units.Where(_plan.IsRetained).SelectMany(Of).Select(file => new NativeLibraryNeed(file.Asset, file.Path, _plan.Module.Image.AssemblyName, [])),
        .. LinkedInto(_plan.Kept),
        .. _linked.Where(need => need.Types.Count == 0), // what it refers to needs these
    ];

    /// <summary>WP3014: an item that names no weak unit of the package, no file, or nothing that can be told from another.</summary>
    public static IEnumerable<Diagnostic> Check(SplitPlan plan, IReadOnlyList<UnitNativeLibrary> libraries)
    {
        var units = new HashSet<string>(plan.Units.Select(unit => unit.Name), StringComparer.Ordinal);
        var known = new Dictionary<string, UnitNativeLibrary>(StringComparer.OrdinalIgnoreCase);
        foreach (var library in libraries)
        {
            var place = string.Join("\n", library.Unit, PlatformOf(library), Path.GetFileName(library.Path));
            if (Problem(plan, library, units) is var (reason, advice))
                yield return Diagnostic.Create(Descriptors.NativeLibraryItem, null, library.Item, reason, advice);
            else if (!known.TryGetValue(place, out var other))
                known.Add(place, library);
            else if (!string.Equals(other.Path, library.Path, StringComparison.Ordinal))
                yield return Diagnostic.Create(Descriptors.NativeLibraryItem, null, library.Item, $"unit '{library.Unit}' has '{other.Item}' of the same name for {NativeLibrarySet.Describe(PlatformOf(library))}", "Leave one of them, or rename it");
        }
    }

    internal static string HashOf(string path)
    {
        using var sha = SHA256.Create();
        using var file = File.OpenRead(path);
        return string.Concat(sha.ComputeHash(file).Select(part => part.ToString("x2", System.Globalization.CultureInfo.InvariantCulture)));
    }

    private static (string Reason, string Advice)? Problem(SplitPlan plan, UnitNativeLibrary library, HashSet<string> units) =>
        library.Unit.Length == 0 ? ("it says no Unit", "Write Unit=\"…\" with the name of a weak unit")
        : !units.Contains(library.Unit) ? ($"'{plan.Module.Image.AssemblyName}' has no weak unit '{library.Unit}'", "Name a unit, which is the full name of its type unless its mark says another")
        : PlainName.WhyNoRuntimeIdentifier(PlatformOf(library)) is { } rid ? ($"RuntimeIdentifier=\"{library.RuntimeIdentifier}\" {rid}", "Write one such as linux-x64, or none for every platform")
        : PlainName.WhyNoFileName(Path.GetFileName(library.Path)) is { } name ? ($"the file's name {name}", "Rename it")
        : !File.Exists(library.Path) ? ($"there is no file '{library.Path}'", "Correct the path, or make the file before this project is compiled")
        : null;

    private static string PlatformOf(UnitNativeLibrary library) => library.RuntimeIdentifier.Length == 0 ? NativeAsset.AnyPlatform : library.RuntimeIdentifier;

    private static NativeAsset AssetOf(UnitNativeLibrary library) => new(PlatformOf(library), Path.GetFileName(library.Path), HashOf(library.Path));

    private IEnumerable<NativeLibraryNeed> LinkedInto(IEnumerable<GraphNode> nodes)
    {
        if (_linked.Count == 0)
            return [];
        var names = new HashSet<string>(nodes.Select(node => node.Name), StringComparer.Ordinal);
        return _linked.Where(need => need.Types.Any(names.Contains));
    }
}
