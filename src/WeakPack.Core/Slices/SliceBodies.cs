using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using WeakPack.Metadata;

namespace WeakPack.Slices;

/// <summary>What of a slice is no metadata: the code of its methods, the data of its fields, and its resources.</summary>
internal sealed class SliceBodies(MetadataImage image, SliceSelection selection, SliceBlobs blobs, int address)
{
    private const int ChunkSize = 0x4000;
    private const int FatAlignment = 4;
    private const int Alignment = 8; // of data and resources, as compilers align them
    private const int SizeOfPrimitive = 8;

    private static readonly byte[] s_noCode = [(2 << 2) | 2, (byte)ILOpCode.Ldnull, (byte)ILOpCode.Throw]; // as a reference assembly has it; its length is in the first byte (II.25.4.2)

    private readonly Dictionary<int, int> _code = []; // by their addresses: compilers write bodies that are alike once
    private readonly Func<int, int> _map = blobs.Token;

    /// <summary>The bytes, which begin at the given address.</summary>
    public BlobBuilder Content { get; } = new(ChunkSize);

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
        if (selection.Cells.Additions.HasNoCode(row))
            return selection.Cells.Additions.HadCode(row) ? AddNoCode() : 0;
        if (!selection.IsTaken(MetadataTokens.GetToken(handle)) || !HasIl(method))
            return 0;
        if (!_code.TryGetValue(method.RelativeVirtualAddress, out var place))
            _code.Add(method.RelativeVirtualAddress, place = Add(BodyTokens.Read(image.Pe, method.RelativeVirtualAddress)));
        return place;
    }

    private int AddNoCode()
    {
        if (!_code.TryGetValue(0, out var place))
        {
            _code.Add(0, place = Align(1));
            Content.WriteBytes(s_noCode);
        }

        return place;
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
        var bytes = FieldData.Of(image, field) ?? data.GetReader(0, Math.Min(SizeOfPrimitive, data.Length)).ReadBytes(Math.Min(SizeOfPrimitive, data.Length));
        place = Align(Math.Max(Alignment, FieldData.Alignment(image.Reader, field)));
        Content.WriteBytes(bytes);
        return place;
    }

    /// <summary>Adds a resource, if it is not in another file.</summary>
    /// <returns>Where it is among the resources.</returns>
    public int AddResource(int row)
    {
        if (selection.Cells.Additions.Resource(row) is { } added)
            return AddResource(added);
        var resource = image.Reader.GetManifestResource(MetadataTokens.ManifestResourceHandle(row));
        if (!resource.Implementation.IsNil)
            return (int)resource.Offset;
        var all = image.Pe.GetSectionData(image.Pe.PEHeaders.CorHeader!.ResourcesDirectory.RelativeVirtualAddress).GetReader();
        all.Offset = (int)resource.Offset;
        return AddResource(all.ReadBytes(all.ReadInt32()));
    }

    private int AddResource(byte[] data)
    {
        Resources.Align(Alignment);
        var place = Resources.Count;
        Resources.WriteInt32(data.Length);
        Resources.WriteBytes(data);
        return place;
    }

    private unsafe int Add(BlobReader body)
    {
        var place = Align(BodyTokens.IsFat(body) ? FatAlignment : 1);
        var copy = Content.ReserveBytes(body.Length).GetBytes();
        new ReadOnlySpan<byte>(body.StartPointer, body.Length).CopyTo(copy.AsSpan());
        BodyTokens.Map(body, _map, copy.Array, copy.Offset);
        return place;
    }

    // The next address of that alignment.
    private int Align(int alignment)
    {
        var rest = (address + Content.Count) % alignment;
        Content.WriteBytes(0, rest == 0 ? 0 : alignment - rest);
        return address + Content.Count;
    }
}
