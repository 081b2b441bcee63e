using WeakPack.ImportLibraries;
using WeakPack.Metadata;
using WeakPack.Units;

namespace WeakPack.LinkMaps;

/// <summary>What a unit needs, by its manifest and, for units of the same package, its code.</summary>
internal static class UnitNeeds
{
    public static LinkMapNeeds Of(ImportLibrary library, ManifestUnit unit, IEnumerable<GraphNode> nodes, ReferenceSet references) => new(
        [.. nodes.SelectMany(library.Graph.Edges)
            .Select(edge => library.UnitOf(edge.Target.Name)?.Name)
            .OfType<string>()
            .Where(name => name != unit.Name)
            .Distinct(StringComparer.Ordinal)
            .OrderBy(name => name, StringComparer.Ordinal)],
        [.. unit.Assemblies.Select(assembly => new LinkMapAssembly(
            assembly.Name,
            assembly.NuGetPackage is { } package ? new(package.Id, package.VersionRange) : null,
            references.IsFramework(assembly.Name)))],
        unit.NativeLibraries,
        unit.Resources)
    {
        NativeFiles = [.. unit.NativeFiles.Select(file => new LinkMapNativeFile(file.RuntimeIdentifier, file.Name, file.Hash))],
    };
}
