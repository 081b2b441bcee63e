using System.Reflection;
using System.Reflection.Metadata;
using WeakPack.Metadata;

namespace WeakPack.Units;

/// <summary>What other assemblies can see of a module: its public and protected types and members, and what these name.</summary>
internal sealed class PublicSurface(MetadataImage image, UseScanner scanner)
{
    private readonly MetadataReader _reader = image.Reader;

    /// <summary>Everything that the visible part of a type names, and by which type or member.</summary>
    /// <remarks>
    /// The class of an attribute is not part of a surface: like the attributes that compilers embed, each assembly
    /// may have its own. The types among an attribute's arguments are.
    /// </remarks>
    public IEnumerable<Use> Of(TypeDefinitionHandle handle)
    {
        if (!Accessibility.IsVisible(image, handle))
            return [];

        var uses = new List<Use>();
        var type = _reader.GetTypeDefinition(handle);
        Add(uses, handle, type.BaseType);
        foreach (var implementation in type.GetInterfaceImplementations())
            Add(uses, handle, _reader.GetInterfaceImplementation(implementation).Interface);
        AddConstraints(uses, handle, type.GetGenericParameters());
        AddAttributes(uses, handle, type.GetCustomAttributes());

        foreach (var member in type.GetFields())
        {
            var field = _reader.GetFieldDefinition(member);
            if (Accessibility.IsVisible(field.Attributes))
            {
                AddSignature(uses, member, field.Signature);
                AddAttributes(uses, member, field.GetCustomAttributes());
            }
        }

        foreach (var member in type.GetMethods())
        {
            var method = _reader.GetMethodDefinition(member);
            if (Accessibility.IsVisible(method.Attributes))
            {
                AddSignature(uses, member, method.Signature);
                AddConstraints(uses, member, method.GetGenericParameters());
                AddAttributes(uses, member, method.GetCustomAttributes());
                foreach (var parameter in method.GetParameters())
                    AddAttributes(uses, member, _reader.GetParameter(parameter).GetCustomAttributes());
            }
        }

        // The signatures of properties and events are those of their accessors; their attributes are their own.
        foreach (var property in type.GetProperties().Select(_reader.GetPropertyDefinition))
        {
            if (AnyVisible(property.GetAccessors().Getter, property.GetAccessors().Setter) is { } accessor)
                AddAttributes(uses, accessor, property.GetCustomAttributes());
        }

        foreach (var happening in type.GetEvents().Select(_reader.GetEventDefinition))
        {
            if (AnyVisible(happening.GetAccessors().Adder, happening.GetAccessors().Remover) is { } accessor)
                AddAttributes(uses, accessor, happening.GetCustomAttributes());
        }

        return uses;
    }

    private MethodDefinitionHandle? AnyVisible(params MethodDefinitionHandle[] accessors)
    {
        foreach (var accessor in accessors)
        {
            if (!accessor.IsNil && Accessibility.IsVisible(_reader.GetMethodDefinition(accessor).Attributes))
                return accessor;
        }

        return null;
    }

    private void AddConstraints(List<Use> uses, EntityHandle user, GenericParameterHandleCollection parameters)
    {
        foreach (var parameter in parameters.Select(_reader.GetGenericParameter))
        {
            foreach (var constraint in parameter.GetConstraints())
                Add(uses, user, _reader.GetGenericParameterConstraint(constraint).Type);
        }
    }

    private void AddAttributes(List<Use> uses, EntityHandle user, CustomAttributeHandleCollection attributes)
    {
        foreach (var attribute in attributes.Select(_reader.GetCustomAttribute))
            scanner.AddTypeNames(uses, user, attribute);
    }

    private void AddSignature(List<Use> uses, EntityHandle user, BlobHandle signature)
    {
        foreach (var used in TypeTokens.In(_reader, signature))
            Add(uses, user, used);
    }

    private void Add(List<Use> uses, EntityHandle user, EntityHandle token)
    {
        if (token.IsNil)
            return;
        foreach (var used in scanner.Expand(token))
            uses.Add(new(user, used));
    }
}
