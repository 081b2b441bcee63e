using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using WeakPack.Analyzers.Marks;
using WeakPack.Analyzers.Rules;
using WeakPack.Analyzers.Uses;

namespace WeakPack.Analyzers;

/// <summary>WP2221: a weak unit has code that runs by itself.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class InitializationAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => ImmutableArray.Create(RuleDescriptors.Initialization);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.RegisterCompilationStartAction(start =>
        {
            if (WeakUnits.Find(start.Compilation, start.Options, start.CancellationToken) is not { } units)
                return;
            start.RegisterSymbolAction(symbol => CheckType(symbol, units), SymbolKind.NamedType);
            start.RegisterOperationAction(operation => CheckSubscription(operation, units), OperationKind.EventAssignment);
        });
    }

    private static void CheckType(SymbolAnalysisContext context, WeakUnits units)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (!units.IsWeak(type))
            return;
        foreach (var (method, description) in Initialization.In(type))
            context.ReportDiagnostic(Diagnostic.Create(RuleDescriptors.Initialization, Symbols.LocationOf(method), WeakUnits.UnitOf(type), description));
    }

    private static void CheckSubscription(OperationAnalysisContext context, WeakUnits units)
    {
        if (context.Operation is not IEventAssignmentOperation { Adds: true, EventReference: IEventReferenceOperation { Event: var happening } }
            || !ExitEvents.Contains(happening)
            || context.ContainingSymbol.ContainingType is not { } type || !units.IsWeak(type))
        {
            return;
        }

        context.ReportDiagnostic(Diagnostic.Create(RuleDescriptors.Initialization, context.Operation.Syntax.GetLocation(), WeakUnits.UnitOf(type),
            $"'{context.ContainingSymbol.Describe()}' subscribes to '{happening.Describe()}'"));
    }
}
