using System.Reflection;
using System.Reflection.Metadata;
using WeakPack.Linking;
using WeakPack.Metadata;

namespace WeakPack.Units;

/// <summary>A type that stands in what other assemblies can see of a module.</summary>
/// <param name="User">The type, member or assembly-level attribute that names it.</param>
/// <param name="Assembly">The simple name of its assembly; null for a type of the module itself.</param>
/// <param name="FullName">Its name as reflection gives it, nested or not.</param>
internal sealed record ExposedType(EntityHandle User, string? Assembly, string FullName)
{
    public string TopLevelName => FullName.Split('+')[0];

    /// <summary>The name as a message shows it.</summary>
    public string DisplayName => FullName.Replace('+', '.');
}

/// <summary>What other assemblies can see of a module: its public and protected types and members, and what these name.</summary>
internal sealed class PublicSurface(MetadataImage image, UseScanner scanner)
{
    private readonly MetadataReader _reader = image.Reader;

    /// <summary>Every type that the visible part of a type names, and by which type or member.</summary>
    /// <remarks>
    /// The class of an attribute is not part of a surface: like the attributes that compilers embed, each assembly
    /// may have its own. The types among an attribute's arguments are, those of a generic attribute's class too.
    /// </remarks>
    public IEnumerable<ExposedType> Of(TypeDefinitionHandle handle)
    {
        if (!Accessibility.IsVisible(image, handle) || IsExtensionMarker(handle))
            return [];

        var exposed = new List<ExposedType>();
        var type = _reader.GetTypeDefinition(handle);
        var isSealed = (type.Attributes & TypeAttributes.Sealed) != 0;
        Add(exposed, handle, type.BaseType);
        foreach (var row in type.GetInterfaceImplementations())
        {
            var implementation = _reader.GetInterfaceImplementation(row);
            Add(exposed, handle, implementation.Interface);
            AddAttributes(exposed, handle, implementation.GetCustomAttributes());
        }

        AddGenericParameters(exposed, handle, type.GetGenericParameters());
        AddAttributes(exposed, handle, type.GetCustomAttributes());
        foreach (var member in type.GetFields())
        {
            var field = _reader.GetFieldDefinition(member);
            if (Accessibility.IsVisible(field.Attributes, isSealed))
            {
                AddSignature(exposed, member, field.Signature);
                AddAttributes(exposed, member, field.GetCustomAttributes());
            }
        }

        foreach (var member in type.GetMethods())
        {
            var method = _reader.GetMethodDefinition(member);
            if (Accessibility.IsVisible(method.Attributes, isSealed))
            {
                AddSignature(exposed, member, method.Signature);
                AddGenericParameters(exposed, member, method.GetGenericParameters());
                AddAttributes(exposed, member, method.GetCustomAttributes());
                foreach (var parameter in method.GetParameters())
                    AddAttributes(exposed, member, _reader.GetParameter(parameter).GetCustomAttributes());
            }
        }

        // The signatures of properties and events are those of their accessors; their attributes are their own.
        foreach (var row in image.PropertiesOf(handle))
        {
            var property = _reader.GetPropertyDefinition(row);
            if (AnyVisible(isSealed, property.GetAccessors().Getter, property.GetAccessors().Setter) is { } accessor)
                AddAttributes(exposed, accessor, property.GetCustomAttributes());
        }

        foreach (var row in image.EventsOf(handle))
        {
            var happening = _reader.GetEventDefinition(row);
            if (AnyVisible(isSealed, happening.GetAccessors().Adder, happening.GetAccessors().Remover) is { } accessor)
                AddAttributes(exposed, accessor, happening.GetCustomAttributes());
        }

        return exposed;
    }

    /// <summary>The types among the arguments of the assembly's and the module's own attributes.</summary>
    public IEnumerable<ExposedType> OfAssembly()
    {
        var exposed = new List<ExposedType>();
        foreach (var attribute in _reader.GetAssemblyDefinition().GetCustomAttributes())
            AddAttribute(exposed, attribute, attribute);
        foreach (var attribute in _reader.GetModuleDefinition().GetCustomAttributes())
            AddAttribute(exposed, attribute, attribute);
        return exposed;
    }

