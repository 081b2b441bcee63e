using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using WeakPack.Metadata;

namespace WeakPack.Marshalling;

/// <summary>Reads of signatures what depends on runtime marshalling; the context holds the arguments of the type around.</summary>
/// <remarks>
/// The rules are those of https://learn.microsoft.com/dotnet/standard/native-interop/disabled-marshalling. What can't be told, as the
/// type that a parameter stands for, counts as plain: nobody is sent away for what may be right.
/// </remarks>
internal sealed class NativeTypes : ISignatureTypeProvider<NativeType, ImmutableArray<NativeType>>
{
    private const byte OneByteSigned = (byte)SignatureTypeCode.SByte; // the first bytes of descriptors are named as types are (ECMA-335 II.23.4)
    private const byte OneByte = (byte)SignatureTypeCode.Byte;
    private const byte TwoBytesSigned = (byte)SignatureTypeCode.Int16;
    private const byte TwoBytes = (byte)SignatureTypeCode.UInt16;
    private const byte Struct = 0x1b;

    // Their fields don't tell: the runtime knows them by name. Reference assemblies have other fields, too.
    private static readonly HashSet<string> s_special = new(StringComparer.Ordinal)
    {
        "System.DateTime", "System.DateTimeOffset", "System.Numerics.Vector`1", "System.Runtime.Intrinsics.Vector64`1",
        "System.Runtime.Intrinsics.Vector128`1", "System.Runtime.Intrinsics.Vector256`1", "System.Runtime.Intrinsics.Vector512`1",
    };

    private static readonly NativeType s_plain = new(NativeForm.Plain);
    private static readonly NativeType s_converted = new(NativeForm.Converted);

    private readonly MetadataImage _image;
    private readonly ReferenceSet _references;
    private readonly Dictionary<(MetadataImage, TypeDefinitionHandle, string Arguments), NativeForm> _known; // structs in structs would double what there is to do at each step

    public NativeTypes(MetadataImage image, ReferenceSet references)
        : this(image, references, [])
    {
    }

    private NativeTypes(MetadataImage image, ReferenceSet references, Dictionary<(MetadataImage, TypeDefinitionHandle, string Arguments), NativeForm> known) =>
        (_image, _references, _known) = (image, references, known);

    /// <summary>Native code calls in, which the runtime lets it only where nothing is to be converted.</summary>
    public bool RefusesConversion { get; init; }

    /// <summary>A parameter or field is passed otherwise when marshalling is disabled.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="descriptor">What it says of its marshalling, or nil.</param>
    /// <param name="isUnicode">The characters around are UTF-16.</param>
    public bool Depends(NativeType type, BlobHandle descriptor, bool isUnicode)
    {
        var native = descriptor.IsNil ? (byte?)null : _image.Reader.GetBlobReader(descriptor).ReadByte();
        return type.Form switch
        {
            NativeForm.Plain => false,
            NativeForm.Boolean => RefusesConversion || native is not (OneByte or OneByteSigned),
            NativeForm.Character => native is null ? !isUnicode : native is not (TwoBytes or TwoBytesSigned),
            NativeForm.Structure => native is not (null or Struct),
            NativeForm.Converted => true,
            _ => throw new NotSupportedException($"A native form {type.Form}."),
        };
    }

    public NativeType GetPrimitiveType(PrimitiveTypeCode typeCode) => typeCode switch
    {
        PrimitiveTypeCode.Boolean => new(NativeForm.Boolean),
        PrimitiveTypeCode.Char => new(NativeForm.Character),
        PrimitiveTypeCode.String or PrimitiveTypeCode.Object or PrimitiveTypeCode.TypedReference => s_converted,
        _ => s_plain,
    };

    public NativeType GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) =>
        rawTypeKind == (byte)SignatureTypeKind.ValueType ? OfStruct(_image, handle, []) : s_converted;

    public NativeType GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind)
    {
        if (rawTypeKind != (byte)SignatureTypeKind.ValueType)
            return s_converted;
        var name = _image.FullName(handle);
        if (_image.Scope(handle) is { Kind: HandleKind.AssemblyReference } scope)
            return _references.FindType(AssemblyStep.Of(reader, (AssemblyReferenceHandle)scope).Name, name) is var (owner, type) ? OfStruct(owner, type, []) : s_plain;
        return _image.Find(name) is { } own ? OfStruct(_image, own, []) : s_plain; // the linker has put it there
    }

    public NativeType GetTypeFromSpecification(MetadataReader reader, ImmutableArray<NativeType> genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
        reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

    public NativeType GetGenericInstantiation(NativeType genericType, ImmutableArray<NativeType> typeArguments) =>
        genericType.Owner is { } owner ? OfStruct(owner, genericType.Definition, typeArguments) : genericType;

    public NativeType GetGenericTypeParameter(ImmutableArray<NativeType> genericContext, int index) =>
        !genericContext.IsDefault && index < genericContext.Length ? genericContext[index] : s_plain;

    public NativeType GetGenericMethodParameter(ImmutableArray<NativeType> genericContext, int index) => s_plain;

    public NativeType GetArrayType(NativeType elementType, ArrayShape shape) => s_converted;

    public NativeType GetSZArrayType(NativeType elementType) => s_converted;

    public NativeType GetByReferenceType(NativeType elementType) => s_converted;

    public NativeType GetPointerType(NativeType elementType) => s_plain;

    public NativeType GetFunctionPointerType(MethodSignature<NativeType> signature) => s_plain;

    public NativeType GetModifiedType(NativeType modifier, NativeType unmodifiedType, bool isRequired) => unmodifiedType;

    public NativeType GetPinnedType(NativeType elementType) => elementType;

    private NativeType OfStruct(MetadataImage owner, TypeDefinitionHandle handle, ImmutableArray<NativeType> arguments)
    {
        if (s_special.Contains(owner.FullName(handle)))
            return s_converted;
        var key = (owner, handle, string.Join(",", arguments.Select(argument => argument.Form)));
        if (!_known.TryGetValue(key, out var form))
        {
            _known[key] = NativeForm.Plain; // as long as it is looked into: no runtime loads one that contains itself
            _known[key] = form = FormOf(owner, handle, arguments);
        }

        return new(form, owner, handle);
    }

    private NativeForm FormOf(MetadataImage owner, TypeDefinitionHandle handle, ImmutableArray<NativeType> arguments)
    {
        var type = owner.Reader.GetTypeDefinition(handle);
        var isUnicode = (type.Attributes & TypeAttributes.StringFormatMask) == TypeAttributes.UnicodeClass;
        var isEnum = !type.BaseType.IsNil && owner.TypeName(type.BaseType) == "System.Enum";
        var types = new NativeTypes(owner, _references, _known) { RefusesConversion = RefusesConversion };
        foreach (var row in type.GetFields())
        {
            var field = owner.Reader.GetFieldDefinition(row);
            if ((field.Attributes & FieldAttributes.Static) != 0)
                continue;

            var form = field.DecodeSignature(types, arguments);
            if (isEnum)
                return form.Form;
            if (types.Depends(form, field.GetMarshallingDescriptor(), isUnicode))
                return NativeForm.Converted;
        }

        return NativeForm.Structure;
    }
}
