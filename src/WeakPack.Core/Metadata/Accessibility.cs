using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace WeakPack.Metadata;

/// <summary>Who beyond the assembly may use a definition.</summary>
internal enum Access
{
    /// <summary>Everyone, or everyone who derives from its class.</summary>
    Visible,

    /// <summary>The assembly and its friends.</summary>
    Internal,

    /// <summary>Nobody.</summary>
    Private,
}

/// <summary>Whether another assembly may use a definition (ECMA-335 I.8.5.3).</summary>
/// <remarks>Protected counts as visible: whether the user derives from the class was the compiler's business.</remarks>
internal static class Accessibility
{
    private const string FriendAttribute = "System.Runtime.CompilerServices.InternalsVisibleToAttribute";

    /// <summary>The definition, and the types around it, can be seen from outside of the assembly.</summary>
    public static bool IsVisible(MetadataImage image, EntityHandle definition) => Of(image, definition) == Access.Visible;

    /// <summary>Who may use a definition, the types around it considered.</summary>
    public static Access Of(MetadataImage image, EntityHandle definition)
    {
        // The access bits of methods and fields are the same (ECMA-335 II.23.1.5, II.23.1.10).
        var access = definition.Kind switch
        {
            HandleKind.MethodDefinition => Of(image.Reader.GetMethodDefinition((MethodDefinitionHandle)definition).Attributes & MethodAttributes.MemberAccessMask),
            HandleKind.FieldDefinition => Of((MethodAttributes)(image.Reader.GetFieldDefinition((FieldDefinitionHandle)definition).Attributes & FieldAttributes.FieldAccessMask)),
            _ => Access.Visible,
        };
        for (var type = image.TypeOf(definition); !type.IsNil; type = image.Reader.GetTypeDefinition(type).GetDeclaringType())
        {
            var around = (image.Reader.GetTypeDefinition(type).Attributes & TypeAttributes.VisibilityMask) switch
            {
                TypeAttributes.Public or TypeAttributes.NestedPublic => Access.Visible,
                TypeAttributes.NestedFamily or TypeAttributes.NestedFamORAssem when !IsSealed(image, image.Reader.GetTypeDefinition(type).GetDeclaringType()) => Access.Visible,
                TypeAttributes.NestedPrivate => Access.Private,
                _ => Access.Internal,
            };
            access = around > access ? around : access;
        }

        return access;
    }

    /// <param name="attributes">The method's flags.</param>
    /// <param name="isSealed">Nobody derives from its class, so what is protected there is not visible.</param>
    public static bool IsVisible(MethodAttributes attributes, bool isSealed = false) =>
        (attributes & MethodAttributes.MemberAccessMask) switch
        {
            MethodAttributes.Public => true,
            MethodAttributes.Family or MethodAttributes.FamORAssem => !isSealed,
            _ => false,
        };

    /// <remarks>The access bits of fields are those of methods (ECMA-335 II.23.1.5, II.23.1.10).</remarks>
    public static bool IsVisible(FieldAttributes attributes, bool isSealed = false) =>
        IsVisible((MethodAttributes)(attributes & FieldAttributes.FieldAccessMask), isSealed);

    /// <summary>The assembly lets another one see its internals.</summary>
    public static bool IsFriend(MetadataImage image, string other)
    {
        foreach (var row in image.AssemblyAttributes.Rows(FriendAttribute))
        {
            var blob = image.Reader.GetBlobReader(image.Reader.GetCustomAttribute(MetadataTokens.CustomAttributeHandle(row)).Value);
            blob.ReadUInt16(); // the prolog
            if (blob.ReadSerializedString()?.Split(',')[0].Trim() == other)
                return true;
        }

        return false;
    }

    private static Access Of(MethodAttributes access) => access switch
    {
        MethodAttributes.Public or MethodAttributes.Family or MethodAttributes.FamORAssem => Access.Visible,
        MethodAttributes.Assembly or MethodAttributes.FamANDAssem => Access.Internal,
        _ => Access.Private,
    };

    private static bool IsSealed(MetadataImage image, TypeDefinitionHandle handle) =>
        (image.Reader.GetTypeDefinition(handle).Attributes & TypeAttributes.Sealed) != 0;
}
