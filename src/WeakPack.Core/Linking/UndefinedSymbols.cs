using System.Reflection.Metadata;
using WeakPack.Diagnostics;
using WeakPack.ImportLibraries;
using WeakPack.Metadata;
using WeakPack.Units;

namespace WeakPack.Linking;

/// <summary>WP3006: looks up every type and member that pulled units name in the exact references of the consumer.</summary>
/// <remarks>A merger would leave this to the run time. No folder is probed; type forwards are followed.</remarks>
internal static class UndefinedSymbols
{
    public static IEnumerable<Diagnostic> Find(LinkContext link, IReadOnlyList<PulledNodes> pulled)
    {
        var told = PackageNeeds.MissingAssemblies(link, pulled); // the package that brings them is named already
        foreach (var nodes in pulled)
        {
            var lookup = new MemberLookup(nodes.Library.Image, link.References, link.Consumer.AssemblyName);
            var reported = new HashSet<string>(StringComparer.Ordinal);
            foreach (var node in nodes.Nodes)
            {
                foreach (var use in nodes.Library.Graph.Uses(node))
                {
                    if (lookup.WhyMissing(use.Used) is { } missing && !told.Contains(missing.Assembly) && reported.Add(missing.Symbol))
                        yield return Describe(nodes.Library, node, use, missing);
                }
            }
        }
    }

    private static Diagnostic Describe(ImportLibrary library, GraphNode node, Use use, MissingSymbol missing) =>
        Diagnostic.Create(Descriptors.UndefinedSymbol, new(library.Reference.ImportLibraryPath!),
            library.UnitOf(node.Name)?.Name ?? node.Name, library.Package, missing.Symbol, library.Image.Describe(use.User), missing.Reason, missing.Assembly);
}
