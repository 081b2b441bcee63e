using WeakPack.Diagnostics;
using WeakPack.Units;

namespace WeakPack.Packaging;

/// <summary>A manifest resource that goes where a weak unit goes.</summary>
/// <param name="Name">The resource's name in the assembly.</param>
/// <param name="Unit">The unit's name.</param>
/// <param name="File">The file that the resource is made of, as the project names it.</param>
public sealed record UnitResource(string Name, string Unit, string File);

/// <summary>The resources of a package's weak units: with these they leave the runtime package, and are in the import library.</summary>
internal sealed class UnitResources
{
    private readonly ILookup<string, string> _byUnit;

    public UnitResources(SplitPlan plan, IEnumerable<UnitResource> resources)
    {
        _byUnit = resources.ToLookup(resource => resource.Unit, resource => resource.Name, StringComparer.Ordinal);
        Unretained = [.. plan.Units.Where(unit => !plan.IsRetained(unit)).SelectMany(Of)];
    }

    /// <summary>The names of those that the runtime package does without.</summary>
    public HashSet<string> Unretained { get; }

    public IEnumerable<string> Of(Unit unit) => _byUnit[unit.Name].OrderBy(name => name, StringComparer.Ordinal);

    /// <summary>WP3002: a resource that names no weak unit of the package.</summary>
    public static IEnumerable<Diagnostic> Check(SplitPlan plan, IEnumerable<UnitResource> resources)
    {
        var units = new HashSet<string>(plan.Units.Select(unit => unit.Name), StringComparer.Ordinal);
        return from resource in resources
               where !units.Contains(resource.Unit)
               select Diagnostic.Create(Descriptors.NotAUnit, null,
                   $"Resource '{resource.Name}' says WeakUnit=\"{resource.Unit}\", but '{plan.Module.Image.AssemblyName}' has no weak unit of that name. Name a unit, which is the full name of its type unless its mark says another.");
    }
}
