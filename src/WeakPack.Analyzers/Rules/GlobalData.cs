using Microsoft.CodeAnalysis;

namespace WeakPack.Analyzers.Rules;

/// <summary>What is global data in a type.</summary>
internal static class GlobalData
{
    /// <summary>What is said of a type that has some.</summary>
    public const string Offence = "contains global data";

    /// <summary>Static fields that are no constants, and properties and events for which the compiler makes such a field.</summary>
    public static IEnumerable<ISymbol> In(INamedTypeSymbol type)
    {
        foreach (var member in type.GetMembers())
        {
            if (member is IFieldSymbol { IsStatic: true, IsConst: false } field)
                yield return Symbols.Declared(field);
            else if (member is IEventSymbol { IsStatic: true, IsAbstract: false, IsExtern: false, AddMethod.IsImplicitlyDeclared: true })
                yield return member;
        }
    }
}
