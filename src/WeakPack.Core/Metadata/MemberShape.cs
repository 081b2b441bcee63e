using System.Reflection.Metadata;

namespace WeakPack.Metadata;

/// <summary>A field or method by what tells it from others of its type.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsField">A field, which has a type only.</param>
/// <param name="Signature">The signature as text, without what a call with variable arguments adds to it.</param>
/// <param name="Display">The signature as a message shows it.</param>
internal sealed record MemberShape(string Name, bool IsField, string Signature, string Display)
{
    /// <summary>What a reference names, in terms of the parameters of the type that it names.</summary>
    public static MemberShape Of(MetadataImage image, MemberReferenceHandle handle)
    {
        var member = image.Reader.GetMemberReference(handle);
        var name = image.Reader.GetString(member.Name);
        var text = new SignatureText(image);
        return member.GetKind() == MemberReferenceKind.Field
            ? OfField(name, member.DecodeFieldSignature(text, null))
            : OfMethod(name, member.DecodeMethodSignature(text, null));
    }

    /// <summary>What a definition is, when its type's parameters are these.</summary>
    public static MemberShape Of(MetadataImage image, MethodDefinitionHandle handle, string[]? arguments)
    {
        var method = image.Reader.GetMethodDefinition(handle);
        return OfMethod(image.Reader.GetString(method.Name), method.DecodeSignature(new SignatureText(image), arguments));
    }

    /// <summary>What a definition is, when its type's parameters are these.</summary>
    public static MemberShape Of(MetadataImage image, FieldDefinitionHandle handle, string[]? arguments)
    {
        var field = image.Reader.GetFieldDefinition(handle);
        return OfField(image.Reader.GetString(field.Name), field.DecodeSignature(new SignatureText(image), arguments));
    }

    public override string ToString() => Display;

    private static MemberShape OfField(string name, string type) => new(name, IsField: true, type, $"{type} {name}");

    private static MemberShape OfMethod(string name, MethodSignature<string> signature)
    {
        var fixedParameters = signature.ParameterTypes.Take(signature.RequiredParameterCount).ToList();
        var isVariable = signature.Header.CallingConvention == SignatureCallingConvention.VarArgs;
        var display = (signature.Header.IsInstance ? "" : "static ") + $"{signature.ReturnType} {name}"
            + (signature.GenericParameterCount == 0 ? "" : $"`{signature.GenericParameterCount}")
            + $"({string.Join(", ", isVariable ? fixedParameters.Append("...") : fixedParameters)})";
        return new(name, IsField: false, $"{signature.Header} {signature.ReturnType} <{signature.GenericParameterCount}> ({string.Join(",", fixedParameters)})", display);
    }
}
