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
        var types = new List<INamedTypeSymbol>();
        var parameters = attribute.AttributeConstructor?.Parameters;
        var position = 0;
        foreach (var argument in attribute.ConstructorArguments)
        {
            Add(types, argument, parameters is { } known && position < known.Length ? known[position].Type : null);
            position++;
        }

        foreach (var argument in attribute.NamedArguments)
            Add(types, argument.Value, null);
        return types;
    }

    // An enum's name stands beside its value, but for that of a parameter, whose type says it already. In loops, for a query over the
    // compiler's structs is compiled anew in each compiler that starts.
    private static void Add(List<INamedTypeSymbol> types, TypedConstant argument, ITypeSymbol? declared)
    {
        switch (argument.Kind)
        {
            case TypedConstantKind.Type:
                types.AddRange(TypeParts.Of(argument.Value as ITypeSymbol));
                break;
            case TypedConstantKind.Array when !argument.IsNull:
                foreach (var value in argument.Values)
                    Add(types, value, (declared as IArrayTypeSymbol)?.ElementType);
                if (declared is null or { SpecialType: SpecialType.System_Object })
                    types.AddRange(TypeParts.Of(argument.Type));
                break;
            case TypedConstantKind.Enum when !argument.Type.Is(declared):
                types.AddRange(TypeParts.Of(argument.Type));
                break;
        }
    }

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
