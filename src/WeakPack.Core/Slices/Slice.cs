using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using WeakPack.DebugData;
using WeakPack.Metadata;
using WeakPack.Modules;
using WeakPack.Tables;
using WeakPack.Units;

namespace WeakPack.Slices;

/// <summary>
/// An assembly with some of the rows of another one. Of an import library Cecil, which makes an object of each type of a module and copies its heaps, is
/// handed just those types that are linked, and what these name. A runtime package is all that stays of what the compiler wrote.
/// </summary>
/// <remarks>All of it is as in the module, and in the same order, but for the numbers of the rows.</remarks>
internal sealed class Slice
{
    private readonly SliceRows _rows;

    private Slice(SliceRows rows, byte[] image) => (_rows, Image) = (rows, image);

    /// <summary>The assembly.</summary>
    public byte[] Image { get; }

    /// <summary>What is linked of an import library.</summary>
    /// <param name="library">The library.</param>
    /// <param name="nodes">What is linked of it.</param>
    /// <param name="resources">The names of resources that are linked.</param>
    /// <param name="pdb">The library's debug data, or null. It is not in the slice, but the types that it names for what is linked are.</param>
    /// <exception cref="BadImageFormatException">The library is damaged.</exception>
    public static Slice Of(UnitGraph library, IReadOnlyCollection<GraphNode> nodes, IEnumerable<string> resources, MetadataReader? pdb)
    {
        var image = library.Image;
        var selection = new SliceSelection(image);
        selection.NeedAll(TableIndex.AssemblyRef); // in their order, by which debug data knows them
        foreach (var node in nodes)
            selection.Take(node);
        foreach (var suppression in Suppressions.In(image))
            selection.Take(suppression);
        if (DllSearchPaths.OfAssembly(image) is { } paths)
            selection.Take(MetadataTokens.GetToken(paths));
        TakeResources(selection, image, [.. resources]);
        NeedMentioned(selection, library, nodes);
        if (pdb is not null)
            NeedDebugTypes(selection, pdb);
        selection.Complete();
        return Write(image, selection);
    }

    /// <summary>The slice's token for one of the module; 0 when the slice does not have it.</summary>
    public int Find(int token) => _rows.Contains(token) ? _rows.Map(token) : 0;

    /// <summary>The module's rows of a table that are in the slice.</summary>
    public IReadOnlyList<int> RowsOf(TableIndex table) => _rows.Of(table);

    /// <summary>The module's token for one of the slice.</summary>
    public int Original(int token) => _rows.Original(token);

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

    /// <summary>Writes what was selected, and is complete.</summary>
    /// <param name="image">The module.</param>
    /// <param name="selection">What of it is written.</param>
    /// <param name="timestamp">The stamp of the file; null for that of the module.</param>
    public static Slice Write(MetadataImage image, SliceSelection selection, int? timestamp = null)
    {
        selection.Rows.Number();
        var blobs = new SliceBlobs(image.Reader, selection.Rows, selection.Cells.Additions);
        var bodies = new SliceBodies(image, selection, blobs, SliceFile.BodiesAddress(image.Pe.PEHeaders));
        var tables = new SliceTables(selection.Cells, selection.Rows, blobs, bodies);
        tables.Fill();
        var entryPoint = image.Pe.PEHeaders.CorHeader!.EntryPointTokenOrRelativeVirtualAddress;
        entryPoint = selection.IsProgram && selection.Rows.Contains(entryPoint) ? selection.Rows.Map(entryPoint) : 0;
        var metadata = MetadataRoot.Write(
            image.Reader.MetadataVersion, [new("#~", tables.Write()), new("#Strings", blobs.Strings), new("#US", blobs.Texts), new("#GUID", blobs.Guids), new("#Blob", blobs.Blobs)]);
        return new(selection.Rows, SliceFile.Write(image.Pe, bodies, metadata, entryPoint, timestamp ?? image.Pe.PEHeaders.CoffHeader.TimeDateStamp));
    }
}
