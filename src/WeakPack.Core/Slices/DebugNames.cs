using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using WeakPack.DebugData;
using WeakPack.Metadata;
using TypeTokens = WeakPack.Metadata.TypeTokens;

namespace WeakPack.Slices;

/// <summary>Adds the types to a slice that only its debug data names, as far as it has their assemblies: what debug data names never brings a reference.</summary>
internal sealed class DebugNames
{
    private readonly MetadataImage _image;
    private readonly SliceSelection _selection;

    private DebugNames(MetadataImage image, SliceSelection selection) => (_image, _selection) = (image, selection);

    /// <param name="image">The module.</param>
    /// <param name="selection">The slice, which has all the references that it will have.</param>
    /// <param name="pdb">The module's debug data.</param>
    /// <param name="methods">The rows of the methods whose debug data the slice will have.</param>
    public static void Need(MetadataImage image, SliceSelection selection, MetadataReader pdb, IEnumerable<int> methods)
    {
        var names = new DebugNames(image, selection);
        foreach (var token in DebugTypes.TokensOf(pdb, methods))
        {
            if (selection.Cells.Has(token) && names.CanName(MetadataTokens.EntityHandle(token)))
                selection.Need(token);
        }
    }

    private bool CanName(EntityHandle type) => type.Kind switch
    {
        HandleKind.TypeDefinition => _selection.IsTaken(MetadataTokens.GetToken(type)),
        HandleKind.TypeReference when _image.Scope((TypeReferenceHandle)type) is { Kind: HandleKind.ModuleDefinition } =>
            _image.Find(_image.FullName((TypeReferenceHandle)type)) is { } own && CanName(own),
        HandleKind.TypeReference => _selection.Rows.Contains(MetadataTokens.GetToken(_image.Scope((TypeReferenceHandle)type))),
        HandleKind.TypeSpecification => TypeTokens.InTypeSpecification(_image.Reader, _image.Reader.GetTypeSpecification((TypeSpecificationHandle)type).Signature).All(CanName),
        _ => false,
    };
}
