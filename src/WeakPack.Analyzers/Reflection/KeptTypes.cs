using Microsoft.CodeAnalysis;
using WeakPack.Analyzers.Marks;
using WeakPack.Analyzers.Travel;

namespace WeakPack.Analyzers.Reflection;

/// <summary>The types that stay in the runtime package: strong ones and all that they use.</summary>
/// <remarks>All code has to be looked at for this, so it is asked only when a text that names a weak type has been found.</remarks>
internal sealed class KeptTypes
{
    private readonly HashSet<INamedTypeSymbol> _kept;

    private KeptTypes(HashSet<INamedTypeSymbol> kept) => _kept = kept;

    public bool Contains(INamedTypeSymbol top) => _kept.Contains(top);

    public static KeptTypes Of(TravelPlan plan)
    {
        var all = plan.Units.Compilation.Assembly.GlobalNamespace.TopLevelTypes().ToList();
        var roots = all.Where(type => !plan.Travels(type)).Concat(plan.AssemblyUses.Select(use => plan.TopOf(use.Used)).OfType<INamedTypeSymbol>()).ToList();
        var mates = plan.Travelling.Where(plan.IsMarked).ToLookup(WeakUnits.UnitOf, StringComparer.Ordinal);

        // A unit travels, and so stays, as a whole.
        while (true)
        {
            var kept = plan.Reach(roots, _ => true);
            var missing = kept.Where(plan.IsMarked).SelectMany(type => mates[WeakUnits.UnitOf(type)]).Where(type => !kept.Contains(type)).ToList();
            if (missing.Count == 0)
                return new(kept);
            roots.AddRange(missing);
        }
    }
}
