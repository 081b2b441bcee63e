using Mono.Cecil;
using WeakPack.Metadata;
using WeakPack.Modules;

namespace WeakPack.Linking;

/// <summary>
/// Translates what a copied type names from its package's module into the target's: copies to copies, the package's
/// strong types and everything else to references. Every form of ECMA-335 II.23.2 is handled; an unknown one throws.
/// </summary>
internal sealed class ReferenceMapper
{
    private readonly ModuleDefinition _source;
    private readonly ModuleDefinition _target;
    private readonly TargetScopes _scopes;
    private readonly AssemblyNameReference _sourceName;
    private readonly Dictionary<TypeDefinition, TypeDefinition> _types = [];
    private readonly Dictionary<MethodDefinition, MethodDefinition> _methods = [];
    private readonly Dictionary<FieldDefinition, FieldDefinition> _fields = [];
    private readonly Dictionary<TypeReference, TypeReference> _references = [];
    private readonly TypeReference _typeParameters;
    private readonly MethodReference _methodParameters;

    /// <param name="source">What is copied from: a package's module, or a slice of it.</param>
    /// <param name="target">What is copied into.</param>
    /// <param name="scopes">The target's references.</param>
    /// <param name="isType">Whether a top-level type is in the package's module; of a slice its own types alone would not tell.</param>
    public ReferenceMapper(ModuleDefinition source, ModuleDefinition target, TargetScopes scopes, Func<string, bool>? isType = null)
    {
        _source = source;
        _target = target;
        _scopes = scopes;
        var name = source.Assembly.Name;
        _sourceName = new AssemblyNameReference(name.Name, name.Version) { Culture = name.Culture, PublicKeyToken = name.PublicKeyToken };
        Texts = new TextMapper(this, source, isType ?? (text => source.GetType(text) is not null), () => scopes.For(_sourceName), scopes.TakeShipped);
        _typeParameters = new TypeReference("", "!", target, target);
        _methodParameters = new MethodReference("!!", target.TypeSystem.Void, _typeParameters);
    }

    public ModuleDefinition Target => _target;

    /// <summary>Translates types that texts name.</summary>
    public TextMapper Texts { get; }

    public void Add(TypeDefinition original, TypeDefinition copy) => _types.Add(original, copy);

    public void Add(MethodDefinition original, MethodDefinition copy) => _methods.Add(original, copy);

    public void Add(FieldDefinition original, FieldDefinition copy) => _fields.Add(original, copy);

    /// <summary>The copy of a type, or null when it is not copied.</summary>
    public TypeDefinition? CopyOf(TypeDefinition original) => _types.TryGetValue(original, out var copy) ? copy : null;

    public MethodDefinition? CopyOf(MethodDefinition original) => _methods.TryGetValue(original, out var copy) ? copy : null;

    public TypeReference Map(TypeReference type) => type switch
    {
        TypeDefinition definition => MapDefinition(definition),
        GenericParameter parameter => MapGenericParameter(parameter),
        ArrayType array => MapArray(array),
        ByReferenceType byReference => new ByReferenceType(Map(byReference.ElementType)),
        PointerType pointer => new PointerType(Map(pointer.ElementType)),
        PinnedType pinned => new PinnedType(Map(pinned.ElementType)),
        SentinelType sentinel => new SentinelType(Map(sentinel.ElementType)),
        RequiredModifierType required => new RequiredModifierType(Map(required.ModifierType), Map(required.ElementType)),
        OptionalModifierType optional => new OptionalModifierType(Map(optional.ModifierType), Map(optional.ElementType)),
        GenericInstanceType instance => MapInstance(instance),
        FunctionPointerType pointer => MapFunctionPointer(pointer),
        TypeSpecification unknown => throw new NotSupportedException($"A type specification of kind {unknown.GetType().Name}."),
        _ => MapReference(type),
    };

    /// <summary>As <see cref="Map(TypeReference)"/>, but null when the target would need one more assembly reference to name the type.</summary>
    public TypeReference? MapKnown(TypeReference type) => TypeLeaves.Of(type).All(IsKnown) ? Map(type) : null;

    public MethodReference Map(MethodReference method)
    {
        switch (method)
        {
            case MethodDefinition definition when _methods.TryGetValue(definition, out var copy):
                return copy;
            case GenericInstanceMethod instance:
                var mapped = new GenericInstanceMethod(Map(instance.ElementMethod));
                foreach (var argument in instance.GenericArguments)
                    mapped.GenericArguments.Add(Map(argument));
                return mapped;
            case MethodSpecification unknown:
                throw new NotSupportedException($"A method specification of kind {unknown.GetType().Name}.");
            default:
                var reference = new MethodReference(method.Name, Map(method.ReturnType), Map(method.DeclaringType));
                foreach (var _ in method.GenericParameters)
                    reference.GenericParameters.Add(new GenericParameter(reference));
                MapSignature(method, reference);
                return reference;
        }
    }

    public FieldReference Map(FieldReference field) =>
        field is FieldDefinition definition && _fields.TryGetValue(definition, out var copy)
            ? copy
            : new FieldReference(field.Name, Map(field.FieldType), Map(field.DeclaringType));

    public CallSite Map(CallSite site)
    {
        var mapped = new CallSite(Map(site.ReturnType));
        MapSignature(site, mapped);
        return mapped;
    }

    /// <summary>A token's target: a type, method or field.</summary>
    public IMetadataTokenProvider Map(IMetadataTokenProvider token) => token switch
    {
        TypeReference type => Map(type),
        MethodReference method => Map(method),
        FieldReference field => Map(field),
        CallSite site => Map(site),
        _ => throw new NotSupportedException($"A token of kind {token.GetType().Name}."),
    };

