namespace WeakPack.Packaging;

/// <summary>What becomes of the types of a package in what is not its import library: weak ones go, or become internal where strong code uses them.</summary>
/// <remarks>By their names: the tokens of a reference assembly are others than those of the assembly.</remarks>
internal sealed class SplitTypes
{
    private readonly HashSet<string> _removed;
    private readonly HashSet<string> _retained;

    public SplitTypes(SplitPlan plan)
    {
        var types = plan.Module.Graph.Nodes.Where(node => node.Shell is null);
        _removed = new(types.Where(node => !plan.Kept.Contains(node)).Select(node => node.Name), StringComparer.Ordinal);
        _retained = new(plan.Marked.Where(plan.Kept.Contains).Select(node => node.Name), StringComparer.Ordinal);
    }

    /// <summary>It is in the import library alone.</summary>
    public bool IsRemoved(string fullName) => _removed.Contains(fullName);

    /// <summary>It is weak, and there all the same.</summary>
    public bool IsRetained(string fullName) => _retained.Contains(fullName);
}
