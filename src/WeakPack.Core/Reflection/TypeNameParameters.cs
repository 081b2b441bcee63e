using System.Reflection.Metadata;
using WeakPack.Metadata;

namespace WeakPack.Reflection;

/// <summary>Knows which string arguments of attributes are names of types.</summary>
/// <remarks>Modern frameworks say so themselves, by [DynamicallyAccessedMembers]; older ones only in their documentation.</remarks>
internal sealed class TypeNameParameters(MetadataImage image, ReferenceSet references)
{
    private const string Annotation = "System.Diagnostics.CodeAnalysis.DynamicallyAccessedMembersAttribute";

    public bool TakesTypeName(CustomAttributeHandle handle, CustomAttribute attribute, TextInBlob text) =>
        TypeNameAttributes.Contains(image.AttributeName(handle)) || IsAnnotated(image.AttributeName(handle), attribute, text);

    private bool IsAnnotated(string attributeName, CustomAttribute attribute, TextInBlob text)
    {
        if (Find(attributeName, attribute.Constructor) is not var (owner, type))
            return false;

        var definition = owner.Reader.GetTypeDefinition(type);
        if (text.Member is { } member)
        {
            return definition.GetProperties().Select(owner.Reader.GetPropertyDefinition)
                    .Any(property => owner.Reader.StringComparer.Equals(property.Name, member) && owner.HasAttribute(property.GetCustomAttributes(), Annotation))
                || definition.GetFields().Select(owner.Reader.GetFieldDefinition)
                    .Any(field => owner.Reader.StringComparer.Equals(field.Name, member) && owner.HasAttribute(field.GetCustomAttributes(), Annotation));
        }

        var arguments = AttributeSignature.Parameters(image.Reader, attribute.Constructor).Select(parameter => parameter.Code).ToList();
        return (
            from method in definition.GetMethods()
            let constructor = owner.Reader.GetMethodDefinition(method)
            where owner.Reader.StringComparer.Equals(constructor.Name, ".ctor")
                && AttributeSignature.Parameters(owner.Reader, method).Select(parameter => parameter.Code).SequenceEqual(arguments)
            from parameter in constructor.GetParameters().Select(owner.Reader.GetParameter)
            where parameter.SequenceNumber == text.Parameter + 1 && owner.HasAttribute(parameter.GetCustomAttributes(), Annotation)
            select parameter).Any();
    }

    private (MetadataImage Image, TypeDefinitionHandle Type)? Find(string name, EntityHandle constructor)
    {
        if (constructor.Kind == HandleKind.MethodDefinition)
            return (image, image.TypeOf(constructor));
        return image.Reader.GetMemberReference((MemberReferenceHandle)constructor).Parent is { Kind: HandleKind.TypeReference } parent
            && image.Scope((TypeReferenceHandle)parent) is { Kind: HandleKind.AssemblyReference } scope
            ? references.FindType(image.Reader.GetString(image.Reader.GetAssemblyReference((AssemblyReferenceHandle)scope).Name), name)
            : null;
    }
}
