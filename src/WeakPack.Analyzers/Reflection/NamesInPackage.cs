using Microsoft.CodeAnalysis;
using WeakPack.Analyzers.Marks;
using WeakPack.Analyzers.Travel;

namespace WeakPack.Analyzers.Reflection;

/// <summary>WP3009 in a package: what is wrong with a text that names a weak type of the package itself.</summary>
internal sealed class NamesInPackage(WeakUnits units)
{
    private readonly Deferred<TravelPlan> _plan = new(cancellation => TravelPlan.Make(units, cancellation));
    private KeptTypes? _kept;

    /// <summary>A full name is that of a weak unit's outermost type.</summary>
    public bool IsWeak(string topLevelName) => units.Compilation.Assembly.GetTypeByMetadataName(topLevelName) is { ContainingType: null } type && units.IsWeak(type);

    /// <summary>The type that is named, why it would not be found, and the way out; null when nothing is wrong.</summary>
    /// <param name="name">The name.</param>
    /// <param name="user">The outermost type that has the text; null for an attribute of the assembly.</param>
    /// <param name="cancellation">When somebody no longer wants to know.</param>
    public (INamedTypeSymbol Type, string Reason, string WayOut)? Check(NamedType name, INamedTypeSymbol? user, CancellationToken cancellation)
    {
        var assembly = units.Compilation.Assembly;
        if (assembly.GetTypeByMetadataName(name.FullName) is not { } type || !units.IsWeak(type))
            return null;
        if (name.Search == NameSearch.InNamedAssembly && !string.Equals(name.Assembly, assembly.Name, StringComparison.OrdinalIgnoreCase))
            return null;
        if (name.Beside is { } beside && !beside.ContainingAssembly.Is(assembly))
            return null; // a type of another assembly, which holds types of that name itself

        var plan = _plan.Get(cancellation);
        var target = type.TopLevel();
        if (user is not null && plan.Travels(user))
            return ProblemOfCopies(plan, name, user, target) is var (reason, wayOut) ? (type, reason, wayOut) : null;
        if ((_kept ??= KeptTypes.Of(plan)).Contains(target))
            return null;
        return (type, "but the runtime package does not have it", "Use typeof, which makes the package keep the unit for itself, or leave it to the consumer to pass the type in");
    }

    private (string Reason, string WayOut)? ProblemOfCopies(TravelPlan plan, NamedType name, INamedTypeSymbol user, INamedTypeSymbol target)
    {
        if ((name.Search == NameSearch.InNamedAssembly && !name.IsInAttribute) || (name.Beside is { } beside && !plan.Travels(beside.TopLevel())))
            return ($"but looks in '{units.Compilation.AssemblyName}', while the copy is in the consumer", "Use typeof");

        var unit = WeakUnits.UnitOf(user);
        var roots = plan.IsMarked(user) ? plan.Travelling.Where(type => plan.IsMarked(type) && WeakUnits.UnitOf(type) == unit) : [user];
        return plan.Reach(roots, plan.Travels).Contains(target)
            ? null
            : ("which is not copied together with the code that has the text", "Use typeof, so that it is");
    }
}
