using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using WeakPack.Metadata;

namespace WeakPack.Units;

/// <summary>Lists everything that a type's metadata and IL name.</summary>
internal sealed class UseScanner(MetadataImage image, ReferenceSet references)
{
    private readonly MetadataReader _reader = image.Reader;
    private readonly EnumSizes _enums = new(image, references);
    private readonly Dictionary<int, EntityHandle[]> _expanded = [];
    private readonly Dictionary<int, EntityHandle[]> _signatures = []; // by their place in the heap, where alike ones are one
    private readonly Dictionary<int, AttributeShape> _attributes = [];
    private readonly HashSet<int> _tokens = []; // of the body at hand

    /// <summary>What one type names, its nested types not included.</summary>
    public void ScanType(IUseSink uses, TypeDefinitionHandle handle)
    {
        var type = _reader.GetTypeDefinition(handle);
        Add(uses, handle, type.BaseType);
        foreach (var row in type.GetInterfaceImplementations())
        {
            var implementation = _reader.GetInterfaceImplementation(row);
            Add(uses, handle, implementation.Interface);
            AddAttributes(uses, handle, implementation.GetCustomAttributes());
        }

        foreach (var row in type.GetMethodImplementations())
        {
            var implementation = _reader.GetMethodImplementation(row);
            Add(uses, handle, implementation.MethodDeclaration);
            Add(uses, handle, implementation.MethodBody);
        }

        AddGenericParameters(uses, handle, type.GetGenericParameters());
        AddAttributes(uses, handle, type.GetCustomAttributes());
        AddSecurity(uses, handle, type.GetDeclarativeSecurityAttributes());
        foreach (var field in type.GetFields())
            ScanField(uses, field);
        foreach (var method in type.GetMethods())
            ScanMethod(uses, method);
        foreach (var row in image.PropertiesOf(handle))
        {
            var property = _reader.GetPropertyDefinition(row);
            AddSignature(uses, handle, property.Signature);
            AddAttributes(uses, handle, property.GetCustomAttributes());
        }

        foreach (var row in image.EventsOf(handle))
        {
            var happening = _reader.GetEventDefinition(row);
            Add(uses, handle, happening.Type);
            AddAttributes(uses, handle, happening.GetCustomAttributes());
        }
    }

    public void ScanField(IUseSink uses, FieldDefinitionHandle handle)
    {
        var field = _reader.GetFieldDefinition(handle);
        AddSignature(uses, handle, field.Signature);
        AddAttributes(uses, handle, field.GetCustomAttributes());
        AddMarshalling(uses, handle, field.GetMarshallingDescriptor());
    }

    public void ScanMethod(IUseSink uses, MethodDefinitionHandle handle)
    {
        var method = _reader.GetMethodDefinition(handle);
        AddSignature(uses, handle, method.Signature);
        AddGenericParameters(uses, handle, method.GetGenericParameters());
        AddAttributes(uses, handle, method.GetCustomAttributes());
        AddSecurity(uses, handle, method.GetDeclarativeSecurityAttributes());
        foreach (var row in method.GetParameters())
        {
            var parameter = _reader.GetParameter(row);
            AddAttributes(uses, handle, parameter.GetCustomAttributes());
            AddMarshalling(uses, handle, parameter.GetMarshallingDescriptor());
        }

        if ((method.Attributes & MethodAttributes.PinvokeImpl) != 0)
            uses.Add(new(handle, method.GetImport().Module));
        if (method.RelativeVirtualAddress != 0 && (method.ImplAttributes & MethodImplAttributes.CodeTypeMask) == MethodImplAttributes.IL)
            ScanBody(uses, handle, image.Pe.GetMethodBody(method.RelativeVirtualAddress));
    }

    /// <summary>What attributes name: their constructors and the types among their arguments.</summary>
    public void AddAttributes(IUseSink uses, EntityHandle user, CustomAttributeHandleCollection attributes)
    {
        foreach (var row in attributes)
        {
            var attribute = _reader.GetCustomAttribute(row);
            Add(uses, user, attribute.Constructor);
            foreach (var name in TypeNames(attribute))
                AddTypeName(uses, user, name);
        }
    }

    /// <summary>The types among an attribute's arguments.</summary>
    /// <exception cref="UnknownEnumException">An argument's enum is in none of the references.</exception>
    public IEnumerable<SerializedTypeName> TypeNames(CustomAttribute attribute) =>
        Texts(attribute) is { Count: > 0 } texts
            ? texts.Where(text => text.IsTypeName)
                .Select(name => SerializedTypeName.TryParse(name.Text))
                .Where(name => name is not null)
                .SelectMany(name => name!.All())
            : []; // most attributes

