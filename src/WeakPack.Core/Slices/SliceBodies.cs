using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using WeakPack.Metadata;

namespace WeakPack.Slices;

/// <summary>What of a slice is no metadata: the code of its methods, the data of its fields, and its resources.</summary>
internal sealed class SliceBodies(MetadataImage image, SliceSelection selection, SliceBlobs blobs, int address)
{
    private const int Alignment = 8;
    private const int SizeOfPrimitive = 8;

    /// <summary>The bytes, which begin at the given address.</summary>
    public BlobBuilder Content { get; } = new();

    /// <summary>The resources; each begins with its length.</summary>
    public BlobBuilder Resources { get; } = new();

    /// <summary>The method has code that can be copied.</summary>
    public static bool HasIl(MethodDefinition method) =>
        method.RelativeVirtualAddress != 0 && (method.ImplAttributes & MethodImplAttributes.CodeTypeMask) == MethodImplAttributes.IL;

    /// <summary>Adds the code of a method; 0 when it has none in the slice.</summary>
    /// <returns>Its address.</returns>
    public int AddCode(int row)
    {
        var handle = MetadataTokens.MethodDefinitionHandle(row);
        var method = image.Reader.GetMethodDefinition(handle);
        return selection.IsTaken(MetadataTokens.GetToken(handle)) && HasIl(method) ? Add(BodyTokens.Copy(image.Pe, method.RelativeVirtualAddress, blobs.Token)) : 0;
    }

    /// <summary>Adds the data of a field.</summary>
    /// <returns>Its address.</returns>
    public int AddData(int row)
    {
        var field = image.Reader.GetFieldDefinition(MetadataTokens.FieldDefinitionHandle(selection.Cells.Token(TableIndex.FieldRva, row, 1) & 0xFFFFFF));
        if (field.GetRelativeVirtualAddress() is not (not 0 and var place))
            return 0;

        // Nothing but types of the module itself is larger than a number, or a pointer.
        var data = image.Pe.GetSectionData(place);
        return Add(FieldData.Of(image, field) ?? data.GetReader(0, Math.Min(SizeOfPrimitive, data.Length)).ReadBytes(Math.Min(SizeOfPrimitive, data.Length)));
    }

    /// <summary>Adds a resource.</summary>
    /// <returns>Where it is among the resources.</returns>
    public int AddResource(int row)
    {
        var resource = image.Reader.GetManifestResource(MetadataTokens.ManifestResourceHandle(row));
        var all = image.Pe.GetSectionData(image.Pe.PEHeaders.CorHeader!.ResourcesDirectory.RelativeVirtualAddress).GetReader();
        all.Offset = (int)resource.Offset;
        var data = all.ReadBytes(all.ReadInt32());
        Resources.Align(Alignment);
        var place = Resources.Count;
        Resources.WriteInt32(data.Length);
        Resources.WriteBytes(data);
        return place;
    }

    private int Add(byte[] bytes)
    {
        Content.Align(Alignment);
        var place = address + Content.Count;
        Content.WriteBytes(bytes);
        return place;
    }
}
