using WeakPack.ImportLibraries;
using WeakPack.Metadata;

namespace WeakPack.NuGetPackages;

/// <summary>The NuGet packages that the referenced assemblies come from.</summary>
internal sealed class PackageOwners(ReferenceSet references, PackageGraph graph)
{
    /// <summary>The ids of the packages that own assemblies of these simple names.</summary>
    public ISet<string> Of(IEnumerable<string> assemblies) =>
        new SortedSet<string>(assemblies.Select(OwnerOf).OfType<string>(), StringComparer.OrdinalIgnoreCase);

    /// <summary>The package that owns an assembly, with the versions that will do: those that the project asks for, or what came along and newer ones.</summary>
    public ManifestNuGetPackage? NeededFor(string assembly) =>
        OwnerOf(assembly) is { } id ? new(id, RangeOf(id)) : null;

    // What belongs to the framework no package brings, and to find it would be to read it.
    private string? OwnerOf(string assembly) =>
        !references.IsFramework(assembly) && references.Find(assembly) is { } reference ? graph.PackageOf(reference.Origin) : null;

    private string RangeOf(string id) =>
        graph.Direct.FirstOrDefault(package => string.Equals(package.Id, id, StringComparison.OrdinalIgnoreCase)) is { VersionRange.Length: > 0 } named
            ? named.VersionRange
            : graph.VersionOf(id) is { } version ? $"[{version}, )" : "";
}
