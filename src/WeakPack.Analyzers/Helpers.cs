using Microsoft.CodeAnalysis;

namespace WeakPack.Analyzers;

/// <summary>Tells types that a compiler or generator made for others from those that an author wrote.</summary>
internal static class Helpers
{
    /// <summary>Such a type belongs to nobody: it travels with whoever uses it, and no mark is about it.</summary>
    public static bool IsHelper(INamedTypeSymbol top) =>
        top.DeclaredAccessibility != Accessibility.Public && top.HasAttribute("System.Runtime.CompilerServices.CompilerGeneratedAttribute");
}
