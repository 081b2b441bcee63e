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
            .Where(type => type.Assembly == library.Package && library.UnitOf(type.Name) is null
                && (!linked.Contains(type.Name) || link.Friends.IsCopied(type.Assembly, type.Name) == false))
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
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in placement.Types)
        {
            var unit = library.UnitOf(node.Name)?.Name ?? node.Name;
            foreach (var use in StrongUses(placement, node, package))
            {
                if (seen.Add(unit + "\n" + use.Type))
                    yield return new(LinkMapNeedKind.Unit, consumer, unit, AuthorNames.OfMember(library.Image, use.User), use.Type);
            }
        }
    }

    private static IEnumerable<StrongUse> StrongUses(LibraryPlacement placement, GraphNode node, ImportLibrary package)
    {
        var library = placement.Pulled.Library;
        return library == package ? InPackage(placement, node) : Foreign(library, node, package.Package);
    }

    private static IEnumerable<StrongUse> InPackage(LibraryPlacement placement, GraphNode node) =>
        from edge in placement.Pulled.Library.Graph.Edges(node)
        where !placement.Pulled.Nodes.Contains(edge.Target)
        select new StrongUse(edge.Use.User, edge.Target.Name);

    private static IEnumerable<StrongUse> Foreign(ImportLibrary library, GraphNode node, string package)
    {
        var image = library.Image;
        foreach (var use in library.Graph.Uses(node))
        {
            if (use.Used.Kind == HandleKind.TypeReference && image.Scope((TypeReferenceHandle)use.Used) is { Kind: HandleKind.AssemblyReference } scope
                && image.Reader.StringComparer.Equals(image.Reader.GetAssemblyReference((AssemblyReferenceHandle)scope).Name, package))
            {
                yield return new(use.User, image.FullName((TypeReferenceHandle)use.Used).Split('+')[0]);
            }
        }
    }

    private sealed record StrongUse(EntityHandle User, string Type);
}
