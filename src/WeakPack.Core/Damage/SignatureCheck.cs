using System.Collections;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace WeakPack.Damage;

/// <summary>Walks all signatures of an image (ECMA-335 II.23.2): are they whole, and not too deep, and do their counts fit into them?</summary>
internal sealed class SignatureCheck
{
    // More type parameters, or dimensions, than any runtime takes. Cecil makes an object for each that is named.
    private const int MostParameters = 1024;
    private const int MostDimensions = 32;

    // Types in a type specification, with those of the specifications that it names as modifiers.
    private const int MostTypes = 100_000;

    private readonly MetadataReader _reader;
    private readonly int _definitions;
    private readonly int _references;
    private readonly BitArray _known;
    private readonly int[] _sizes;
    private readonly int[] _levels;
    private int _size;
    private int _deepest;

    public SignatureCheck(MetadataReader reader)
    {
        _reader = reader;
        _definitions = reader.GetTableRowCount(TableIndex.TypeDef);
        _references = reader.GetTableRowCount(TableIndex.TypeRef);
        _known = new(reader.GetHeapSize(HeapIndex.Blob));
        _sizes = new int[reader.GetTableRowCount(TableIndex.TypeSpec) + 1];
        _levels = new int[_sizes.Length];
    }

    /// <exception cref="BadImageFormatException">One is damaged.</exception>
    public void CheckAll()
    {
        for (var row = 1; row < _sizes.Length; row++)
            CheckSpecification(row, 0);
        foreach (var handle in _reader.FieldDefinitions)
            CheckMember(_reader.GetFieldDefinition(handle).Signature, SignatureKind.Field);
        foreach (var handle in _reader.MethodDefinitions)
            CheckMember(_reader.GetMethodDefinition(handle).Signature, SignatureKind.Method);
        foreach (var handle in _reader.PropertyDefinitions)
            CheckMember(_reader.GetPropertyDefinition(handle).Signature, SignatureKind.Property);
        foreach (var handle in _reader.MemberReferences)
        {
            var member = _reader.GetMemberReference(handle);
            CheckMember(member.Signature, member.GetKind() == MemberReferenceKind.Field ? SignatureKind.Field : SignatureKind.Method);
        }

        for (var row = 1; row <= _reader.GetTableRowCount(TableIndex.StandAloneSig); row++)
            CheckMember(_reader.GetStandaloneSignature(MetadataTokens.StandaloneSignatureHandle(row)).Signature, null);
        for (var row = 1; row <= _reader.GetTableRowCount(TableIndex.MethodSpec); row++)
            CheckMember(_reader.GetMethodSpecification(MetadataTokens.MethodSpecificationHandle(row)).Signature, SignatureKind.MethodSpecification);
    }

    /// <summary>The generic type of which a specification is an instance; nil when it is none.</summary>
    public EntityHandle GenericTypeOf(TypeSpecificationHandle handle)
    {
        if (MetadataTokens.GetRowNumber(handle) >= _sizes.Length)
            throw Damaged();
        var blob = _reader.GetBlobReader(_reader.GetTypeSpecification(handle).Signature);
        if (blob.ReadSignatureTypeCode() != SignatureTypeCode.GenericTypeInstance)
            return default;
        blob.ReadByte(); // CLASS or VALUETYPE
        return blob.ReadTypeHandle();
    }

    private void CheckMember(BlobHandle signature, SignatureKind? expected)
    {
        var blob = _reader.GetBlobReader(signature);
        var header = blob.ReadSignatureHeader();
        if (expected is not null && header.Kind != expected)
            throw Damaged();

        // Most signatures are those of many members.
        var offset = MetadataTokens.GetHeapOffset(signature);
        if (_known[offset])
            return;
        _known[offset] = true;
        switch (header.Kind)
        {
            case SignatureKind.Field:
                CheckType(ref blob, 0);
                break;
            case SignatureKind.Method or SignatureKind.Property:
                CheckMethod(ref blob, header, 0);
                break;
            case SignatureKind.LocalVariables or SignatureKind.MethodSpecification:
                for (var count = ReadCount(ref blob, blob.RemainingBytes); count > 0; count--)
                    CheckType(ref blob, 0);
                break;
            default:
                throw Damaged();
        }
    }

    private void CheckMethod(ref BlobReader blob, SignatureHeader header, int level)
    {
        if (header.IsGeneric)
            ReadCount(ref blob, MostParameters);
        var count = ReadCount(ref blob, blob.RemainingBytes);
        CheckType(ref blob, level);
        for (; count > 0; count--)
        {
            // The varargs of a call stand behind a sentinel (II.23.2.2).
            if (Peek(blob) == (byte)SignatureTypeCode.Sentinel)
                blob.ReadByte();
            CheckType(ref blob, level);
        }
    }