    public AssemblyNameReference Map(AssemblyNameReference name) => _scopes.For(name);

    private bool IsKnown(TypeReference leaf)
    {
        if (leaf is TypeDefinition definition && CopyOf(definition) is not null)
            return true;
        var outermost = TypeLeaves.Outermost(leaf);
        return outermost.Scope switch
        {
            AssemblyNameReference assembly => _scopes.Knows(assembly, outermost.FullName),
            ModuleDefinition when leaf is not TypeDefinition => _source.GetType(leaf.FullName) is { } own && IsKnown(own),
            _ => _scopes.Knows(_sourceName, outermost.FullName),
        };
    }

    private TypeReference MapDefinition(TypeDefinition definition)
    {
        if (CopyOf(definition) is { } copy)
            return copy;
        if (_references.TryGetValue(definition, out var known))
            return known;

        var scope = _scopes.For(_sourceName);
        return _references[definition] = new TypeReference(definition.Namespace, definition.Name, _target, scope, definition.IsValueType)
        {
            DeclaringType = definition.DeclaringType is { } declaring ? MapDefinition(declaring) : null,
        };
    }

    private TypeReference MapReference(TypeReference type)
    {
        if (Primitive(type) is { } primitive)
            return primitive;
        if (!_references.TryGetValue(type, out var mapped))
            _references[type] = mapped = MapReferenceAnew(type);

        // A type reference does not tell what it is before a signature has been read that names it (II.23.2.12).
        if (type.IsValueType && mapped is not TypeDefinition)
            mapped.IsValueType = true;
        return mapped;
    }

    private TypeReference MapReferenceAnew(TypeReference type)
    {
        var outermost = type;
        while (outermost.DeclaringType is { } outer)
            outermost = outer;

        switch (outermost.Scope)
        {
            case ModuleDefinition: // a linked assembly's reference to itself (II.22.38)
                return MapDefinition(_source.GetType(type.FullName) ?? throw new BadImageFormatException($"'{type.FullName}' is not in '{_sourceName.Name}'."));
            case AssemblyNameReference assembly:
                return new TypeReference(type.Namespace, type.Name, _target, _scopes.For(assembly, outermost.FullName), type.IsValueType)
                {
                    DeclaringType = type.DeclaringType is { } declaring ? Map(declaring) : null,
                };
            default:
                throw new NotSupportedException($"A type reference to '{type.FullName}' in scope {outermost.Scope?.GetType().Name ?? "none"}.");
        }
    }

    // The types that signatures have codes for; by any other object Cecil would write them by name.
    private TypeReference? Primitive(TypeReference type) => type.MetadataType switch
    {
        MetadataType.Void => _target.TypeSystem.Void,
        MetadataType.Boolean => _target.TypeSystem.Boolean,
        MetadataType.Char => _target.TypeSystem.Char,
        MetadataType.SByte => _target.TypeSystem.SByte,
        MetadataType.Byte => _target.TypeSystem.Byte,
        MetadataType.Int16 => _target.TypeSystem.Int16,
        MetadataType.UInt16 => _target.TypeSystem.UInt16,
        MetadataType.Int32 => _target.TypeSystem.Int32,
        MetadataType.UInt32 => _target.TypeSystem.UInt32,
        MetadataType.Int64 => _target.TypeSystem.Int64,
        MetadataType.UInt64 => _target.TypeSystem.UInt64,
        MetadataType.Single => _target.TypeSystem.Single,
        MetadataType.Double => _target.TypeSystem.Double,
        MetadataType.String => _target.TypeSystem.String,
        MetadataType.Object => _target.TypeSystem.Object,
        MetadataType.IntPtr => _target.TypeSystem.IntPtr,
        MetadataType.UIntPtr => _target.TypeSystem.UIntPtr,
        MetadataType.TypedByReference => _target.TypeSystem.TypedReference,
        _ => null,
    };

    // In a signature a generic parameter is its number and nothing more (II.23.2.12: VAR, MVAR).
    private GenericParameter MapGenericParameter(GenericParameter parameter)
    {
        var owner = parameter.Type == GenericParameterType.Type ? (IGenericParameterProvider)_typeParameters : _methodParameters;
        while (owner.GenericParameters.Count <= parameter.Position)
            owner.GenericParameters.Add(new GenericParameter(owner));
        return owner.GenericParameters[parameter.Position];
    }

    private ArrayType MapArray(ArrayType array)
    {
        var mapped = new ArrayType(Map(array.ElementType));
        if (array.IsVector)
            return mapped;

        mapped.Dimensions.Clear();
        foreach (var dimension in array.Dimensions)
            mapped.Dimensions.Add(dimension);
        return mapped;
    }

    private GenericInstanceType MapInstance(GenericInstanceType instance)
    {
        var mapped = new GenericInstanceType(Map(instance.ElementType)) { IsValueType = instance.IsValueType };
        foreach (var argument in instance.GenericArguments)
            mapped.GenericArguments.Add(Map(argument));
        return mapped;
    }

    private FunctionPointerType MapFunctionPointer(FunctionPointerType pointer)
    {
        var mapped = new FunctionPointerType { ReturnType = Map(pointer.ReturnType) };
        MapSignature(pointer, mapped);
        return mapped;
    }

    private void MapSignature(IMethodSignature from, IMethodSignature to)
    {
        to.HasThis = from.HasThis;
        to.ExplicitThis = from.ExplicitThis;
        to.CallingConvention = from.CallingConvention;
        foreach (var parameter in from.Parameters)
            to.Parameters.Add(new ParameterDefinition(Map(parameter.ParameterType)));
    }
}
