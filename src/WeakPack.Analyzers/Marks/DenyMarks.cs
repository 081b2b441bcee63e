using Microsoft.CodeAnalysis;

namespace WeakPack.Analyzers.Marks;

/// <summary>What becomes of [DenyPackageUnit].</summary>
internal static class DenyMarks
{
    /// <summary>The type also has the attribute that makes it a unit: of the two marks one is wrong.</summary>
    public static bool IsWeakToo(INamedTypeSymbol type, WeakUnits units) =>
        !units.IsExecutable && type.ContainingType is null && type.HasAttribute(WeakUnits.DenyAttribute) && WeakUnits.MarksOf(type).Any();
}
