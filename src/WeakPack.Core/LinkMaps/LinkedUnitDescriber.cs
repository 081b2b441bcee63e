using WeakPack.ImportLibraries;
using WeakPack.Linking;
using WeakPack.Metadata;
using WeakPack.Units;

namespace WeakPack.LinkMaps;

/// <summary>Tells of the units of one import library that were linked.</summary>
internal sealed class LinkedUnitDescriber(LibraryPlacement placement, PullChains chains, ReferenceSet references)
{
    private readonly UnitGraph _graph = placement.Pulled.Library.Graph;

    public LinkMapUnit Describe(ManifestUnit unit, bool isRetained)
    {
        var library = placement.Pulled.Library;
        var own = unit.Types.ToDictionary(type => _graph.NodeOf(library.Image.FindTopLevel(type.Name)!.Value));
        var nodes = _graph.Reach(own.Keys, node => placement.Pulled.Nodes.Contains(node) && IsOfNoOther(node, unit)).Keys;
        return new()
        {
            Name = unit.Name,
            State = own.Keys.Any(node => placement.Copied.ContainsKey(placement.TypeOf(node))) ? LinkMapState.Linked : LinkMapState.Dropped,
            IsRetained = isRetained,
            Bytes = nodes.Sum(node => NodeSize.Of(_graph.Image, node)),
            Types = [.. own.Select(type => Describe(type.Key, type.Value.Hash))],
            Travelling = [.. nodes.Where(node => node.Shell is null && !own.ContainsKey(node)).Select(node => Describe(node, null)).OrderBy(type => type.Name, StringComparer.Ordinal)],
            Chain = chains.To(unit.Types.Select(type => type.Name)),
            Needs = UnitNeeds.Of(library, unit, nodes, references),
        };
    }

    private bool IsOfNoOther(GraphNode node, ManifestUnit unit) =>
        placement.Pulled.Library.UnitOf(node.Name) is not { } other || other.Name == unit.Name;

    private LinkMapType Describe(GraphNode node, string? hash) =>
        new(node.Name, placement.CopyOf!(placement.TypeOf(node)).FullName, hash, NodeSize.Of(_graph.Image, node));
}
