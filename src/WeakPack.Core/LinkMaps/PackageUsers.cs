using System.Reflection.Metadata;
using WeakPack.ImportLibraries;
using WeakPack.Linking;
using WeakPack.Units;

namespace WeakPack.LinkMaps;

/// <summary>Who needs a package at run time.</summary>
internal static class PackageUsers
{
    public static IEnumerable<LinkMapNeed> Find(LinkContext link, FirstUses uses, RuntimeNeeds needs, IReadOnlyList<LibraryPlacement> placements, ImportLibrary library)
    {
        var consumer = link.Consumer.AssemblyName;
        var linked = Linked(placements, library);
        var own = uses.Types
            .Where(type => type.Assembly == library.Package && library.UnitOf(type.Name) is null && !linked.Contains(type.Name))
            .OrderBy(type => type.Name, StringComparer.Ordinal)
            .Select(type => new LinkMapNeed(LinkMapNeedKind.Consumer, consumer, null, uses.UserOf(type), type.Name));
        var others = needs.UsersOf(library.Package).OrderBy(name => name, StringComparer.Ordinal).Select(name => new LinkMapNeed(LinkMapNeedKind.Reference, name));
        var kept = library.Reference.Origin.IsKept ? new[] { new LinkMapNeed(LinkMapNeedKind.Kept) } : [];
        return [.. own, .. placements.SelectMany(placement => OfUnits(placement, library, consumer)), .. others, .. kept];
    }

    // An internal type that travels with a unit can stand in signatures of the consumer, too.
    private static HashSet<string> Linked(IReadOnlyList<LibraryPlacement> placements, ImportLibrary library) =>
        new(placements.FirstOrDefault(placement => placement.Pulled.Library == library)?.Pulled.Nodes.Select(node => node.Name) ?? [], StringComparer.Ordinal);

    private static IEnumerable<LinkMapNeed> OfUnits(LibraryPlacement placement, ImportLibrary package, string consumer)
    {
        var library = placement.Pulled.Library;
        var seen = new HashSet<(string, string)>();
        foreach (var node in placement.Types)
        {
            var unit = library.UnitOf(node.Name)?.Name ?? node.Name;
            foreach (var (user, used) in StrongUses(placement, node, package).Where(use => seen.Add((unit, use.Type))))
                yield return new(LinkMapNeedKind.Unit, consumer, unit, AuthorNames.OfMember(library.Image, user), used);
        }
    }

    private static IEnumerable<(EntityHandle User, string Type)> StrongUses(LibraryPlacement placement, GraphNode node, ImportLibrary package)
    {
        var library = placement.Pulled.Library;
        if (library == package)
        {
            return from edge in library.Graph.Edges(node)
                   where !placement.Pulled.Nodes.Contains(edge.Target)
                   select (edge.Use.User, edge.Target.Name);
        }

        var image = library.Image;
        return from use in library.Graph.Uses(node)
               where use.Used.Kind == HandleKind.TypeReference
               let type = (TypeReferenceHandle)use.Used
               where image.Scope(type) is { Kind: HandleKind.AssemblyReference } scope
                   && image.Reader.StringComparer.Equals(image.Reader.GetAssemblyReference((AssemblyReferenceHandle)scope).Name, package.Package)
               select (use.User, image.FullName(type).Split('+')[0]);
    }
}
