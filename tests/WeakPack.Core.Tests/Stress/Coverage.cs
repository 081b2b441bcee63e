namespace WeakPack.Core.Tests.Stress;

/// <summary>Of one construct: how many pieces of it the programs reach.</summary>
internal sealed record CoverageRow(string Construct)
{
    /// <summary>In a weak unit.</summary>
    public int Weak { get; set; }

    /// <summary>In strong code of a package.</summary>
    public int Strong { get; set; }

    /// <summary>On one side of a use of weak code by strong code or the other way round, or by code of another assembly.</summary>
    public int Crossing { get; set; }

    public override string ToString() => $"{Construct}: {Weak} weak, {Strong} strong, {Crossing} crossing";
}

/// <summary>What generated programs show of each construct.</summary>
internal static class Coverage
{
    public static IReadOnlyList<CoverageRow> Of(IEnumerable<GeneratedProgram> programs)
    {
        var rows = ProgramGenerator.Recipes.ToDictionary(r => r.Construct, r => new CoverageRow(r.Construct));
        foreach (var program in programs)
        {
            var reached = Reach(program.Main);
            var crossing = reached.SelectMany(user => user.Uses.Where(used => Crosses(user, used)).SelectMany(used => new[] { user, used })).ToHashSet(ReferenceEqualityComparer.Instance);
            foreach (var piece in reached.Where(p => p != program.Main))
            {
                var row = rows[piece.Construct];
                row.Weak += piece.Standing == Standing.Weak ? 1 : 0;
                row.Strong += piece.Standing == Standing.Strong ? 1 : 0;
                row.Crossing += crossing.Contains(piece) ? 1 : 0;
            }
        }

        return [.. rows.Values];
    }

    private static bool Crosses(Piece user, Piece used) =>
        (user.Standing == Standing.Weak) != (used.Standing == Standing.Weak) || (used.Standing == Standing.Weak && user.Assembly != used.Assembly);

    /// <summary>All that runs when this piece does.</summary>
    private static HashSet<Piece> Reach(Piece from)
    {
        var reached = new HashSet<Piece>(ReferenceEqualityComparer.Instance) { from };
        var open = new Stack<Piece>(reached);
        while (open.TryPop(out var piece))
        {
            foreach (var used in piece.Uses.Where(reached.Add))
                open.Push(used);
        }

        return reached;
    }
}