    /// <summary>The types that the assembly forwards to others.</summary>
    public IEnumerable<ExposedType> Forwards() =>
        from handle in _reader.ExportedTypes
        let type = _reader.GetExportedType(handle)
        where type.Implementation.Kind == HandleKind.AssemblyReference
        select new ExposedType(handle,
            _reader.GetString(_reader.GetAssemblyReference((AssemblyReferenceHandle)type.Implementation).Name),
            MetadataImage.Join(_reader.GetString(type.Namespace), _reader.GetString(type.Name)));

    // The C# compiler states the receivers of extension members once more in nested types of their own, which nobody names.
    private bool IsExtensionMarker(TypeDefinitionHandle handle) =>
        image.FullName(handle).IndexOf("+<", StringComparison.Ordinal) >= 0;

    private MethodDefinitionHandle? AnyVisible(bool isSealed, params MethodDefinitionHandle[] accessors)
    {
        foreach (var accessor in accessors)
        {
            if (!accessor.IsNil && Accessibility.IsVisible(_reader.GetMethodDefinition(accessor).Attributes, isSealed))
                return accessor;
        }

        return null;
    }

    private void AddGenericParameters(List<ExposedType> exposed, EntityHandle user, GenericParameterHandleCollection parameters)
    {
        foreach (var row in parameters)
        {
            var parameter = _reader.GetGenericParameter(row);
            AddAttributes(exposed, user, parameter.GetCustomAttributes());
            foreach (var constraintRow in parameter.GetConstraints())
            {
                var constraint = _reader.GetGenericParameterConstraint(constraintRow);
                Add(exposed, user, constraint.Type);
                AddAttributes(exposed, user, constraint.GetCustomAttributes());
            }
        }
    }

    private void AddAttributes(List<ExposedType> exposed, EntityHandle user, CustomAttributeHandleCollection attributes)
    {
        foreach (var attribute in attributes)
            AddAttribute(exposed, user, attribute);
    }

    private void AddAttribute(List<ExposedType> exposed, EntityHandle user, CustomAttributeHandle handle)
    {
        var attribute = _reader.GetCustomAttribute(handle);
        var names = scanner.TypeNames(attribute).ToList();
        if (names.Count > 0 && image.AttributeName(handle) == DynamicDependency.AttributeName)
            return; // a hint for trimmers: what it names need not be accessible to anyone

        foreach (var name in names)
            exposed.Add(new(user, name.AssemblySimpleName is { } assembly && assembly != image.AssemblyName ? assembly : null, name.Name));
        if (attribute.Constructor.Kind == HandleKind.MemberReference
            && _reader.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent is { Kind: HandleKind.TypeSpecification } parent)
        {
            foreach (var argument in scanner.Expand(parent).Skip(1)) // behind the class itself
                AddType(exposed, user, argument);
        }
    }

    private void AddSignature(List<ExposedType> exposed, EntityHandle user, BlobHandle signature)
    {
        foreach (var used in scanner.TypesIn(signature))
            AddType(exposed, user, used);
    }

    private void Add(List<ExposedType> exposed, EntityHandle user, EntityHandle token)
    {
        if (token.IsNil)
            return;
        foreach (var used in scanner.Expand(token))
            AddType(exposed, user, used);
    }

    private void AddType(List<ExposedType> exposed, EntityHandle user, EntityHandle type)
    {
        if (type.Kind == HandleKind.TypeDefinition)
            exposed.Add(new(user, null, image.FullName((TypeDefinitionHandle)type)));
        else if (image.Scope((TypeReferenceHandle)type) is { Kind: HandleKind.AssemblyReference } scope)
            exposed.Add(new(user, _reader.GetString(_reader.GetAssemblyReference((AssemblyReferenceHandle)scope).Name), image.FullName((TypeReferenceHandle)type)));
    }
}