    /// <summary>The texts among an attribute's arguments, type names included.</summary>
    /// <exception cref="UnknownEnumException">An argument's enum is in none of the references.</exception>
    public IReadOnlyList<TextInBlob> Texts(CustomAttribute attribute)
    {
        // Most attributes have a flag or two for arguments, and no type can be among them.
        var length = _reader.GetBlobReader(attribute.Value).Length;
        var key = MetadataTokens.GetToken(attribute.Constructor);
        if (!_attributes.TryGetValue(key, out var shape))
            _attributes[key] = shape = ReadShape(attribute.Constructor);
        return length == shape.PlainLength
            ? []
            : AttributeBlob.Texts(_reader.GetBlobBytes(attribute.Value), shape.Parameters, _enums);
    }

    private AttributeShape ReadShape(EntityHandle constructor)
    {
        var parameters = AttributeSignature.Parameters(_reader, constructor);
        return new(parameters, AttributeBlob.PlainLength(parameters));
    }

    /// <summary>What a token stands for: definitions of this module and references to others, generic arguments included.</summary>
    public EntityHandle[] Expand(EntityHandle token)
    {
        var key = MetadataTokens.GetToken(token);
        if (!_expanded.TryGetValue(key, out var known))
            _expanded[key] = known = ExpandAnew(token);
        return known;
    }

    /// <summary>The types that a signature names, as <see cref="Expand"/> tells them.</summary>
    public EntityHandle[] TypesIn(BlobHandle signature)
    {
        var key = MetadataTokens.GetHeapOffset(signature);
        if (!_signatures.TryGetValue(key, out var types))
            _signatures[key] = types = Flatten(TypeTokens.In(_reader, signature));
        return types;
    }

    private EntityHandle[] ExpandAnew(EntityHandle token)
    {
        switch (token.Kind)
        {
            case HandleKind.TypeDefinition or HandleKind.MethodDefinition or HandleKind.FieldDefinition or HandleKind.ModuleReference:
                return [token];
            case HandleKind.TypeReference:
                return [OwnType((TypeReferenceHandle)token) is { } own ? own : token];
            case HandleKind.TypeSpecification:
                return Flatten(TypeTokens.InTypeSpecification(_reader, _reader.GetTypeSpecification((TypeSpecificationHandle)token).Signature));
            case HandleKind.StandaloneSignature:
                return Flatten(TypeTokens.In(_reader, _reader.GetStandaloneSignature((StandaloneSignatureHandle)token).Signature));
            case HandleKind.MethodSpecification:
                var specification = _reader.GetMethodSpecification((MethodSpecificationHandle)token);
                return Flatten(TypeTokens.In(_reader, specification.Signature), before: specification.Method);
            case HandleKind.MemberReference:
                var member = _reader.GetMemberReference((MemberReferenceHandle)token);
                return Flatten(TypeTokens.In(_reader, member.Signature), before: member.Parent, behind: OwnMember(member) ?? token);
            default:
                throw new BadImageFormatException($"A {token.Kind} where a type or member is expected.");
        }
    }

    // What some types stand for; before them another token, and behind them one that stands for itself.
    private EntityHandle[] Flatten(EntityHandle[] types, EntityHandle before = default, EntityHandle behind = default)
    {
        var flat = new List<int>(types.Length);
        if (!before.IsNil)
            AddExpanded(before, flat);
        foreach (var type in types)
            AddExpanded(type, flat);
        if (!behind.IsNil)
            flat.Add(MetadataTokens.GetToken(behind));
        return TypeTokens.Handles(flat);
    }

    private void AddExpanded(EntityHandle token, List<int> flat)
    {
        foreach (var used in Expand(token))
            flat.Add(MetadataTokens.GetToken(used));
    }

    // A type reference may name the module itself (ECMA-335 II.22.38): linked assemblies have such.
    private TypeDefinitionHandle? OwnType(TypeReferenceHandle handle)
    {
        if (image.Scope(handle).Kind != HandleKind.ModuleDefinition)
            return null;

        return image.Find(image.FullName(handle));
    }

    // The member of a type of this module that a reference (through an instantiation, or a vararg call) names.
    private EntityHandle? OwnMember(MemberReference member)
    {
        if (member.Parent.Kind == HandleKind.MethodDefinition)
            return member.Parent;
        if (OwnParent(member.Parent) is not { } parent)
            return null;

        var type = _reader.GetTypeDefinition(parent);
        var name = _reader.GetString(member.Name);
        var signature = _reader.GetBlobBytes(member.Signature);
        if (member.GetKind() == MemberReferenceKind.Field)
        {
            foreach (var field in type.GetFields())
            {
                if (_reader.StringComparer.Equals(_reader.GetFieldDefinition(field).Name, name))
                    return field;
            }
        }
        else
        {
            foreach (var method in type.GetMethods())
            {
                var definition = _reader.GetMethodDefinition(method);
                if (_reader.StringComparer.Equals(definition.Name, name) && _reader.GetBlobBytes(definition.Signature).SequenceEqual(signature))
                    return method;
            }
        }

        return null;
    }

