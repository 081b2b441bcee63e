using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace WeakPack.Metadata;

/// <summary>Reads which types a custom attribute's constructor takes, the arguments of a generic attribute included.</summary>
internal sealed class AttributeSignature : ISignatureTypeProvider<AttributeArgumentType, AttributeArgumentType[]>
{
    private static readonly AttributeSignature Instance = new();

    public static ImmutableArray<AttributeArgumentType> Parameters(MetadataReader reader, EntityHandle constructor)
    {
        if (constructor.Kind == HandleKind.MethodDefinition)
            return reader.GetMethodDefinition((MethodDefinitionHandle)constructor).DecodeSignature(Instance, []).ParameterTypes;

        var member = reader.GetMemberReference((MemberReferenceHandle)constructor);
        return member.DecodeMethodSignature(Instance, TypeArguments(reader, member.Parent)).ParameterTypes;
    }

    public AttributeArgumentType GetPrimitiveType(PrimitiveTypeCode typeCode) => new(typeCode switch
    {
        PrimitiveTypeCode.Object => SerializationTypeCode.TaggedObject,
        _ => (SerializationTypeCode)typeCode, // the codes are the same (ECMA-335 II.23.1.16)
    });

    public AttributeArgumentType GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) =>
        ClassOrEnum(handle, reader.GetTypeDefinition(handle).Namespace, reader.GetTypeDefinition(handle).Name, reader);

    public AttributeArgumentType GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) =>
        ClassOrEnum(handle, reader.GetTypeReference(handle).Namespace, reader.GetTypeReference(handle).Name, reader);

    public AttributeArgumentType GetTypeFromSpecification(MetadataReader reader, AttributeArgumentType[] genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
        reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

    public AttributeArgumentType GetSZArrayType(AttributeArgumentType elementType) => new(SerializationTypeCode.SZArray, Element: elementType);

    public AttributeArgumentType GetGenericTypeParameter(AttributeArgumentType[] genericContext, int index) =>
        index < genericContext.Length ? genericContext[index] : new(SerializationTypeCode.Invalid);

    public AttributeArgumentType GetGenericInstantiation(AttributeArgumentType genericType, ImmutableArray<AttributeArgumentType> typeArguments) =>
        genericType with { Arguments = typeArguments };

    public AttributeArgumentType GetModifiedType(AttributeArgumentType modifier, AttributeArgumentType unmodifiedType, bool isRequired) => unmodifiedType;

    // None of these can be an attribute's argument; the type argument of a generic attribute can be an array.
    public AttributeArgumentType GetArrayType(AttributeArgumentType elementType, ArrayShape shape) => new(SerializationTypeCode.Invalid);

    public AttributeArgumentType GetByReferenceType(AttributeArgumentType elementType) => new(SerializationTypeCode.Invalid);

    public AttributeArgumentType GetFunctionPointerType(MethodSignature<AttributeArgumentType> signature) => new(SerializationTypeCode.Invalid);

    public AttributeArgumentType GetGenericMethodParameter(AttributeArgumentType[] genericContext, int index) => new(SerializationTypeCode.Invalid);

    public AttributeArgumentType GetPinnedType(AttributeArgumentType elementType) => new(SerializationTypeCode.Invalid);

    public AttributeArgumentType GetPointerType(AttributeArgumentType elementType) => new(SerializationTypeCode.Invalid);

    private static AttributeArgumentType ClassOrEnum(EntityHandle handle, StringHandle space, StringHandle name, MetadataReader reader) =>
        reader.StringComparer.Equals(name, "Type") && reader.StringComparer.Equals(space, "System")
            ? new(SerializationTypeCode.Type)
            : new(SerializationTypeCode.Enum, Enum: handle);

    private static AttributeArgumentType[] TypeArguments(MetadataReader reader, EntityHandle parent) =>
        parent.Kind == HandleKind.TypeSpecification
            ? reader.GetTypeSpecification((TypeSpecificationHandle)parent).DecodeSignature(Instance, []).Arguments.ToArray()
            : [];
}
