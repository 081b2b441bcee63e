using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using WeakPack.Analyzers.Marks;
using WeakPack.Analyzers.Travel;

namespace WeakPack.Analyzers;

/// <summary>WP2411 and WP1033: what a weak unit takes along, and what it can't take along.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TravelAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => ImmutableArray.Create(RuleDescriptors.CannotTravel, RuleDescriptors.ImplicitImport);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.RegisterCompilationStartAction(start =>
        {
            if (WeakUnits.Find(start.Compilation, start.Options, start.CancellationToken) is not { IsExecutable: false } units)
                return;
            var plan = new Deferred<TravelPlan>(cancellation => TravelPlan.Make(units, cancellation));
            start.RegisterSymbolAction(symbol => Check(symbol, units, plan), SymbolKind.NamedType);
        });
    }

    private static void Check(SymbolAnalysisContext context, WeakUnits units, Deferred<TravelPlan> deferred)
    {
        // Who asks for the plan waits until it is made: not on account of a type that travels in no plan.
        var type = (INamedTypeSymbol)context.Symbol;
        if (type.ContainingType is not null || !TravelPlan.IsCandidate(units, type))
            return;
        var plan = deferred.Get(context.CancellationToken);
        if (!plan.Travels(type))
            return;

        var origin = plan.Origin(type).FullName();
        foreach (var finding in TravelCheck.Check(plan, type))
        {
            // Marking helps where the type itself could travel: not where it breaks a rule.
            var remedy = plan.TopOf(finding.Use.Used) is { } owner && plan.BrokenRule(owner) is null ? Remedy.MarkWeak(owner) : Remedy.None;
            context.ReportDiagnostic(Diagnostic.Create(RuleDescriptors.CannotTravel, finding.Use.Location, remedy, origin,
                finding.Used, finding.Obstacle, plan.Chain(type, finding.Use.User) + " → " + finding.Use.Used.Describe()));
        }

        if (!plan.IsMarked(type) && !Helpers.IsHelper(type))
            context.ReportDiagnostic(Diagnostic.Create(RuleDescriptors.ImplicitImport, Symbols.LocationOf(type), Remedy.MarkWeak(type), type.FullName(), origin));
    }
}
