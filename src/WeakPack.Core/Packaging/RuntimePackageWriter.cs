using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using WeakPack.DebugData;
using WeakPack.ImportLibraries;
using WeakPack.Metadata;
using WeakPack.Modules;
using WeakPack.Slices;
using WeakPack.Units;

namespace WeakPack.Packaging;

/// <summary>Writes the runtime package: the package's assembly without the weak units that its strong code can do without. It is a slice of the compiler's.</summary>
/// <remarks>All that it asks of the graph it asks when it is made, so that it can write while others ask.</remarks>
internal sealed class RuntimePackageWriter
{
    private readonly HashSet<GraphNode> _kept;
    private readonly IReadOnlyList<GraphNode> _retained;
    private readonly IReadOnlyList<int> _leftOutAttributes;
    private readonly UsedScopes _used;
    private readonly HashSet<string> _leftOutResources;
    private readonly bool _hasImportLibrary;

    public RuntimePackageWriter(SplitPlan plan, SplitTypes split, UnitResources resources)
    {
        _kept = plan.Kept;
        _retained = [.. plan.Marked.Where(plan.Kept.Contains)];
        _leftOutAttributes = [.. new LeftOutAttributes(plan.Module.Graph) { IsRemoved = split.IsRemoved }.Find()];
        _used = UsedScopes.Of(plan.Module.Graph, plan.Kept);
        _leftOutResources = resources.Unretained;
        _hasImportLibrary = plan.Units.Count > 0;
    }

    /// <summary>The runtime package, with a placeholder where the checksum of its import library will be: see <see cref="PackageStamp"/>.</summary>
    public AssemblyImage Write(AssemblyImage package)
    {
        using var image = new MetadataImage(package);
        using var pdb = PortablePdb.Open(image.Pe, package.Symbols);
        var slice = Slice.Write(image, Select(image, pdb?.Reader));
        ModuleVersion.Renew(slice.Image);
        return pdb is null
            ? package.With(slice.Image)
            : DebuggedImage.Write(package, image.Pe, slice.Image, [new SliceSource(pdb.Reader, slice) { IsOwn = true, KeepsLooseDocuments = true, LeftOutOfModule = [] }], pdb.IsEmbedded);
    }

    private SliceSelection Select(MetadataImage image, MetadataReader? pdb)
    {
        var selection = new SliceSelection(image) { Claim = SliceSelection.Refuse(image) };
        TakeTypes(selection);
        TakeModule(selection, image);
        selection.NeedReferences(_used);
        if (_hasImportLibrary)
            new AddedAttributes(image, selection).AddMetadata(AssemblyMarks.ImportLibrary, Checksum.Placeholder);
        if (pdb is not null)
            DebugNames.Need(image, selection, pdb, [.. selection.Rows.Of(TableIndex.MethodDef)]);
        selection.Complete();
        return selection;
    }

    private void TakeTypes(SliceSelection selection)
    {
        foreach (var node in _kept)
            selection.Take(node);
        foreach (var node in _retained)
            selection.Cells.Additions.HideType(MetadataTokens.GetRowNumber(node.Definition));
    }

    private void TakeModule(SliceSelection selection, MetadataImage image)
    {
        selection.Take(MetadataTokens.GetToken(EntityHandle.ModuleDefinition));
        selection.Take(MetadataTokens.GetToken(EntityHandle.AssemblyDefinition));
        foreach (var token in _leftOutAttributes)
            selection.LeaveOut(token);
        selection.NeedAll(TableIndex.ExportedType);
        foreach (var handle in image.Reader.ManifestResources)
        {
            if (!_leftOutResources.Contains(image.Reader.GetString(image.Reader.GetManifestResource(handle).Name)))
                selection.Need(MetadataTokens.GetToken(handle));
        }
    }
}
