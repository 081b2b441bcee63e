using System.Reflection.Metadata;
using WeakPack.Metadata;

namespace WeakPack.Units;

/// <summary>What an author calls a thing, where a compiler made it of something else.</summary>
internal static class AuthorNames
{
    /// <summary>The quoted name for a message; null when the field only serves another one, which has a name.</summary>
    public static string? Of(MetadataImage image, FieldDefinitionHandle handle)
    {
        var type = image.Describe(image.TypeOf(handle));
        var parts = image.Reader.GetString(image.Reader.GetFieldDefinition(handle).Name).Split('$');
        if (!IsStaticLocal(parts))
            return $"'{type}.{SimpleName(image, handle)}'";

        // A flag tells whether the local has its first value: $STATIC$Next$001$count$Init.
        return parts.Length > 5 ? null : $"'{parts[4]}' (a Static local of '{type}.{parts[2]}', which is one variable for all calls)";
    }

    /// <summary>The name as it stands in the source, behind that of its type.</summary>
    public static string SimpleName(MetadataImage image, FieldDefinitionHandle handle)
    {
        var field = image.Reader.GetFieldDefinition(handle);
        var name = image.Reader.GetString(field.Name);
        var parts = name.Split('$');
        return IsStaticLocal(parts)
            ? parts[4]
            : MemberOf(image, image.Reader.GetTypeDefinition(field.GetDeclaringType()), name) ?? image.DescribeMember(handle).Split('.').Last();
    }

    /// <summary>The member that an author wrote: what compilers make of lambdas, local functions, iterators and async methods is named after it.</summary>
    public static string OfMember(MetadataImage image, EntityHandle definition)
    {
        if (!UnitGraph.IsDefinition(definition))
            return image.DescribeMember(definition);

        // <Main>b__0 of <>c, MoveNext of <Main>d__1: the outermost name that tells of a member stands for all within.
        var type = image.TypeOf(definition);
        var member = definition.Kind == HandleKind.TypeDefinition ? null : MemberIn(SimpleName(image, definition));
        while (image.Reader.GetTypeDefinition(type).GetDeclaringType() is { IsNil: false } around && SimpleName(image, type).StartsWith("<", StringComparison.Ordinal))
        {
            member = MemberIn(SimpleName(image, type)) ?? member;
            type = around;
        }

        return member is not null ? image.Describe(type) + "." + member
            : type == image.TypeOf(definition) ? image.DescribeMember(definition)
            : image.Describe(type);
    }

    private static string SimpleName(MetadataImage image, EntityHandle handle) => image.Reader.GetString(handle.Kind switch
    {
        HandleKind.MethodDefinition => image.Reader.GetMethodDefinition((MethodDefinitionHandle)handle).Name,
        HandleKind.FieldDefinition => image.Reader.GetFieldDefinition((FieldDefinitionHandle)handle).Name,
        _ => image.Reader.GetTypeDefinition((TypeDefinitionHandle)handle).Name,
    });

    // <Main>b__0, <Main>$, and what is made of the latter: <<Main>$>d__0.
    private static string? MemberIn(string name)
    {
        var inner = name.TrimStart('<');
        return inner.Length < name.Length && inner.IndexOf('>') is > 0 and var end ? inner.Substring(0, end) : null;
    }

    // Visual Basic: $STATIC$Next$001$count, where Next is the method and 001 its signature.
    private static bool IsStaticLocal(string[] parts) => parts.Length > 4 && parts[1] == "STATIC" && parts[0].Length == 0;

    private static string? MemberOf(MetadataImage image, TypeDefinition type, string name)
    {
        var properties = type.GetProperties().Select(property => image.Reader.GetString(image.Reader.GetPropertyDefinition(property).Name));
        var events = type.GetEvents().Select(@event => image.Reader.GetString(image.Reader.GetEventDefinition(@event).Name));
        return properties.FirstOrDefault(property => name == "_" + property || name == property + "@") // Visual Basic, F#
            ?? events.FirstOrDefault(@event => name == @event + "Event"); // Visual Basic
    }
}
