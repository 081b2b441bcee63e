using WeakPack.ImportLibraries;
using WeakPack.Metadata;

namespace WeakPack.NuGetPackages;

/// <summary>The NuGet packages that the referenced assemblies come from.</summary>
internal sealed class PackageOwners(ReferenceSet references, PackageGraph graph)
{
    /// <summary>The ids of the packages that own assemblies of these simple names.</summary>
    public ISet<string> Of(IEnumerable<string> assemblies) =>
        new SortedSet<string>(assemblies.Select(name => references.Find(name) is { } reference ? graph.PackageOf(reference.Origin) : null).OfType<string>(), StringComparer.OrdinalIgnoreCase);

    /// <summary>The package that owns an assembly, with the versions that will do: those that the project asks for, or what came along and newer ones.</summary>
    public ManifestNuGetPackage? NeededFor(string assembly) =>
        references.Find(assembly) is { } reference && graph.PackageOf(reference.Origin) is { } id ? new(id, RangeOf(id)) : null;

    private string RangeOf(string id) =>
        graph.Direct.FirstOrDefault(package => string.Equals(package.Id, id, StringComparison.OrdinalIgnoreCase)) is { VersionRange.Length: > 0 } named
            ? named.VersionRange
            : graph.VersionOf(id) is { } version ? $"[{version}, )" : "";
}
