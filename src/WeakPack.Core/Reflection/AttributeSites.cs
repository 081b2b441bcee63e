using System.Reflection.Metadata;
using WeakPack.Metadata;

namespace WeakPack.Reflection;

/// <summary>Every attribute of a module, with the type, method or field that it is about; one of the assembly is about itself.</summary>
internal static class AttributeSites
{
    public static IEnumerable<(EntityHandle User, CustomAttributeHandle Attribute)> Of(MetadataImage image) =>
        OfAssembly(image).Concat(image.Reader.TypeDefinitions.SelectMany(type => OfType(image.Reader, type)));

    private static IEnumerable<(EntityHandle, CustomAttributeHandle)> OfAssembly(MetadataImage image) =>
        image.Reader.GetAssemblyDefinition().GetCustomAttributes().Concat(image.Reader.GetModuleDefinition().GetCustomAttributes())
            .Select(attribute => ((EntityHandle)attribute, attribute));

    private static IEnumerable<(EntityHandle, CustomAttributeHandle)> OfType(MetadataReader reader, TypeDefinitionHandle handle)
    {
        var type = reader.GetTypeDefinition(handle);
        var sites = On(handle, type.GetCustomAttributes())
            .Concat(type.GetInterfaceImplementations().SelectMany(row => On(handle, reader.GetInterfaceImplementation(row).GetCustomAttributes())))
            .Concat(OfGenericParameters(reader, handle, type.GetGenericParameters()))
            .Concat(type.GetFields().SelectMany(field => On(field, reader.GetFieldDefinition(field).GetCustomAttributes())))
            .Concat(type.GetMethods().SelectMany(method => OfMethod(reader, method)));
        foreach (var property in type.GetProperties().Select(reader.GetPropertyDefinition))
            sites = sites.Concat(On(First(handle, property.GetAccessors().Getter, property.GetAccessors().Setter), property.GetCustomAttributes()));
        foreach (var happening in type.GetEvents().Select(reader.GetEventDefinition))
            sites = sites.Concat(On(First(handle, happening.GetAccessors().Adder, happening.GetAccessors().Remover), happening.GetCustomAttributes()));
        return sites;
    }

    private static IEnumerable<(EntityHandle, CustomAttributeHandle)> OfMethod(MetadataReader reader, MethodDefinitionHandle handle)
    {
        var method = reader.GetMethodDefinition(handle);
        return On(handle, method.GetCustomAttributes())
            .Concat(method.GetParameters().SelectMany(parameter => On(handle, reader.GetParameter(parameter).GetCustomAttributes())))
            .Concat(OfGenericParameters(reader, handle, method.GetGenericParameters()));
    }

    private static IEnumerable<(EntityHandle, CustomAttributeHandle)> OfGenericParameters(MetadataReader reader, EntityHandle user, GenericParameterHandleCollection parameters) =>
        from parameter in parameters.Select(reader.GetGenericParameter)
        from site in On(user, parameter.GetCustomAttributes())
            .Concat(parameter.GetConstraints().SelectMany(row => On(user, reader.GetGenericParameterConstraint(row).GetCustomAttributes())))
        select site;

    private static IEnumerable<(EntityHandle, CustomAttributeHandle)> On(EntityHandle user, CustomAttributeHandleCollection attributes) =>
        attributes.Select(attribute => (user, attribute));

    // A property or event goes by its accessor, from which its name can be told.
    private static EntityHandle First(EntityHandle type, MethodDefinitionHandle one, MethodDefinitionHandle other)
    {
        if (!one.IsNil)
            return one;
        return other.IsNil ? type : other;
    }
}
