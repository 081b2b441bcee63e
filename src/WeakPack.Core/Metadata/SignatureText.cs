using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace WeakPack.Metadata;

/// <summary>Signatures as text, types by full name and without their assembly.</summary>
/// <remarks>The context holds, as an array of texts, what the parameters of the type around stand for; none: themselves.</remarks>
/// <param name="image">The module of the signatures.</param>
/// <param name="nameOf">The names of its own types, when other than their full names.</param>
internal sealed class SignatureText(MetadataImage image, Func<TypeDefinitionHandle, string>? nameOf = null) : ISignatureTypeProvider<string, object?>
{
    public static string Of(MethodSignature<string> signature) =>
        $"{signature.Header} {signature.ReturnType} <{signature.GenericParameterCount}> {signature.RequiredParameterCount} ({string.Join(",", signature.ParameterTypes)})";

    public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => nameOf?.Invoke(handle) ?? image.FullName(handle);

    public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => image.FullName(handle);

    public string GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
        reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

    public string GetArrayType(string elementType, ArrayShape shape) =>
        $"{elementType}[{shape.Rank};{string.Join(",", shape.Sizes)};{string.Join(",", shape.LowerBounds)}]";

    public string GetByReferenceType(string elementType) => elementType + "&";

    public string GetFunctionPointerType(MethodSignature<string> signature) => $"method({Of(signature)})";

    public string GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments) => $"{genericType}<{string.Join(",", typeArguments)}>";

    public string GetGenericMethodParameter(object? genericContext, int index) => $"!!{index}";

    public string GetGenericTypeParameter(object? genericContext, int index) =>
        genericContext is string[] arguments && index < arguments.Length ? arguments[index] : $"!{index}";

    public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) => $"{unmodifiedType} {(isRequired ? "modreq" : "modopt")}({modifier})";

    public string GetPinnedType(string elementType) => elementType + " pinned";

    public string GetPointerType(string elementType) => elementType + "*";

    // The names of the codes. To ask the enum for them takes as long as all else of a first signature.
    public string GetPrimitiveType(PrimitiveTypeCode typeCode) => typeCode switch
    {
        PrimitiveTypeCode.Void => nameof(PrimitiveTypeCode.Void),
        PrimitiveTypeCode.Boolean => nameof(PrimitiveTypeCode.Boolean),
        PrimitiveTypeCode.Char => nameof(PrimitiveTypeCode.Char),
        PrimitiveTypeCode.SByte => nameof(PrimitiveTypeCode.SByte),
        PrimitiveTypeCode.Byte => nameof(PrimitiveTypeCode.Byte),
        PrimitiveTypeCode.Int16 => nameof(PrimitiveTypeCode.Int16),
        PrimitiveTypeCode.UInt16 => nameof(PrimitiveTypeCode.UInt16),
        PrimitiveTypeCode.Int32 => nameof(PrimitiveTypeCode.Int32),
        PrimitiveTypeCode.UInt32 => nameof(PrimitiveTypeCode.UInt32),
        PrimitiveTypeCode.Int64 => nameof(PrimitiveTypeCode.Int64),
        PrimitiveTypeCode.UInt64 => nameof(PrimitiveTypeCode.UInt64),
        PrimitiveTypeCode.Single => nameof(PrimitiveTypeCode.Single),
        PrimitiveTypeCode.Double => nameof(PrimitiveTypeCode.Double),
        PrimitiveTypeCode.String => nameof(PrimitiveTypeCode.String),
        PrimitiveTypeCode.TypedReference => nameof(PrimitiveTypeCode.TypedReference),
        PrimitiveTypeCode.IntPtr => nameof(PrimitiveTypeCode.IntPtr),
        PrimitiveTypeCode.UIntPtr => nameof(PrimitiveTypeCode.UIntPtr),
        PrimitiveTypeCode.Object => nameof(PrimitiveTypeCode.Object),
        _ => throw new BadImageFormatException($"A primitive type of code {(int)typeCode}."),
    };

    public string GetSZArrayType(string elementType) => elementType + "[]";
}