    private TypeDefinitionHandle? OwnParent(EntityHandle parent) => parent.Kind switch
    {
        HandleKind.TypeDefinition => (TypeDefinitionHandle)parent,
        HandleKind.TypeReference => OwnType((TypeReferenceHandle)parent),
        HandleKind.TypeSpecification => GenericDefinition((TypeSpecificationHandle)parent),
        _ => null,
    };

    private TypeDefinitionHandle? GenericDefinition(TypeSpecificationHandle handle)
    {
        var blob = _reader.GetBlobReader(_reader.GetTypeSpecification(handle).Signature);
        if (blob.ReadSignatureTypeCode() != SignatureTypeCode.GenericTypeInstance)
            return null;
        blob.ReadByte(); // CLASS or VALUETYPE
        return blob.ReadTypeHandle() switch
        {
            { Kind: HandleKind.TypeDefinition } definition => (TypeDefinitionHandle)definition,
            { Kind: HandleKind.TypeReference } reference => OwnType((TypeReferenceHandle)reference),
            _ => null,
        };
    }

    private void ScanBody(IUseSink uses, EntityHandle user, MethodBodyBlock body)
    {
        if (!body.LocalSignature.IsNil)
            Add(uses, user, body.LocalSignature);
        foreach (var region in body.ExceptionRegions)
        {
            if (region.Kind == ExceptionRegionKind.Catch)
                Add(uses, user, region.CatchType);
        }

        _tokens.Clear();
        foreach (var (_, code, token) in IlTokens.All(body))
        {
            if (code != ILOpCode.Ldstr && _tokens.Add(token))
                Add(uses, user, MetadataTokens.EntityHandle(token));
        }
    }

    private void AddGenericParameters(IUseSink uses, EntityHandle user, GenericParameterHandleCollection parameters)
    {
        foreach (var row in parameters)
        {
            var parameter = _reader.GetGenericParameter(row);
            AddAttributes(uses, user, parameter.GetCustomAttributes());
            foreach (var constraintRow in parameter.GetConstraints())
            {
                var constraint = _reader.GetGenericParameterConstraint(constraintRow);
                Add(uses, user, constraint.Type);
                AddAttributes(uses, user, constraint.GetCustomAttributes());
            }
        }
    }

    // A permission's class stands in the declaration by name (II.22.11); types of the module itself can be told by it.
    private void AddSecurity(IUseSink uses, EntityHandle user, DeclarativeSecurityAttributeHandleCollection declarations)
    {
        foreach (var row in declarations)
            AddMentionedTypes(uses, user, _reader.GetDeclarativeSecurityAttribute(row).PermissionSet);
    }

    // A custom marshaler's class stands in the descriptor by name (II.23.4).
    private void AddMarshalling(IUseSink uses, EntityHandle user, BlobHandle descriptor)
    {
        if (!descriptor.IsNil)
            AddMentionedTypes(uses, user, descriptor);
    }

    private void AddMentionedTypes(IUseSink uses, EntityHandle user, BlobHandle blob)
    {
        var text = System.Text.Encoding.UTF8.GetString(_reader.GetBlobBytes(blob));
        if (text.Length < 8)
            return;
        foreach (var type in image.TopLevelTypes)
        {
            if (text.IndexOf(image.FullName(type), StringComparison.Ordinal) >= 0)
                uses.Add(new(user, type));
        }
    }

    private void AddTypeName(IUseSink uses, EntityHandle user, SerializedTypeName name)
    {
        if (name.AssemblySimpleName is { } assembly && assembly != image.AssemblyName)
        {
            var handle = _reader.AssemblyReferences.FirstOrDefault(reference => _reader.StringComparer.Equals(_reader.GetAssemblyReference(reference).Name, assembly));
            if (!handle.IsNil)
                uses.Add(new(user, handle));
        }
        else if (image.Find(name.Name) is { } type)
        {
            uses.Add(new(user, type));
        }
    }

    private void AddSignature(IUseSink uses, EntityHandle user, BlobHandle signature) => Add(uses, user, TypesIn(signature));

    private sealed record AttributeShape(IReadOnlyList<AttributeArgumentType> Parameters, int PlainLength);

    private void Add(IUseSink uses, EntityHandle user, EntityHandle token)
    {
        if (token.IsNil)
            return;
        if (UnitGraph.IsDefinition(token))
        {
            uses.Add(new(user, token)); // it stands for itself, and is the most common
            return;
        }

        Add(uses, user, Expand(token));
    }

    private static void Add(IUseSink uses, EntityHandle user, EntityHandle[] used)
    {
        foreach (var one in used)
            uses.Add(new(user, one));
    }
}
