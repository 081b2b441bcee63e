using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using WeakPack.DebugData;
using WeakPack.Metadata;
using WeakPack.Modules;
using WeakPack.Units;

namespace WeakPack.Slices;

/// <summary>
/// A small assembly with just those types of an import library that are linked, and with what these name. Cecil, which makes an object of each type of
/// a module and copies its heaps, is handed that in the place of the library.
/// </summary>
/// <remarks>All of it is as in the library, and in the same order, but for the numbers of the rows.</remarks>
internal sealed class Slice
{
    private readonly SliceRows _rows;

    private Slice(SliceRows rows, byte[] image) => (_rows, Image) = (rows, image);

    /// <summary>The assembly.</summary>
    public byte[] Image { get; }

    /// <param name="library">The library.</param>
    /// <param name="nodes">What is linked of it.</param>
    /// <param name="resources">The names of resources that are linked.</param>
    /// <param name="pdb">The library's debug data, or null. It is not in the slice, but the types that it names for what is linked are.</param>
    /// <exception cref="BadImageFormatException">The library is damaged.</exception>
    public static Slice Of(UnitGraph library, IReadOnlyCollection<GraphNode> nodes, IEnumerable<string> resources, MetadataReader? pdb)
    {
        var image = library.Image;
        var selection = new SliceSelection(image);
        foreach (var node in nodes)
            Take(selection, node);
        foreach (var suppression in Suppressions.In(image))
            selection.Take(suppression);
        TakeResources(selection, image, [.. resources]);
        NeedMentioned(selection, library, nodes);
        if (pdb is not null)
            NeedDebugTypes(selection, pdb);
        selection.Complete();
        return Write(image, selection);
    }

    /// <summary>The slice's token for one of the library; 0 when the slice does not have it.</summary>
    public int Find(int token) => _rows.Contains(token) ? _rows.Map(token) : 0;

    /// <summary>The library's token for one of the slice.</summary>
    public int Original(int token) => _rows.Original(token);

    private static void Take(SliceSelection selection, GraphNode node)
    {
        // The members of implementation details are nodes of their own.
        var isDetails = node.Shell is null && node.IsHelper && CompilerGenerated.IsImplementationDetails(node.Name);
        if (node.Definition.Kind == HandleKind.TypeDefinition && !isDetails)
            selection.TakeWhole((TypeDefinitionHandle)node.Definition);
        else
            selection.Take(MetadataTokens.GetToken(node.Definition));
    }

    private static void TakeResources(SliceSelection selection, MetadataImage image, HashSet<string> names)
    {
        if (names.Count == 0)
            return;
        foreach (var handle in image.Reader.ManifestResources)
        {
            var resource = image.Reader.GetManifestResource(handle);
            if (resource.Implementation.IsNil && names.Contains(image.Reader.GetString(resource.Name)))
                selection.Take(MetadataTokens.GetToken(handle));
        }
    }

    // Attributes, marshalling and security name types as text, which no row tells.
    private static void NeedMentioned(SliceSelection selection, UnitGraph graph, IEnumerable<GraphNode> nodes)
    {
        foreach (var node in nodes)
        {
            foreach (var use in graph.Uses(node))
            {
                if (UnitGraph.IsDefinition(use.Used))
                    selection.Need(MetadataTokens.GetToken(use.Used));
            }
        }
    }

    private static void NeedDebugTypes(SliceSelection selection, MetadataReader pdb)
    {
        foreach (var token in DebugTypes.TokensOf(pdb, selection.Rows.Of(TableIndex.MethodDef)))
        {
            if (selection.Cells.Has(token)) // what leads nowhere is passed over where debug data is copied, too
                selection.Need(token);
        }
    }

    private static Slice Write(MetadataImage image, SliceSelection selection)
    {
        selection.Rows.Number();
        var blobs = new SliceBlobs(image.Reader, selection.Rows);
        var bodies = new SliceBodies(image, selection, blobs, SliceImage.BodiesAddress);
        var tables = new SliceTables(selection.Cells, selection.Rows, blobs, bodies);
        tables.Fill();
        return new(selection.Rows, SliceImage.Write(image.Reader, tables, blobs, bodies));
    }
}
