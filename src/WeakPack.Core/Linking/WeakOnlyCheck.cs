using System.Reflection.Metadata;
using WeakPack.Diagnostics;
using WeakPack.ImportLibraries;
using WeakPack.Units;

namespace WeakPack.Linking;

/// <summary>WP3008: a package that is referenced for its weak units alone is needed all the same.</summary>
internal static class WeakOnlyCheck
{
    private const int NamedUsers = 5;

    /// <param name="link">The link.</param>
    /// <param name="unneeded">Simple names of the packages that nothing needs.</param>
    public static IEnumerable<Diagnostic> Check(LinkContext link, IReadOnlyList<string> unneeded)
    {
        var needed = link.Libraries.Values.Where(library => library.Reference.Origin.IsWeakOnly && !unneeded.Contains(library.Package)).ToList();
        if (needed.Count == 0)
            yield break;

        var graph = new UnitGraph(link.Consumer, link.References);
        foreach (var library in needed)
        {
            var users = Users(graph, library).ToList();
            yield return Diagnostic.Create(
                Descriptors.NotWeakOnly,
                users.Count == 0 ? null : link.Symbols.LocationOf(users[0]),
                library.Package,
                users.Count > 0 ? Names(graph, users) : library.Reference.Origin.IsKept ? "WeakPackKeep=\"true\" on the same reference" : "what is shipped with this project");
        }
    }

    // Whoever names a type of the package that is in no weak unit.
    private static IEnumerable<EntityHandle> Users(UnitGraph graph, ImportLibrary library)
    {
        var image = graph.Image;
        return from use in graph.Nodes.SelectMany(graph.Uses).Concat(graph.ModuleUses())
               where use.Used.Kind == HandleKind.TypeReference
               let type = (TypeReferenceHandle)use.Used
               where image.Scope(type) is { Kind: HandleKind.AssemblyReference } scope
                   && image.Reader.StringComparer.Equals(image.Reader.GetAssemblyReference((AssemblyReferenceHandle)scope).Name, library.Package)
                   && library.UnitOf(image.FullName(type).Split('+')[0]) is null
               select use.User;
    }

    private static string Names(UnitGraph graph, IEnumerable<EntityHandle> users)
    {
        var names = users.Where(UnitGraph.IsDefinition).Select(graph.Image.DescribeMember).Distinct(StringComparer.Ordinal).ToList();
        var shown = string.Join(", ", names.Take(NamedUsers).Select(name => $"'{name}'"));
        return names.Count > NamedUsers ? $"{shown} and {names.Count - NamedUsers} more" : shown;
    }
}
