using System.Reflection;
using System.Reflection.Metadata;

namespace WeakPack.Metadata;

/// <summary>Whether another assembly may use a definition (ECMA-335 I.8.5.3).</summary>
/// <remarks>Protected counts as visible: whether the user derives from the class was the compiler's business.</remarks>
internal static class Accessibility
{
    private const string FriendAttribute = "System.Runtime.CompilerServices.InternalsVisibleToAttribute";

    /// <summary>The definition, and the types around it, can be seen from outside of the assembly.</summary>
    public static bool IsVisible(MetadataImage image, EntityHandle definition)
    {
        var visible = definition.Kind switch
        {
            HandleKind.MethodDefinition => IsVisible(image.Reader.GetMethodDefinition((MethodDefinitionHandle)definition).Attributes),
            HandleKind.FieldDefinition => IsVisible(image.Reader.GetFieldDefinition((FieldDefinitionHandle)definition).Attributes),
            _ => true,
        };
        return visible && IsTypeVisible(image, image.TypeOf(definition));
    }

    public static bool IsVisible(MethodAttributes attributes) =>
        (attributes & MethodAttributes.MemberAccessMask) is MethodAttributes.Public or MethodAttributes.Family or MethodAttributes.FamORAssem;

    public static bool IsVisible(FieldAttributes attributes) =>
        (attributes & FieldAttributes.FieldAccessMask) is FieldAttributes.Public or FieldAttributes.Family or FieldAttributes.FamORAssem;

    /// <summary>The assembly lets another one see its internals.</summary>
    public static bool IsFriend(MetadataImage image, string other)
    {
        foreach (var handle in image.Reader.GetAssemblyDefinition().GetCustomAttributes())
        {
            if (image.AttributeName(handle) != FriendAttribute)
                continue;

            var blob = image.Reader.GetBlobReader(image.Reader.GetCustomAttribute(handle).Value);
            blob.ReadUInt16(); // the prolog
            if (blob.ReadSerializedString()?.Split(',')[0].Trim() == other)
                return true;
        }

        return false;
    }

    private static bool IsTypeVisible(MetadataImage image, TypeDefinitionHandle handle)
    {
        var type = image.Reader.GetTypeDefinition(handle);
        return (type.Attributes & TypeAttributes.VisibilityMask) switch
        {
            TypeAttributes.Public => true,
            TypeAttributes.NestedPublic or TypeAttributes.NestedFamily or TypeAttributes.NestedFamORAssem => IsTypeVisible(image, type.GetDeclaringType()),
            _ => false,
        };
    }
}
