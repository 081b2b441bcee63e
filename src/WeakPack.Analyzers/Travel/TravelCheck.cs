using Microsoft.CodeAnalysis;
using WeakPack.Analyzers.Uses;

namespace WeakPack.Analyzers.Travel;

/// <summary>WP2411: what a weak unit can't take along.</summary>
internal static class TravelCheck
{
    /// <summary>What one travelling type uses and its consumers could not.</summary>
    public static IEnumerable<TravelFinding> Check(TravelPlan plan, INamedTypeSymbol node)
    {
        // One report for each type that breaks a rule, not one for each of its members.
        var reported = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var use in plan.Uses(node))
        {
            if (plan.TopOf(use.Used) is not { } target || plan.Travels(target))
                continue;
            if (reported.Add(plan.BrokenRule(target) is null ? use.Used : target) && Obstacle(plan, use, target) is { } obstacle)
                yield return TravelFinding.Of(use, obstacle);
        }

        foreach (var finding in HiddenOverrides(plan, node))
            yield return finding;
    }

    private static string? Obstacle(TravelPlan plan, Use use, INamedTypeSymbol target)
    {
        if (plan.BrokenRule(target) is { } offence)
            return $"'{target.FullName()}' {offence}";
        if (HiddenType(use) is { } hidden)
            return $"'{hidden.Describe()}' is not visible outside of the package";
        if (use.Used is INamedTypeSymbol)
            return null;

        return use.Used.DeclaredAccessibility switch
        {
            Accessibility.Public => null,
            Accessibility.Protected or Accessibility.ProtectedOrInternal when DerivesFrom(use.User, use.Used.ContainingType) => null,
            Accessibility.Protected or Accessibility.ProtectedOrInternal => "it is protected, and the unit does not derive from its class",
            _ => "it is internal to the package",
        };
    }

    private static INamedTypeSymbol? HiddenType(Use use)
    {
        for (var type = Symbols.TypeOf(use.Used); type is not null; type = type.ContainingType)
        {
            var visible = type.DeclaredAccessibility switch
            {
                Accessibility.Public => true,
                Accessibility.Protected or Accessibility.ProtectedOrInternal => DerivesFrom(use.User, type.ContainingType),
                _ => false,
            };
            if (!visible)
                return type;
        }

        return null;
    }

    // Code in a nested type has the access of the types around it.
    private static bool DerivesFrom(ISymbol user, INamedTypeSymbol ancestor)
    {
        for (var type = Symbols.TypeOf(user); type is not null; type = type.ContainingType)
        {
            if (type.Bases().Contains(ancestor.OriginalDefinition, SymbolEqualityComparer.Default))
                return true;
        }

        return false;
    }

    // No code names it, but a copy would not load: who can't see a method can't override it (ECMA-335 II.10.3.3).
    private static IEnumerable<TravelFinding> HiddenOverrides(TravelPlan plan, INamedTypeSymbol node) =>
        from type in node.WithNested()
        from method in type.GetMembers().OfType<IMethodSymbol>()
        from overridden in Overridden(method)
        where overridden.DeclaredAccessibility is Accessibility.Internal or Accessibility.ProtectedAndInternal
            && plan.TopOf(overridden) is { } target && !plan.Travels(target)
        select new TravelFinding(new Use(method, overridden, Symbols.LocationOf(method)), overridden.DescribeMember(), "it is internal to the package, and can't be overridden outside of it");

    private static IEnumerable<IMethodSymbol> Overridden(IMethodSymbol method)
    {
        for (var at = method.OverriddenMethod; at is not null; at = at.OverriddenMethod)
            yield return at.OriginalDefinition;
    }
}
