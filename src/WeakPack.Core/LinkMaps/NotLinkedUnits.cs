using WeakPack.ImportLibraries;
using WeakPack.Metadata;
using WeakPack.Units;

namespace WeakPack.LinkMaps;

/// <summary>Tells of units that the consumer does not use.</summary>
internal static class NotLinkedUnits
{
    public static LinkMapUnit Describe(ImportLibrary library, ManifestUnit unit, bool isRetained, ReferenceSet references)
    {
        var graph = library.Graph;
        var own = unit.Types.ToDictionary(type => graph.NodeOf(library.Image.FindTopLevel(type.Name)!.Value));
        return new()
        {
            Name = unit.Name,
            State = isRetained ? LinkMapState.Retained : LinkMapState.Unused,
            IsRetained = isRetained,
            Bytes = own.Keys.Sum(node => NodeSize.Of(graph.Image, node)),
            Types = [.. own.Select(type => new LinkMapType(type.Key.Name, null, type.Value.Hash, NodeSize.Of(graph.Image, type.Key)))],
            Needs = UnitNeeds.Of(library, unit, own.Keys, references),
        };
    }
}
