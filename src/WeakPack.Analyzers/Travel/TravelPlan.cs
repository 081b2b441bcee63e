using Microsoft.CodeAnalysis;
using WeakPack.Analyzers.Marks;
using WeakPack.Analyzers.Rules;
using WeakPack.Analyzers.Uses;

namespace WeakPack.Analyzers.Travel;

/// <summary>Which types go to the consumers with the weak units: the marked ones, and the internal ones that they use.</summary>
internal sealed class TravelPlan
{
    private readonly UseScanner _scanner;
    private readonly Dictionary<INamedTypeSymbol, Step?> _travelling = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<INamedTypeSymbol, string> _broken = new(SymbolEqualityComparer.Default);
    private readonly HashSet<INamedTypeSymbol> _marked = new(SymbolEqualityComparer.Default);

    private TravelPlan(WeakUnits units, UseScanner scanner, CancellationToken cancellation)
    {
        _scanner = scanner;
        Units = units;
        var queue = new Queue<INamedTypeSymbol>();
        foreach (var type in units.Types())
        {
            _marked.Add(type);
            _travelling.Add(type, null);
            queue.Enqueue(type);
        }

        while (queue.Count > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            var node = queue.Dequeue();
            foreach (var use in scanner.Of(node))
            {
                if (TopOf(use.Used) is not { } target || _travelling.ContainsKey(target) || !MayTravel(target))
                    continue;
                _travelling.Add(target, new Step(node, use));
                queue.Enqueue(target);
            }
        }
    }

    public WeakUnits Units { get; }

    public static TravelPlan Make(WeakUnits units, CancellationToken cancellation) => new(units, new UseScanner(units.Compilation), cancellation);

    public IEnumerable<INamedTypeSymbol> Travelling => _travelling.Keys;

    /// <summary>A plan could hold the type: it is marked, or not public.</summary>
    public static bool IsCandidate(WeakUnits units, INamedTypeSymbol top) => units.IsWeak(top) || top.DeclaredAccessibility != Accessibility.Public;

    public bool Travels(INamedTypeSymbol top) => _travelling.ContainsKey(top);

    public bool IsMarked(INamedTypeSymbol top) => _marked.Contains(top);

    /// <summary>All that a travelling type uses.</summary>
    public IReadOnlyList<Use> Uses(INamedTypeSymbol top) => _scanner.Of(top);

    /// <summary>What the assembly's and the module's own attributes use.</summary>
    public IReadOnlyList<Use> AssemblyUses => _scanner.OfAssembly();

    /// <summary>The outermost types to which uses lead from some, themselves included.</summary>
    public HashSet<INamedTypeSymbol> Reach(IEnumerable<INamedTypeSymbol> roots, Func<INamedTypeSymbol, bool> enter)
    {
        var reached = new HashSet<INamedTypeSymbol>(roots, SymbolEqualityComparer.Default);
        var queue = new Queue<INamedTypeSymbol>(reached);
        while (queue.Count > 0)
        {
            foreach (var use in _scanner.Of(queue.Dequeue()))
            {
                if (TopOf(use.Used) is { } target && enter(target) && reached.Add(target))
                    queue.Enqueue(target);
            }
        }

        return reached;
    }

    /// <summary>What is said of the rule that keeps an internal type from travelling, or null.</summary>
    public string? BrokenRule(INamedTypeSymbol top) => _broken.TryGetValue(top, out var offence) ? offence : null;

    /// <summary>How a unit came to need a type: <c>PenWin.Open → Helper.Do</c>.</summary>
    public string Chain(INamedTypeSymbol top, ISymbol last)
    {
        var steps = new List<string> { last.Describe() };
        for (var step = _travelling[top]; step is not null; step = _travelling[step.From])
            steps.Add(step.Use.User.Describe());
        steps.Reverse();
        return string.Join(" → ", steps.Distinct());
    }

    /// <summary>The marked type from which a type was reached.</summary>
    public INamedTypeSymbol Origin(INamedTypeSymbol top)
    {
        while (_travelling[top] is { } step)
            top = step.From;
        return top;
    }

    /// <summary>The outermost type in this assembly that a use leads to.</summary>
    public INamedTypeSymbol? TopOf(ISymbol used) =>
        Symbols.TypeOf(used)?.TopLevel() is { } top && top.ContainingAssembly.Is(Units.Compilation.Assembly) ? top : null;

    // An internal type travels when it keeps the rules itself. One that does not is not looked into any further.
    private bool MayTravel(INamedTypeSymbol top)
    {
        if (top.DeclaredAccessibility == Accessibility.Public || _broken.ContainsKey(top))
            return false;
        if (Helpers.IsHelper(top) || FindBrokenRule(top) is not { } offence)
            return true;
        _broken.Add(top, offence);
        return false;
    }

    private string? FindBrokenRule(INamedTypeSymbol top)
    {
        if (top.WithNested().SelectMany(GlobalData.In).Any())
            return GlobalData.Offence;
        return top.WithNested().SelectMany(Initialization.In).Any() || _scanner.Of(top).Any(use => ExitEvents.IsSubscription(use.Used))
            ? Initialization.Offence
            : null;
    }

    // How a type that is not marked was reached.
    private sealed record Step(INamedTypeSymbol From, Use Use);
}
