using System.Reflection;
using System.Reflection.Metadata;

namespace WeakPack.Metadata;

/// <summary>The data that an image has for a field (ECMA-335 II.16.3).</summary>
internal static class FieldData
{
    /// <summary>The data; null when there is none, or its size is not that of a type that compilers use for it.</summary>
    /// <exception cref="BadImageFormatException">It is said to be larger than the file.</exception>
    public static byte[]? Of(MetadataImage image, FieldDefinition field)
    {
        if ((field.Attributes & FieldAttributes.HasFieldRVA) == 0 || field.GetRelativeVirtualAddress() is not (not 0 and var address) || SizeOf(image.Reader, field) is not { } size)
            return null;

        var data = image.Pe.GetSectionData(address);
        if (size < 0 || size > data.Length)
            throw new BadImageFormatException("a field's data is said to be larger than the file");
        return data.GetReader(0, size).ReadBytes(size);
    }

    /// <summary>The alignment that the type of the data declares by its packing size; 0 when it declares none.</summary>
    public static int Alignment(MetadataReader reader, FieldDefinition field)
    {
        var blob = reader.GetBlobReader(field.Signature);
        blob.ReadSignatureHeader();
        return blob.ReadSignatureTypeCode() == SignatureTypeCode.TypeHandle && blob.ReadTypeHandle() is { Kind: HandleKind.TypeDefinition } type
            ? reader.GetTypeDefinition((TypeDefinitionHandle)type).GetLayout().PackingSize
            : 0;
    }

    private static int? SizeOf(MetadataReader reader, FieldDefinition field)
    {
        var blob = reader.GetBlobReader(field.Signature);
        blob.ReadSignatureHeader();
        return blob.ReadSignatureTypeCode() switch
        {
            SignatureTypeCode.Boolean or SignatureTypeCode.SByte or SignatureTypeCode.Byte => 1,
            SignatureTypeCode.Char or SignatureTypeCode.Int16 or SignatureTypeCode.UInt16 => 2,
            SignatureTypeCode.Int32 or SignatureTypeCode.UInt32 or SignatureTypeCode.Single => 4,
            SignatureTypeCode.Int64 or SignatureTypeCode.UInt64 or SignatureTypeCode.Double => 8,
            SignatureTypeCode.TypeHandle when blob.ReadTypeHandle() is { Kind: HandleKind.TypeDefinition } type => reader.GetTypeDefinition((TypeDefinitionHandle)type).GetLayout().Size,
            _ => null,
        };
    }
}
