namespace WeakPack.NuGetPackages;

/// <summary>Which of the packages that a project names are needed by nothing but its weak units.</summary>
internal static class OptionalPackages
{
    /// <summary>The ids of these, in the project's order.</summary>
    /// <param name="graph">What was restored.</param>
    /// <param name="strong">The ids of packages that own an assembly to which strong code refers.</param>
    /// <param name="weak">The ids of packages that own an assembly to which a weak unit refers.</param>
    /// <remarks>
    /// A package that neither refers to stays: it may be there for run time, or for what it brings to a build. And one that
    /// brings what strong code uses without naming it stays, unless another that stays brings that too.
    /// </remarks>
    public static IReadOnlyList<string> Find(PackageGraph graph, ISet<string> strong, ISet<string> weak)
    {
        var kept = new HashSet<string>(graph.Direct.Select(package => package.Id).Where(strong.Contains), StringComparer.OrdinalIgnoreCase);
        var missing = new HashSet<string>(strong, StringComparer.OrdinalIgnoreCase);
        foreach (var package in kept)
            missing.ExceptWith(graph.Closure(package));
        foreach (var package in graph.Direct.Where(package => graph.Closure(package.Id).Overlaps(missing)))
        {
            kept.Add(package.Id);
            missing.ExceptWith(graph.Closure(package.Id));
        }

        return [.. graph.Direct.Select(package => package.Id).Where(id => !kept.Contains(id) && graph.Closure(id).Overlaps(weak))];
    }
}
