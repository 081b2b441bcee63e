using System.Collections.Immutable;
using System.Globalization;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;

namespace WeakPack.Core.Tests.Oracles;

/// <summary>Names of types, members and signatures, without scope and as they were before a copy was renamed.</summary>
internal sealed partial class MetadataNames(PEReader pe, MetadataReader metadata, EnumTypes enums)
    : ISignatureTypeProvider<string, object?>, ICustomAttributeTypeProvider<string>
{
    private Dictionary<string, TypeDefinitionHandle>? _definitions;

    /// <summary>A helper that collides is renamed: X becomes X$ and eight hex digits, before the arity.</summary>
    public static string WithoutSuffix(string name) => RenameSuffix().Replace(name, "");

    /// <summary>A type's name as it is in the image.</summary>
    public string RawName(TypeDefinitionHandle handle)
    {
        var type = metadata.GetTypeDefinition(handle);
        return type.IsNested
            ? $"{RawName(type.GetDeclaringType())}/{metadata.GetString(type.Name)}"
            : Qualified(type.Namespace, type.Name);
    }

    public string Name(TypeDefinitionHandle handle) => WithoutSuffix(RawName(handle));

    public string Name(TypeReferenceHandle handle)
    {
        var type = metadata.GetTypeReference(handle);
        return WithoutSuffix(type.ResolutionScope.Kind switch
        {
            HandleKind.TypeReference => $"{Name((TypeReferenceHandle)type.ResolutionScope)}/{metadata.GetString(type.Name)}",
            HandleKind.AssemblyReference or HandleKind.ModuleDefinition or HandleKind.ModuleReference => Qualified(type.Namespace, type.Name),
            var kind => throw new BadImageFormatException($"Unknown scope of a type reference: {kind}"),
        });
    }

    /// <summary>A TypeDefOrRef.</summary>
    public string Type(EntityHandle handle) => handle.Kind switch
    {
        HandleKind.TypeDefinition => Name((TypeDefinitionHandle)handle),
        HandleKind.TypeReference => Name((TypeReferenceHandle)handle),
        HandleKind.TypeSpecification => metadata.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(this, null),
        _ => throw new BadImageFormatException($"Not a type: {handle.Kind}"),
    };

    /// <summary>A method, whether it is defined here, referenced or instantiated.</summary>
    public string Method(EntityHandle handle)
    {
        switch (handle.Kind)
        {
            case HandleKind.MethodDefinition:
                var definition = metadata.GetMethodDefinition((MethodDefinitionHandle)handle);
                return $"{Name(definition.GetDeclaringType())}::{metadata.GetString(definition.Name)} {Signature(definition.DecodeSignature(this, null))}";
            case HandleKind.MemberReference:
                var reference = metadata.GetMemberReference((MemberReferenceHandle)handle);
                if (reference.GetKind() != MemberReferenceKind.Method)
                    throw new BadImageFormatException($"Not a method: {metadata.GetString(reference.Name)}");
                return $"{Parent(reference.Parent)}::{metadata.GetString(reference.Name)} {Signature(reference.DecodeMethodSignature(this, null))}";
            case HandleKind.MethodSpecification:
                var specification = metadata.GetMethodSpecification((MethodSpecificationHandle)handle);
                return $"{Method(specification.Method)} <{string.Join(", ", specification.DecodeSignature(this, null))}>";
            default:
                throw new BadImageFormatException($"Not a method: {handle.Kind}");
        }
    }

    /// <summary>A field, with its data when it is a field of this module that has some.</summary>
    public string Field(EntityHandle handle)
    {
        switch (handle.Kind)
        {
            case HandleKind.FieldDefinition:
                var definition = metadata.GetFieldDefinition((FieldDefinitionHandle)handle);
                return $"{Name(definition.GetDeclaringType())}::{metadata.GetString(definition.Name)} : {definition.DecodeSignature(this, null)}{RvaData((FieldDefinitionHandle)handle)}";
            case HandleKind.MemberReference:
                var reference = metadata.GetMemberReference((MemberReferenceHandle)handle);
                if (reference.GetKind() != MemberReferenceKind.Field)
                    throw new BadImageFormatException($"Not a field: {metadata.GetString(reference.Name)}");
                return $"{Parent(reference.Parent)}::{metadata.GetString(reference.Name)} : {reference.DecodeFieldSignature(this, null)}{DataOfLocal(reference)}";
            default:
                throw new BadImageFormatException($"Not a field: {handle.Kind}");
        }
    }

    /// <summary>The operand of ldtoken.</summary>
    public string Any(EntityHandle handle) => handle.Kind switch
    {
        HandleKind.TypeDefinition or HandleKind.TypeReference or HandleKind.TypeSpecification => "type " + Type(handle),
        HandleKind.MethodDefinition or HandleKind.MethodSpecification => "method " + Method(handle),
        HandleKind.FieldDefinition => "field " + Field(handle),
        HandleKind.MemberReference =>
            metadata.GetMemberReference((MemberReferenceHandle)handle).GetKind() == MemberReferenceKind.Field
                ? "field " + Field(handle)
                : "method " + Method(handle),
        _ => throw new BadImageFormatException($"Not a type or member: {handle.Kind}"),
    };

    public static string Signature(MethodSignature<string> signature)
    {
        var parameters = signature.ParameterTypes.Select((p, i) =>
            i == signature.RequiredParameterCount && signature.Header.CallingConvention == SignatureCallingConvention.VarArgs ? "..., " + p : p);
        var generic = signature.GenericParameterCount > 0
            ? signature.GenericParameterCount.ToString(CultureInfo.InvariantCulture)
            : "";
        return $"{Convention(signature.Header)}{generic} {signature.ReturnType} ({string.Join(", ", parameters)})";
    }

    /// <summary>The data of a field that has some, and whether it is where its alignment wants it.</summary>
    public string RvaData(FieldDefinitionHandle handle)
    {
        var field = metadata.GetFieldDefinition(handle);
        var rva = field.GetRelativeVirtualAddress();
        if (rva == 0)
            return "";
        var (size, alignment) = field.DecodeSignature(new SizeProvider(this), null);
        var data = pe.GetSectionData(rva).GetReader(0, size).ReadBytes(size);
        return $" data align {alignment} {(rva % alignment == 0 ? "aligned" : "UNALIGNED")} {Convert.ToHexString(data)}";
    }

    /// <summary>The arguments of an attribute: every kind, type names without their assembly.</summary>
    public string AttributeValue(CustomAttribute attribute)
    {
        var value = attribute.DecodeValue(this);
        var named = value.NamedArguments.Select(n => $"{n.Kind} {n.Name} : {n.Type} = {Argument(n.Type, n.Value)}");
        return $"({string.Join(", ", value.FixedArguments.Select(a => $"{a.Type} {Argument(a.Type, a.Value)}").Concat(named))})";
    }

    public string GetPrimitiveType(PrimitiveTypeCode typeCode) =>
        Enum.IsDefined(typeCode) ? typeCode.ToString() : throw new BadImageFormatException($"Unknown primitive type: {typeCode}");

    public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => Kind(rawTypeKind) + Name(handle);

    public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => Kind(rawTypeKind) + Name(handle);

    public string GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
        Kind(rawTypeKind) + reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

    public string GetSZArrayType(string elementType) => elementType + "[]";

    public string GetArrayType(string elementType, ArrayShape shape) =>
        $"{elementType}[rank {shape.Rank} sizes {string.Join(' ', shape.Sizes)} bounds {string.Join(' ', shape.LowerBounds)}]";

    public string GetByReferenceType(string elementType) => elementType + "&";

    public string GetPointerType(string elementType) => elementType + "*";

    public string GetPinnedType(string elementType) => elementType + " pinned";

    public string GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments) =>
        $"{genericType}<{string.Join(", ", typeArguments)}>";

    public string GetGenericMethodParameter(object? genericContext, int index) => "!!" + index.ToString(CultureInfo.InvariantCulture);

    public string GetGenericTypeParameter(object? genericContext, int index) => "!" + index.ToString(CultureInfo.InvariantCulture);

    public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) =>
        $"{unmodifiedType} {(isRequired ? "modreq" : "modopt")}({modifier})";

    public string GetFunctionPointerType(MethodSignature<string> signature) => $"method* {Signature(signature)}";

    public string GetSystemType() => "System.Type";

    public bool IsSystemType(string type) => Bare(type) == "System.Type";

    /// <summary>A null of type Type comes here as no name at all.</summary>
    public string GetTypeFromSerializedName(string? name) => name is null ? "null" : SerializedNames.Canonical(name);

    public PrimitiveTypeCode GetUnderlyingEnumType(string type)
    {
        var name = Bare(type);
        return Definitions.TryGetValue(name, out var handle) && UnderlyingType(metadata, handle) is { } code
            ? code
            : enums.UnderlyingType(name) ?? throw new BadImageFormatException($"Unknown enum: {type}");
    }

    /// <summary>The type of an enum's value__ field, or null when the type is none.</summary>
    public static PrimitiveTypeCode? UnderlyingType(MetadataReader metadata, TypeDefinitionHandle handle)
    {
        foreach (var field in metadata.GetTypeDefinition(handle).GetFields().Select(metadata.GetFieldDefinition))
        {
            if (metadata.StringComparer.Equals(field.Name, "value__"))
            {
                var signature = metadata.GetBlobReader(field.Signature);
                signature.ReadSignatureHeader();
                return (PrimitiveTypeCode)signature.ReadCompressedInteger();
            }
        }

        return null;
    }

    private Dictionary<string, TypeDefinitionHandle> Definitions =>
        _definitions ??= metadata.TypeDefinitions.GroupBy(Name).ToDictionary(g => g.Key, g => g.First());

    [GeneratedRegex(@"(\$[0-9a-f]{8})+(?=`\d+$|`\d+/|/|$)")]
    private static partial Regex RenameSuffix();

    /// <summary>The type's own name, without its kind and, when it is instantiated, without its arguments.</summary>
    private static string Bare(string type)
    {
        var name =
            type.StartsWith("class ", StringComparison.Ordinal) ? type["class ".Length..]
            : type.StartsWith("valuetype ", StringComparison.Ordinal) ? type["valuetype ".Length..]
            : type;
        var arity = name.IndexOf('`', StringComparison.Ordinal);
        var arguments = arity < 0 ? -1 : name.IndexOf('<', arity);
        return arguments < 0 ? name : name[..arguments];
    }

    private static string Kind(byte rawTypeKind) => rawTypeKind switch
    {
        0 => "",
        (byte)SignatureTypeKind.Class => "class ",
        (byte)SignatureTypeKind.ValueType => "valuetype ",
        _ => throw new BadImageFormatException($"Unknown kind of type: {rawTypeKind:x}"),
    };

    private static string Convention(SignatureHeader header) =>
        Enum.IsDefined(header.CallingConvention)
            ? $"{header.CallingConvention}{(header.IsInstance ? " instance" : "")}{(header.HasExplicitThis ? " explicit" : "")}{(header.IsGeneric ? " generic" : "")}"
            : throw new BadImageFormatException($"Unknown calling convention: {header.CallingConvention}");

    private string Qualified(StringHandle @namespace, StringHandle name) =>
        @namespace.IsNil ? metadata.GetString(name) : $"{metadata.GetString(@namespace)}.{metadata.GetString(name)}";

    private string Parent(EntityHandle parent) => parent.Kind switch
    {
        HandleKind.ModuleReference => $"module {metadata.GetString(metadata.GetModuleReference((ModuleReferenceHandle)parent).Name)}",
        HandleKind.MethodDefinition => Name(metadata.GetMethodDefinition((MethodDefinitionHandle)parent).GetDeclaringType()),
        _ => Type(parent),
    };

    /// <summary>A reference by name to a field of this very module is as good as its definition: show its data too.</summary>
    private string DataOfLocal(MemberReference reference)
    {
        var parent = reference.Parent;
        var definition = parent.Kind switch
        {
            HandleKind.TypeDefinition => (TypeDefinitionHandle)parent,
            HandleKind.TypeReference => LocalDefinition((TypeReferenceHandle)parent),
            _ => default,
        };
        if (definition.IsNil)
            return "";
        foreach (var handle in metadata.GetTypeDefinition(definition).GetFields())
        {
            if (metadata.GetString(metadata.GetFieldDefinition(handle).Name) == metadata.GetString(reference.Name))
                return RvaData(handle);
        }

        throw new BadImageFormatException($"{Name(definition)} has no field {metadata.GetString(reference.Name)}.");
    }

    private TypeDefinitionHandle LocalDefinition(TypeReferenceHandle handle)
    {
        var type = metadata.GetTypeReference(handle);
        var scope = type.ResolutionScope.Kind;
        if (scope == HandleKind.AssemblyReference)
            return default;
        if (scope == HandleKind.TypeReference && LocalDefinition((TypeReferenceHandle)type.ResolutionScope).IsNil)
            return default;
        var name = scope == HandleKind.TypeReference
            ? $"{RawName(LocalDefinition((TypeReferenceHandle)type.ResolutionScope))}/{metadata.GetString(type.Name)}"
            : Qualified(type.Namespace, type.Name);
        return metadata.TypeDefinitions.First(d => RawName(d) == name);
    }

    private string Argument(string type, object? value) => value switch
    {
        null => "null",
        string text when IsSystemType(type) => $"typeof({text})",
        string text => IlText.Quoted(text),
        float number => BitConverter.SingleToInt32Bits(number).ToString("x8", CultureInfo.InvariantCulture),
        double number => BitConverter.DoubleToInt64Bits(number).ToString("x16", CultureInfo.InvariantCulture),
        char letter => ((int)letter).ToString("x4", CultureInfo.InvariantCulture),
        bool or sbyte or byte or short or ushort or int or uint or long or ulong => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        CustomAttributeTypedArgument<string> boxed => $"boxed {boxed.Type} {Argument(boxed.Type, boxed.Value)}",
        ImmutableArray<CustomAttributeTypedArgument<string>> array =>
            $"[{string.Join(", ", array.Select(a => $"{a.Type} {Argument(a.Type, a.Value)}"))}]",
        _ => throw new BadImageFormatException($"Unknown attribute argument: {value.GetType()}"),
    };

    /// <summary>The size and the alignment of a field's data.</summary>
    private sealed class SizeProvider(MetadataNames names) : ISignatureTypeProvider<(int Size, int Alignment), object?>
    {
        // A number declares no alignment. Roslyn gives data such a type only where alignment 1 suffices, and a struct with
        // a packing size to all that is read in place (PrivateImplementationDetails.GetOrAddProxyType).
        public (int Size, int Alignment) GetPrimitiveType(PrimitiveTypeCode typeCode) => typeCode switch
        {
            PrimitiveTypeCode.Boolean or PrimitiveTypeCode.SByte or PrimitiveTypeCode.Byte => (1, 1),
            PrimitiveTypeCode.Char or PrimitiveTypeCode.Int16 or PrimitiveTypeCode.UInt16 => (2, 1),
            PrimitiveTypeCode.Int32 or PrimitiveTypeCode.UInt32 or PrimitiveTypeCode.Single => (4, 1),
            PrimitiveTypeCode.Int64 or PrimitiveTypeCode.UInt64 or PrimitiveTypeCode.Double => (8, 1),
            _ => throw new BadImageFormatException($"Data of type {typeCode}"),
        };

        public (int Size, int Alignment) GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind)
        {
            var layout = reader.GetTypeDefinition(handle).GetLayout();
            return layout.IsDefault
                ? throw new BadImageFormatException($"Data of a type without a size: {names.Name(handle)}")
                : (layout.Size, Math.Max(1, layout.PackingSize));
        }

        public (int Size, int Alignment) GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) =>
            names.LocalDefinition(handle) is { IsNil: false } definition
                ? GetTypeFromDefinition(reader, definition, rawTypeKind)
                : throw new BadImageFormatException($"Data of another assembly's type: {names.Name(handle)}");

        public (int Size, int Alignment) GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) => throw Unknown();

        public (int Size, int Alignment) GetSZArrayType((int Size, int Alignment) elementType) => throw Unknown();

        public (int Size, int Alignment) GetArrayType((int Size, int Alignment) elementType, ArrayShape shape) => throw Unknown();

        public (int Size, int Alignment) GetByReferenceType((int Size, int Alignment) elementType) => throw Unknown();

        public (int Size, int Alignment) GetPointerType((int Size, int Alignment) elementType) => throw Unknown();

        public (int Size, int Alignment) GetPinnedType((int Size, int Alignment) elementType) => throw Unknown();

        public (int Size, int Alignment) GetGenericInstantiation((int Size, int Alignment) genericType, ImmutableArray<(int Size, int Alignment)> typeArguments) => throw Unknown();

        public (int Size, int Alignment) GetGenericMethodParameter(object? genericContext, int index) => throw Unknown();

        public (int Size, int Alignment) GetGenericTypeParameter(object? genericContext, int index) => throw Unknown();

        public (int Size, int Alignment) GetModifiedType((int Size, int Alignment) modifier, (int Size, int Alignment) unmodifiedType, bool isRequired) => unmodifiedType;

        public (int Size, int Alignment) GetFunctionPointerType(MethodSignature<(int Size, int Alignment)> signature) => throw Unknown();

        private static BadImageFormatException Unknown() => new("Data of a type that can have none.");
    }
}
