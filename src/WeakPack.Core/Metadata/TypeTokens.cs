using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace WeakPack.Metadata;

/// <summary>Collects the type definitions and references that a signature names, modifiers included.</summary>
internal sealed class TypeTokens : ISignatureTypeProvider<bool, List<EntityHandle>>
{
    private readonly List<EntityHandle> _found;

    private TypeTokens(List<EntityHandle> found) => _found = found;

    /// <summary>The types in a type specification, field, method, property, local or method specification signature.</summary>
    public static List<EntityHandle> In(MetadataReader reader, BlobHandle signature)
    {
        var found = new List<EntityHandle>();
        var decoder = new SignatureDecoder<bool, List<EntityHandle>>(new TypeTokens(found), reader, found);
        var blob = reader.GetBlobReader(signature);
        var header = reader.GetBlobReader(signature).ReadSignatureHeader();
        switch (header.Kind)
        {
            case SignatureKind.Method or SignatureKind.Property:
                decoder.DecodeMethodSignature(ref blob);
                break;
            case SignatureKind.Field:
                decoder.DecodeFieldSignature(ref blob);
                break;
            case SignatureKind.LocalVariables:
                decoder.DecodeLocalSignature(ref blob);
                break;
            case SignatureKind.MethodSpecification:
                decoder.DecodeMethodSpecificationSignature(ref blob);
                break;
            default:
                throw new BadImageFormatException($"A signature of kind {header.Kind}.");
        }

        return found;
    }

    public static List<EntityHandle> InTypeSpecification(MetadataReader reader, BlobHandle signature)
    {
        var found = new List<EntityHandle>();
        var blob = reader.GetBlobReader(signature);
        new SignatureDecoder<bool, List<EntityHandle>>(new TypeTokens(found), reader, found).DecodeType(ref blob);
        return found;
    }

    public bool GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => Add(handle);

    public bool GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => Add(handle);

    public bool GetTypeFromSpecification(MetadataReader reader, List<EntityHandle> genericContext, TypeSpecificationHandle handle, byte rawTypeKind)
    {
        _found.AddRange(InTypeSpecification(reader, reader.GetTypeSpecification(handle).Signature));
        return true;
    }

    public bool GetArrayType(bool elementType, ArrayShape shape) => true;

    public bool GetByReferenceType(bool elementType) => true;

    public bool GetFunctionPointerType(MethodSignature<bool> signature) => true;

    public bool GetGenericInstantiation(bool genericType, ImmutableArray<bool> typeArguments) => true;

    public bool GetGenericMethodParameter(List<EntityHandle> genericContext, int index) => true;

    public bool GetGenericTypeParameter(List<EntityHandle> genericContext, int index) => true;

    public bool GetModifiedType(bool modifier, bool unmodifiedType, bool isRequired) => true;

    public bool GetPinnedType(bool elementType) => true;

    public bool GetPointerType(bool elementType) => true;

    public bool GetPrimitiveType(PrimitiveTypeCode typeCode) => true;

    public bool GetSZArrayType(bool elementType) => true;

    private bool Add(EntityHandle handle)
    {
        _found.Add(handle);
        return true;
    }
}
