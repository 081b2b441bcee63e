using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace WeakPack.Damage;

/// <summary>Looks at the data of fields: it is as long as the field's type, which says so itself (ECMA-335 II.16.3, II.22.18).</summary>
/// <remarks>Of all rows, and of each form of type, for which Mono.Cecil takes the size of a class, whether the field says that it has data or not.</remarks>
internal sealed class FieldDataCheck(PEReader pe, MetadataReader reader, bool isWritten)
{
    /// <param name="pe">The image.</param>
    /// <param name="reader">Its tables.</param>
    /// <param name="isWritten">Whether the data will be written again.</param>
    /// <exception cref="BadImageFormatException">Some is said to be larger than the file, or has a size that only another file tells.</exception>
    public static void Run(PEReader pe, MetadataReader reader, bool isWritten) => new FieldDataCheck(pe, reader, isWritten).Run();

    private void Run()
    {
        var rows = reader.GetTableRowCount(TableIndex.FieldRva);
        var size = reader.GetTableRowSize(TableIndex.FieldRva);
        var table = pe.GetMetadata().GetReader(reader.GetTableMetadataOffset(TableIndex.FieldRva), rows * size);
        var total = 0L;
        for (; rows > 0; rows--)
        {
            var address = table.ReadInt32();
            var row = size == sizeof(int) + sizeof(ushort) ? table.ReadUInt16() : table.ReadInt32();
            if (row < 1 || row > reader.GetTableRowCount(TableIndex.Field))
                throw new BadImageFormatException("a table names a row that is not there");
            if (SizeOf(reader.GetFieldDefinition(MetadataTokens.FieldDefinitionHandle(row))) is not (not 0 and var length) || address == 0)
                continue;

            total += length;
            if (address < 0 || length < 0 || length > pe.GetSectionData(address).Length || StructureCheck.IsBeyondSharing(total, pe))
                throw new BadImageFormatException("a field's data is said to be larger than the file");
        }
    }

    // What is no class is no longer than a number, or than a pointer.
    private int SizeOf(FieldDefinition field)
    {
        var blob = reader.GetBlobReader(field.Signature);
        blob.ReadSignatureHeader();
        var type = ReadCode(ref blob);
        if (type == SignatureTypeCode.Pointer)
            return 0;
        while (type is SignatureTypeCode.SZArray or SignatureTypeCode.Array or SignatureTypeCode.ByReference or SignatureTypeCode.Pointer or SignatureTypeCode.Pinned)
            type = ReadCode(ref blob);
        if (type == SignatureTypeCode.GenericTypeInstance)
            blob.ReadByte(); // CLASS or VALUETYPE
        else if (type != SignatureTypeCode.TypeHandle)
            return 0;

        var handle = blob.ReadTypeHandle();
        if (handle.Kind == HandleKind.TypeDefinition)
            return reader.GetTypeDefinition((TypeDefinitionHandle)handle).GetLayout().Size;

        // Cecil would ask that file, or this one by a detour. Of the compilers only that of C++/CLI writes such a field.
        return isWritten ? throw new BadImageFormatException("a field with data has a type of another file") : 0;
    }

    private static SignatureTypeCode ReadCode(ref BlobReader blob)
    {
        var code = blob.ReadSignatureTypeCode();
        for (; code is SignatureTypeCode.RequiredModifier or SignatureTypeCode.OptionalModifier; code = blob.ReadSignatureTypeCode())
            blob.ReadTypeHandle();
        return code;
    }
}