    private void CheckType(ref BlobReader blob, int level)
    {
        const byte classType = 0x12, valueType = 0x11;
        for (; ; level++)
        {
            _size++;
            Reach(level);
            var code = blob.ReadByte();
            switch (code)
            {
                case (byte)SignatureTypeCode.Pointer or (byte)SignatureTypeCode.ByReference or (byte)SignatureTypeCode.SZArray or (byte)SignatureTypeCode.Pinned:
                    continue;
                case (byte)SignatureTypeCode.RequiredModifier or (byte)SignatureTypeCode.OptionalModifier:
                    CheckToken(ref blob, isModifier: true, level);
                    continue;
                case classType or valueType:
                    CheckToken(ref blob, isModifier: false, level);
                    return;
                case (byte)SignatureTypeCode.GenericTypeParameter or (byte)SignatureTypeCode.GenericMethodParameter:
                    ReadCount(ref blob, MostParameters);
                    return;
                case (byte)SignatureTypeCode.Array:
                    CheckType(ref blob, level + 1);
                    CheckShape(ref blob);
                    return;
                case (byte)SignatureTypeCode.GenericTypeInstance:
                    if (blob.ReadByte() is not (classType or valueType))
                        throw Damaged();
                    CheckToken(ref blob, isModifier: false, level);
                    for (var count = ReadCount(ref blob, Math.Min(MostParameters, blob.RemainingBytes)); count > 0; count--)
                        CheckType(ref blob, level + 1);
                    return;
                case (byte)SignatureTypeCode.FunctionPointer:
                    CheckMethod(ref blob, blob.ReadSignatureHeader(), level + 1);
                    return;
                case >= (byte)SignatureTypeCode.Void and <= (byte)SignatureTypeCode.String
                    or (byte)SignatureTypeCode.TypedReference or (byte)SignatureTypeCode.IntPtr or (byte)SignatureTypeCode.UIntPtr or (byte)SignatureTypeCode.Object:
                    return;
                default:
                    throw Damaged();
            }
        }
    }

    // Rank, sizes and lower bounds (II.23.2.13).
    private static void CheckShape(ref BlobReader blob)
    {
        var rank = ReadCount(ref blob, MostDimensions);
        for (var sizes = ReadCount(ref blob, rank); sizes > 0; sizes--)
            blob.ReadCompressedInteger();
        for (var bounds = ReadCount(ref blob, rank); bounds > 0; bounds--)
            blob.ReadCompressedSignedInteger();
    }

    // A type specification can stand as a modifier only.
    private void CheckToken(ref BlobReader blob, bool isModifier, int level)
    {
        var coded = blob.ReadCompressedInteger();
        var row = coded >> 2;
        switch (coded & 3)
        {
            case 0 when row > 0 && row <= _definitions:
            case 1 when row > 0 && row <= _references:
                break;
            case 2 when isModifier && row > 0 && row < _sizes.Length:
                var around = _size;
                CheckSpecification(row, level + 1);
                _size = around + _sizes[row];
                break;
            default:
                throw Damaged();
        }
    }

    // Specifications that name each other are a circle, and those that name each other twice grow beyond measure.
    private void CheckSpecification(int row, int level)
    {
        if (_sizes[row] < 0)
            throw new BadImageFormatException("a type specification names itself");
        if (_sizes[row] > 0)
        {
            Reach(level + _levels[row]);
            return;
        }

        _sizes[row] = -1;
        (_size, _deepest) = (0, level);
        var blob = _reader.GetBlobReader(_reader.GetTypeSpecification(MetadataTokens.TypeSpecificationHandle(row)).Signature);
        CheckType(ref blob, level);
        _levels[row] = _deepest - level;
        _sizes[row] = _size <= MostTypes ? _size : throw new BadImageFormatException("a type specification is too large");
    }

    private void Reach(int level) =>
        _deepest = Math.Max(_deepest, level <= StructureCheck.MostLevels ? level : throw new BadImageFormatException("a signature is nested too deep"));

    private static int ReadCount(ref BlobReader blob, int most) => blob.ReadCompressedInteger() is var count && count <= most ? count : throw Damaged();

    private static byte Peek(BlobReader blob) => blob.RemainingBytes > 0 ? blob.ReadByte() : throw Damaged();

    private static BadImageFormatException Damaged() => new("a signature is damaged");
}
