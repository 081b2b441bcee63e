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

    private static List<Argument> Texts(AttributeData attribute)
    {
        var texts = new List<Argument>();
        var position = 0;
        foreach (var argument in attribute.ConstructorArguments)
            Add(texts, argument, position++, null);
        foreach (var argument in attribute.NamedArguments)
            Add(texts, argument.Value, -1, argument.Key);
        return texts;
    }

    // In loops, for a query over the compiler's structs is compiled anew in each compiler that starts.
    private static void Add(List<Argument> texts, TypedConstant argument, int position, string? member)
    {
        if (argument.Kind == TypedConstantKind.Primitive && argument.Value is string text)
        {
            texts.Add(new(text, position, member));
        }
        else if (argument.Kind == TypedConstantKind.Array && !argument.IsNull)
        {
            foreach (var value in argument.Values)
                Add(texts, value, position, member);
        }
    }

    private sealed record Argument(string Text, int Position, string? Member);
}
