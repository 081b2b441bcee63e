using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace WeakPack.DebugData;

/// <summary>The signature of a local constant (Portable PDB, "LocalConstantSig"): its type, and its value.</summary>
internal static class ConstantSignature
{
    /// <summary>The tokens of the types that the signature names.</summary>
    public static List<int> Types(BlobReader source)
    {
        var types = new List<int>();
        Write(source, Note, new BlobBuilder());
        return types;

        EntityHandle Note(EntityHandle type)
        {
            types.Add(MetadataTokens.GetToken(type));
            return type;
        }
    }

    /// <summary>Writes the signature with other types. Where there is none for a type, the value stays and the type is told as far as it can be.</summary>
    /// <param name="source">The signature.</param>
    /// <param name="mapType">From old to new types; nil when there is none.</param>
    /// <param name="target">Where the new signature goes.</param>
    public static void Write(BlobReader source, Func<EntityHandle, EntityHandle> mapType, BlobBuilder target)
    {
        var code = source.ReadByte();
        for (; (SignatureTypeCode)code is SignatureTypeCode.RequiredModifier or SignatureTypeCode.OptionalModifier; code = source.ReadByte())
            WriteType(code, mapType(source.ReadTypeHandle()), target);

        if (PrimitiveSize(code) is { } size)
        {
            target.WriteByte(code);
            target.WriteBytes(source.ReadBytes(size));
            if (source.RemainingBytes > 0 && mapType(source.ReadTypeHandle()) is { IsNil: false } @enum)
                target.WriteCompressedInteger(CodedIndex.TypeDefOrRefOrSpec(@enum));
            return;
        }

        switch ((SignatureTypeKind)code)
        {
            case SignatureTypeKind.Class or SignatureTypeKind.ValueType:
                if (!WriteType(code, mapType(source.ReadTypeHandle()), target))
                {
                    target.WriteByte((byte)SignatureTypeCode.Object);
                    return;
                }

                break;
            default:
                if ((SignatureTypeCode)code is not (SignatureTypeCode.String or SignatureTypeCode.Object))
                    throw new BadImageFormatException($"a local constant has the unknown type 0x{code:x2}");
                target.WriteByte(code);
                break;
        }

        target.WriteBytes(source.ReadBytes(source.RemainingBytes));
    }

    private static bool WriteType(byte code, EntityHandle type, BlobBuilder target)
    {
        if (type.IsNil)
            return false;
        target.WriteByte(code);
        target.WriteCompressedInteger(CodedIndex.TypeDefOrRefOrSpec(type));
        return true;
    }

    private static int? PrimitiveSize(byte code) => (SignatureTypeCode)code switch
    {
        SignatureTypeCode.Boolean or SignatureTypeCode.SByte or SignatureTypeCode.Byte => 1,
        SignatureTypeCode.Char or SignatureTypeCode.Int16 or SignatureTypeCode.UInt16 => 2,
        SignatureTypeCode.Int32 or SignatureTypeCode.UInt32 or SignatureTypeCode.Single => 4,
        SignatureTypeCode.Int64 or SignatureTypeCode.UInt64 or SignatureTypeCode.Double => 8,
        _ => null,
    };
}
