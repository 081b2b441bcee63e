using Mono.Cecil;
using WeakPack.Metadata;
using WeakPack.Modules;
using SerializationTypeCode = System.Reflection.Metadata.SerializationTypeCode;

namespace WeakPack.Linking;

/// <summary>Copies custom attributes and security declarations. Only the type names in a blob change.</summary>
internal sealed class AttributeCopier(ReferenceMapper mapper, ModuleDefinition source)
{
    private readonly ModuleEnums _enums = new(source);

    public void Copy(ICustomAttributeProvider from, ICustomAttributeProvider to)
    {
        if (!from.HasCustomAttributes)
            return;
        foreach (var attribute in from.CustomAttributes.Where(attribute => !AssemblyMarks.IsAnnotation(attribute.AttributeType.FullName)))
            to.CustomAttributes.Add(new CustomAttribute(mapper.Map(attribute.Constructor), Map(attribute)));
    }

    private byte[] Map(CustomAttribute attribute) => attribute.AttributeType.FullName == DynamicDependency.AttributeName
        ? DynamicDependency.Map(new CustomAttribute(attribute.Constructor, MapTexts(attribute, _enums, mapper.Texts.Map)), _enums, mapper.Texts.MapDocumented)
        : MapTexts(attribute, _enums, mapper.Texts.Map);

    public static void Copy(ISecurityDeclarationProvider from, ISecurityDeclarationProvider to)
    {
        if (!from.HasSecurityDeclarations)
            return;
        foreach (var declaration in from.SecurityDeclarations)
            to.SecurityDeclarations.Add(new SecurityDeclaration(declaration.Action, declaration.GetBlob()));
    }

    /// <summary>An attribute's blob with the texts among its arguments mapped.</summary>
    /// <exception cref="UnknownEnumException">An argument's enum is in none of the references.</exception>
    public static byte[] MapTexts(CustomAttribute attribute, ModuleEnums enums, Func<TextInBlob, string> map)
    {
        var blob = attribute.GetBlob();
        return blob.Length <= 4 ? blob : AttributeBlob.Map(blob, Texts(attribute, enums), map);
    }

    /// <summary>The texts among an attribute's arguments, type names included.</summary>
    public static IReadOnlyList<TextInBlob> Texts(CustomAttribute attribute, ModuleEnums enums)
    {
        var parameters = attribute.Constructor.Parameters.Select(parameter => ArgumentType(attribute.Constructor, parameter.ParameterType)).ToList();
        return AttributeBlob.Texts(attribute.GetBlob(), parameters, enums);
    }

    private static AttributeArgumentType ArgumentType(MethodReference constructor, TypeReference type) => type switch
    {
        // Of a generic attribute; the argument itself is no parameter again.
        GenericParameter parameter => ArgumentType(constructor, ((GenericInstanceType)constructor.DeclaringType).GenericArguments[parameter.Position]),
        ArrayType array => new(SerializationTypeCode.SZArray, Element: ArgumentType(constructor, array.ElementType)),
        IModifierType modified => ArgumentType(constructor, modified.ElementType),
        _ => type.MetadataType switch
        {
            MetadataType.Object => new(SerializationTypeCode.TaggedObject),
            MetadataType.Class when type is { Namespace: "System", Name: "Type" } => new(SerializationTypeCode.Type),
            >= MetadataType.Boolean and <= MetadataType.String => new((SerializationTypeCode)type.MetadataType), // the same codes
            _ => new(SerializationTypeCode.Enum, Enum: type),
        },
    };
}

/// <summary>Measures the enums that a module's attributes name: its own and those of its references.</summary>
internal sealed class ModuleEnums(ModuleDefinition module) : IEnumSizes
{
    public int SizeOf(object enumType)
    {
        var definition = enumType is TypeReference type ? Resolve(type) : Resolve((string)enumType);
        var value = definition?.Fields.FirstOrDefault(field => !field.IsStatic) ?? throw new UnknownEnumException(enumType.ToString()!);
        return value.FieldType.MetadataType switch
        {
            MetadataType.Boolean or MetadataType.SByte or MetadataType.Byte => 1,
            MetadataType.Char or MetadataType.Int16 or MetadataType.UInt16 => 2,
            MetadataType.Int32 or MetadataType.UInt32 => 4,
            MetadataType.Int64 or MetadataType.UInt64 => 8,
            var other => throw new BadImageFormatException($"'{enumType}' is an enum over {other}."),
        };
    }

    private TypeDefinition? Resolve(string text)
    {
        var name = SerializedTypeName.TryParse(text) ?? throw new BadImageFormatException($"'{text}' is no type name.");
        var cecilName = name.Name.Replace('+', '/');
        if (name.AssemblySimpleName is not { } assembly || assembly == module.Assembly.Name.Name)
        {
            if (module.GetType(cecilName) is { } own)
                return own;
        }

        var scopes = module.AssemblyReferences.Where(reference => name.AssemblySimpleName is null || reference.Name == name.AssemblySimpleName).ToList();
        if (scopes.Count == 0 && name.Assembly is not null)
            scopes.Add(AssemblyNameReference.Parse(name.Assembly));
        return scopes.Select(scope => Resolve(Reference(name.Name, scope))).FirstOrDefault(found => found is not null);
    }

    private TypeReference Reference(string reflectionName, IMetadataScope scope)
    {
        var parts = reflectionName.Split('+');
        var dot = parts[0].LastIndexOf('.');
        var type = new TypeReference(dot < 0 ? "" : parts[0].Substring(0, dot), parts[0].Substring(dot + 1), module, scope);
        foreach (var nested in parts.Skip(1))
            type = new TypeReference("", nested, module, scope) { DeclaringType = type };
        return type;
    }

    private static TypeDefinition? Resolve(TypeReference type)
    {
        try
        {
            return type.Resolve();
        }
        catch (AssemblyResolutionException)
        {
            return null; // the caller says which enum it misses
        }
    }
}
