using System.Reflection.Metadata;
using WeakPack.Metadata;

namespace WeakPack.Reflection;

/// <summary>Tells which type, method or field an attribute is about.</summary>
/// <remarks>What has the attribute need not know what it belongs to: a parameter does not name its method.</remarks>
internal static class AttributeSites
{
    /// <summary>The type, method or field; the attribute itself when it is one of the assembly.</summary>
    public static EntityHandle UserOf(MetadataImage image, CustomAttributeHandle attribute)
    {
        var parent = image.Reader.GetCustomAttribute(attribute).Parent;
        if (parent.Kind is HandleKind.TypeDefinition or HandleKind.MethodDefinition or HandleKind.FieldDefinition)
            return parent;
        var site = image.Reader.TypeDefinitions.SelectMany(type => OfType(image, type)).FirstOrDefault(site => site.Attribute == attribute);
        return site.User.IsNil ? attribute : site.User;
    }

    private static IEnumerable<(EntityHandle User, CustomAttributeHandle Attribute)> OfType(MetadataImage image, TypeDefinitionHandle handle)
    {
        var reader = image.Reader;
        var type = reader.GetTypeDefinition(handle);
        var sites = On(handle, type.GetCustomAttributes())
            .Concat(type.GetInterfaceImplementations().SelectMany(row => On(handle, reader.GetInterfaceImplementation(row).GetCustomAttributes())))
            .Concat(OfGenericParameters(reader, handle, type.GetGenericParameters()))
            .Concat(type.GetFields().SelectMany(field => On(field, reader.GetFieldDefinition(field).GetCustomAttributes())))
            .Concat(type.GetMethods().SelectMany(method => OfMethod(reader, method)));
        foreach (var property in image.PropertiesOf(handle).Select(reader.GetPropertyDefinition))
            sites = sites.Concat(On(First(handle, property.GetAccessors().Getter, property.GetAccessors().Setter), property.GetCustomAttributes()));
        foreach (var happening in image.EventsOf(handle).Select(reader.GetEventDefinition))
            sites = sites.Concat(On(First(handle, happening.GetAccessors().Adder, happening.GetAccessors().Remover), happening.GetCustomAttributes()));
        return sites;
    }

    private static IEnumerable<(EntityHandle User, CustomAttributeHandle Attribute)> OfMethod(MetadataReader reader, MethodDefinitionHandle handle)
    {
        var method = reader.GetMethodDefinition(handle);
        return On(handle, method.GetCustomAttributes())
            .Concat(method.GetParameters().SelectMany(parameter => On(handle, reader.GetParameter(parameter).GetCustomAttributes())))
            .Concat(OfGenericParameters(reader, handle, method.GetGenericParameters()));
    }

    private static IEnumerable<(EntityHandle User, CustomAttributeHandle Attribute)> OfGenericParameters(MetadataReader reader, EntityHandle user, GenericParameterHandleCollection parameters) =>
        from parameter in parameters.Select(reader.GetGenericParameter)
        from site in On(user, parameter.GetCustomAttributes())
            .Concat(parameter.GetConstraints().SelectMany(row => On(user, reader.GetGenericParameterConstraint(row).GetCustomAttributes())))
        select site;

    private static IEnumerable<(EntityHandle User, CustomAttributeHandle Attribute)> On(EntityHandle user, CustomAttributeHandleCollection attributes) =>
        attributes.Select(attribute => (user, attribute));

    // A property or event goes by its accessor, from which its name can be told.
    private static EntityHandle First(EntityHandle type, MethodDefinitionHandle one, MethodDefinitionHandle other)
    {
        if (!one.IsNil)
            return one;
        return other.IsNil ? type : other;
    }
}
