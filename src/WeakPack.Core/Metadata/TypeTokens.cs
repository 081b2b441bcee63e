using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace WeakPack.Metadata;

/// <summary>Collects the type definitions and references that a signature names, modifiers included.</summary>
/// <remarks>The decoder has nothing to make of the types, and no context to make it in.</remarks>
internal sealed class TypeTokens : ISignatureTypeProvider<object?, object?>
{
    private readonly List<int> _found = [];

    private TypeTokens()
    {
    }

    /// <summary>The types in a type specification, field, method, property, local or method specification signature.</summary>
    public static EntityHandle[] In(MetadataReader reader, BlobHandle signature)
    {
        var types = new TypeTokens();
        var decoder = new SignatureDecoder<object?, object?>(types, reader, genericContext: null);
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

        return Handles(types._found);
    }

    public static EntityHandle[] InTypeSpecification(MetadataReader reader, BlobHandle signature)
    {
        var types = new TypeTokens();
        var blob = reader.GetBlobReader(signature);
        new SignatureDecoder<object?, object?>(types, reader, genericContext: null).DecodeType(ref blob);
        return Handles(types._found);
    }

    /// <summary>The handles for some tokens.</summary>
    public static EntityHandle[] Handles(List<int> tokens)
    {
        var handles = new EntityHandle[tokens.Count];
        for (var i = 0; i < handles.Length; i++)
            handles[i] = MetadataTokens.EntityHandle(tokens[i]);
        return handles;
    }

    public object? GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => Add(handle);

    public object? GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => Add(handle);

    public object? GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind)
    {
        foreach (var type in InTypeSpecification(reader, reader.GetTypeSpecification(handle).Signature))
            Add(type);
        return null;
    }

    public object? GetArrayType(object? elementType, ArrayShape shape) => null;

    public object? GetByReferenceType(object? elementType) => null;

    public object? GetFunctionPointerType(MethodSignature<object?> signature) => null;

    public object? GetGenericInstantiation(object? genericType, ImmutableArray<object?> typeArguments) => null;

    public object? GetGenericMethodParameter(object? genericContext, int index) => null;

    public object? GetGenericTypeParameter(object? genericContext, int index) => null;

    public object? GetModifiedType(object? modifier, object? unmodifiedType, bool isRequired) => null;

    public object? GetPinnedType(object? elementType) => null;

    public object? GetPointerType(object? elementType) => null;

    public object? GetPrimitiveType(PrimitiveTypeCode typeCode) => null;

    public object? GetSZArrayType(object? elementType) => null;

    private object? Add(EntityHandle handle)
    {
        _found.Add(MetadataTokens.GetToken(handle));
        return null;
    }
}
