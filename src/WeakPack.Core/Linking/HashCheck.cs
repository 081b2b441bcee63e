using WeakPack.Diagnostics;
using WeakPack.ImportLibraries;
using WeakPack.Metadata;
using WeakPack.Units;

namespace WeakPack.Linking;

/// <summary>WP3112: a linked unit is not what the manifest of its import library says of it.</summary>
/// <remarks>Asked of what is linked alone. Hashes of other rules, of earlier and of later formats, are taken as they are.</remarks>
internal static class HashCheck
{
    public static IEnumerable<Diagnostic> Check(IReadOnlyList<PulledNodes> pulled) =>
        from nodes in pulled
        let library = nodes.Library
        where library.Manifest.HashRule == TypeContent.Rule
        let content = TypeContent.ToSeal(library.Graph, node => TravelsAlong(library, node))
        from unit in nodes.Units
        let other = unit.Types.FirstOrDefault(type => content.Of(library.Graph.NodeOf(library.Image.FindTopLevel(type.Name)!.Value)) != type.Hash)
        where other is not null
        select Diagnostic.Create(Descriptors.WrongHash, new(library.Reference.ImportLibraryPath!), library.Reference.ImportLibraryPath!, other.Name, unit.Name, library.Package);

    // As the splitter has it: a unit that the unit uses has a hash of its own.
    private static bool TravelsAlong(ImportLibrary library, GraphNode node) =>
        library.UnitOf(node.Name) is null
        && library.Image.Reader.GetTypeDefinition(library.Image.TopLevel(library.Image.TypeOf(node.Definition))).Attributes.IsTopLevelInternal();
}
