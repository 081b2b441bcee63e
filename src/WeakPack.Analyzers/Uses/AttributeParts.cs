using Microsoft.CodeAnalysis;

namespace WeakPack.Analyzers.Uses;

/// <summary>The types that stand among the arguments of attributes.</summary>
internal static class AttributeParts
{
    // The compiler turns these into flags and tables: no attribute of theirs is written.
    private static readonly HashSet<string> NotWritten = new(StringComparer.Ordinal)
    {
        "System.Runtime.InteropServices.MarshalAsAttribute",
        "System.Runtime.InteropServices.DllImportAttribute",
        "System.Runtime.InteropServices.DefaultParameterValueAttribute",
        "System.Runtime.CompilerServices.TypeForwardedToAttribute",
        Marks.WeakUnits.WeakAttribute,
        Marks.WeakUnits.DenyAttribute,
    };

    public static bool IsWritten(AttributeData attribute) =>
        attribute.AttributeClass is { } type && !NotWritten.Contains(type.FullName()) && !IsConditional(type, attribute);

    /// <summary>The types among an attribute's arguments, as metadata names them there.</summary>
    public static IEnumerable<INamedTypeSymbol> TypesIn(AttributeData attribute)
    {
        var parameters = attribute.AttributeConstructor?.Parameters;
        var positional = attribute.ConstructorArguments.SelectMany((argument, i) => Of(argument, parameters is { } known && i < known.Length ? known[i].Type : null));
        return positional.Concat(attribute.NamedArguments.SelectMany(argument => Of(argument.Value, null)));
    }

    // An enum's name stands beside its value, but for that of a parameter, whose type says it already.
    private static IEnumerable<INamedTypeSymbol> Of(TypedConstant argument, ITypeSymbol? declared) => argument.Kind switch
    {
        TypedConstantKind.Type => TypeParts.Of(argument.Value as ITypeSymbol),
        TypedConstantKind.Array when !argument.IsNull => argument.Values.SelectMany(value => Of(value, declared is null ? null : (declared as IArrayTypeSymbol)?.ElementType))
            .Concat(declared is null or { SpecialType: SpecialType.System_Object } ? TypeParts.Of(argument.Type) : []),
        TypedConstantKind.Enum when !argument.Type.Is(declared) => TypeParts.Of(argument.Type),
        _ => [],
    };

    // The compiler leaves a conditional attribute out where its symbol is not defined, which is the file's business.
    private static bool IsConditional(INamedTypeSymbol type, AttributeData attribute)
    {
        var conditions = type.GetAttributes()
            .Where(condition => condition.AttributeClass?.FullName() == "System.Diagnostics.ConditionalAttribute")
            .Select(condition => condition.ConstructorArguments.FirstOrDefault().Value as string).ToList();
        return conditions.Count > 0
            && attribute.ApplicationSyntaxReference?.SyntaxTree.Options.PreprocessorSymbolNames is { } defined
            && !conditions.Exists(condition => defined.Contains(condition));
    }
}
