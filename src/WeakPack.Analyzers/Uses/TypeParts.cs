using Microsoft.CodeAnalysis;

namespace WeakPack.Analyzers.Uses;

/// <summary>Takes a type apart.</summary>
internal static class TypeParts
{
    /// <summary>The definitions that a type names: its own, and those of its arguments and elements at any depth.</summary>
    public static IEnumerable<INamedTypeSymbol> Of(ITypeSymbol? type) => type switch
    {
        INamedTypeSymbol { IsTupleType: true } tuple => tuple.TupleElements.SelectMany(element => Of(element.Type)).Prepend(tuple.OriginalDefinition),
        INamedTypeSymbol named => Arguments(named).SelectMany(Of).Prepend(named.OriginalDefinition),
        IArrayTypeSymbol array => Of(array.ElementType),
        IPointerTypeSymbol pointer => Of(pointer.PointedAtType),
        IFunctionPointerTypeSymbol function => OfSignature(function.Signature),
        _ => [], // type parameters, dynamic, errors: nothing of their own is named
    };

    /// <summary>The definitions that a method's signature names.</summary>
    public static IEnumerable<INamedTypeSymbol> OfSignature(IMethodSymbol method)
    {
        var modifiers = method.ReturnTypeCustomModifiers.Concat(method.RefCustomModifiers)
            .Concat(method.Parameters.SelectMany(parameter => parameter.CustomModifiers.Concat(parameter.RefCustomModifiers)))
            .Select(modifier => modifier.Modifier);
        return method.Parameters.Select(parameter => parameter.Type).Prepend(method.ReturnType).SelectMany(Of).Concat(modifiers);
    }

    private static IEnumerable<ITypeSymbol> Arguments(INamedTypeSymbol type)
    {
        for (var at = type; at is not null; at = at.ContainingType)
        {
            foreach (var argument in at.TypeArguments)
                yield return argument;
        }
    }
}
