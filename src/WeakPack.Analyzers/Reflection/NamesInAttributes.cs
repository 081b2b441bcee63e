using Microsoft.CodeAnalysis;
using WeakPack.Metadata;

namespace WeakPack.Analyzers.Reflection;

/// <summary>Finds the types that strings among an attribute's arguments name: <c>[TypeConverter("Acme.PenConverter, Pack1")]</c>.</summary>
/// <remarks>
/// A string that is an assembly-qualified type name counts in any attribute. One without an assembly counts only where the
/// parameter is known to take a type's name.
/// </remarks>
internal static class NamesInAttributes
{
    private const string DynamicDependency = "System.Diagnostics.CodeAnalysis.DynamicDependencyAttribute";

    /// <summary>The types that are named.</summary>
    /// <param name="attribute">The attribute.</param>
    /// <param name="isType">Asked of full names of outermost types, where only that tells a type's name from a namespace's.</param>
    public static IEnumerable<NamedType> In(AttributeData attribute, Func<string, bool> isType)
    {
        if (attribute.AttributeClass?.FullName() == DynamicDependency)
            return InHint(attribute, isType);
        return
            from text in Texts(attribute)
            where SerializedTypeName.TryParseText(text.Text) is not null
            from name in In(attribute, text)
            select name;
    }

    private static IEnumerable<NamedType> In(AttributeData attribute, Argument text)
    {
        var isQualified = SerializedTypeName.TryParseQualified(text.Text) is not null;
        foreach (var part in SerializedTypeName.TryParseText(text.Text)!.All())
        {
            if (isQualified && part.AssemblySimpleName is { } assembly)
                yield return new(text.Text, part.Name, NameSearch.InNamedAssembly, assembly) { IsInAttribute = true };
            else if (part.Assembly is null && TypeNameParameters.TakesTypeName(attribute, text.Position, text.Member))
                yield return new(text.Text, part.Name, NameSearch.InOwnAssembly) { IsInAttribute = true };
        }
    }

    // [DynamicDependency("Draw", "Acme.Pen.Tip", "Pack1")]: the type as documentation writes it, and its assembly.
    private static IEnumerable<NamedType> InHint(AttributeData attribute, Func<string, bool> isType)
    {
        if (attribute.ConstructorArguments.Length == 3 && attribute.ConstructorArguments[1].Value is string type && attribute.ConstructorArguments[2].Value is string assembly
            && DocumentationName.OutermostType(type, isType) is { } outermost)
        {
            var name = outermost + type.Substring(outermost.Length).Replace('.', '+');
            yield return new(type, name, NameSearch.InNamedAssembly, assembly.Split(',')[0].Trim()) { IsInAttribute = true, IsHint = true };
        }
    }

    private static IEnumerable<Argument> Texts(AttributeData attribute) =>
        attribute.ConstructorArguments.SelectMany((argument, i) => Texts(argument, i, null))
            .Concat(attribute.NamedArguments.SelectMany(argument => Texts(argument.Value, -1, argument.Key)));

    private static IEnumerable<Argument> Texts(TypedConstant argument, int position, string? member) => argument.Kind switch
    {
        TypedConstantKind.Primitive when argument.Value is string text => [new(text, position, member)],
        TypedConstantKind.Array when !argument.IsNull => argument.Values.SelectMany(value => Texts(value, position, member)),
        _ => [],
    };

    private readonly record struct Argument(string Text, int Position, string? Member);
}
