using WeakPack.Diagnostics;
using WeakPack.Metadata;
using WeakPack.Units;

namespace WeakPack.Packaging;

/// <summary>WP2200: a package contains a strong unit that a package which it requires contains already. Delphi E2200.</summary>
internal static class RequiredUnitCheck
{
    public static IEnumerable<Diagnostic> Check(SplitPlan plan, ReferenceSet references)
    {
        if (plan.Units.Count == 0)
            yield break; // no package

        var image = plan.Module.Image;
        var own = StrongUnits.Of(image).Where(name => plan.UnitOf(name) is null).ToList();
        foreach (var reference in references.All.Where(reference => reference.ImportLibraryPath is not null && !reference.IsAliased))
        {
            if (references.Open(reference) is not { } required)
                continue;

            var theirs = new HashSet<string>(StrongUnits.Of(required), StringComparer.Ordinal);
            foreach (var unit in own.Where(theirs.Contains))
            {
                yield return Diagnostic.Create(Descriptors.RequiredContainsUnit, plan.Module.Symbols.LocationOf(image.FindTopLevel(unit)!.Value),
                    unit, StrongUnits.Describe(image), StrongUnits.Describe(required));
            }
        }
    }
}
