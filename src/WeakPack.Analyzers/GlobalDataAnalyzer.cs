using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using WeakPack.Analyzers.Marks;
using WeakPack.Analyzers.Rules;

namespace WeakPack.Analyzers;

/// <summary>WP2203: a weak unit contains global data. Told at each variable, of which the build lists all of a unit in one error.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class GlobalDataAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => ImmutableArray.Create(RuleDescriptors.GlobalData);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.RegisterCompilationStartAction(start =>
        {
            if (WeakUnits.Find(start.Compilation, start.Options, start.CancellationToken) is { } units)
                start.RegisterSymbolAction(symbol => Check(symbol, units), SymbolKind.NamedType);
        });
    }

    private static void Check(SymbolAnalysisContext context, WeakUnits units)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (!units.IsWeak(type))
            return;
        foreach (var variable in GlobalData.In(type))
            context.ReportDiagnostic(Diagnostic.Create(RuleDescriptors.GlobalData, Symbols.LocationOf(variable), WeakUnits.UnitOf(type), $"'{variable.Describe()}'"));
    }
}
