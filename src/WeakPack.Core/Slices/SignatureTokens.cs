using System.Reflection.Metadata;

namespace WeakPack.Slices;

/// <summary>Copies a signature (ECMA-335 II.23.2) with other tokens for the types in it.</summary>
/// <remarks>What is copied has passed <see cref="Damage.SignatureCheck"/>, so it is whole and not too deep.</remarks>
internal readonly struct SignatureTokens
{
    private const byte ClassType = 0x12;
    private const byte ValueType = 0x11;
    private const byte KindMask = 0x0F;
    private const byte IsGeneric = 0x10;

    private static readonly int[] TypeTables = [0x02, 0x01, 0x1B]; // II.23.2.8

    private readonly Func<int, int> _map;
    private readonly BlobBuilder _to;

    private SignatureTokens(Func<int, int> map, BlobBuilder to) => (_map, _to) = (map, to);

    /// <param name="from">The signature.</param>
    /// <param name="isTypeSpecification">It is that of a type specification, which has no header.</param>
    /// <param name="map">Gives each token another.</param>
    /// <param name="to">Where it is copied to.</param>
    public static void Copy(BlobReader from, bool isTypeSpecification, Func<int, int> map, BlobBuilder to)
    {
        var copier = new SignatureTokens(map, to);
        if (isTypeSpecification)
            copier.CopyType(ref from);
        else
            copier.CopyMember(ref from);
        if (from.RemainingBytes > 0)
            to.WriteBytes(from.ReadBytes(from.RemainingBytes));
    }

    private void CopyMember(ref BlobReader from)
    {
        var header = CopyByte(ref from);
        switch ((SignatureKind)(header & KindMask))
        {
            case SignatureKind.Field:
                CopyType(ref from);
                break;
            case SignatureKind.LocalVariables or SignatureKind.MethodSpecification:
                CopyTypes(ref from, CopyInteger(ref from));
                break;
            default:
                CopyMethod(ref from, header);
                break;
        }
    }

    private void CopyMethod(ref BlobReader from, byte header)
    {
        if ((header & IsGeneric) != 0)
            CopyInteger(ref from);
        CopyTypes(ref from, CopyInteger(ref from) + 1); // the result comes first
    }

    private void CopyTypes(ref BlobReader from, int count)
    {
        for (; count > 0; count--)
            CopyType(ref from);
    }

    private void CopyType(ref BlobReader from)
    {
        while (true)
        {
            var code = CopyByte(ref from);
            switch (code)
            {
                case (byte)SignatureTypeCode.Pointer or (byte)SignatureTypeCode.ByReference or (byte)SignatureTypeCode.SZArray
                    or (byte)SignatureTypeCode.Pinned or (byte)SignatureTypeCode.Sentinel:
                    continue;
                case (byte)SignatureTypeCode.RequiredModifier or (byte)SignatureTypeCode.OptionalModifier:
                    CopyToken(ref from);
                    continue;
                case ClassType or ValueType:
                    CopyToken(ref from);
                    return;
                case (byte)SignatureTypeCode.GenericTypeParameter or (byte)SignatureTypeCode.GenericMethodParameter:
                    CopyInteger(ref from);
                    return;
                case (byte)SignatureTypeCode.Array:
                    CopyType(ref from);
                    CopyShape(ref from);
                    return;
                case (byte)SignatureTypeCode.GenericTypeInstance:
                    CopyByte(ref from);
                    CopyToken(ref from);
                    CopyTypes(ref from, CopyInteger(ref from));
                    return;
                case (byte)SignatureTypeCode.FunctionPointer:
                    CopyMethod(ref from, CopyByte(ref from));
                    return;
                case >= (byte)SignatureTypeCode.Void and <= (byte)SignatureTypeCode.String
                    or (byte)SignatureTypeCode.TypedReference or (byte)SignatureTypeCode.IntPtr or (byte)SignatureTypeCode.UIntPtr or (byte)SignatureTypeCode.Object:
                    return;
                default:
                    throw new BadImageFormatException($"a signature has the unknown code 0x{code:X2}");
            }
        }
    }

    // Rank, sizes and lower bounds (II.23.2.13).
    private void CopyShape(ref BlobReader from)
    {
        CopyInteger(ref from);
        for (var sizes = CopyInteger(ref from); sizes > 0; sizes--)
            CopyInteger(ref from);
        for (var bounds = CopyInteger(ref from); bounds > 0; bounds--)
            _to.WriteCompressedSignedInteger(from.ReadCompressedSignedInteger());
    }

    private void CopyToken(ref BlobReader from)
    {
        var coded = from.ReadCompressedInteger();
        if ((coded & 3) >= TypeTables.Length)
            throw new BadImageFormatException("a signature names what is no type");
        var token = _map((TypeTables[coded & 3] << 24) | (coded >> 2));
        _to.WriteCompressedInteger((token & 0xFFFFFF) << 2 | (coded & 3));
    }

    private int CopyInteger(ref BlobReader from)
    {
        var value = from.ReadCompressedInteger();
        _to.WriteCompressedInteger(value);
        return value;
    }

    private byte CopyByte(ref BlobReader from)
    {
        var value = from.ReadByte();
        _to.WriteByte(value);
        return value;
    }
}
