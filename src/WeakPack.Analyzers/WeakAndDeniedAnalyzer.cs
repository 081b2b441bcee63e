using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using WeakPack.Analyzers.Marks;

namespace WeakPack.Analyzers;

/// <summary>WP2222: a unit is marked weak and denied.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class WeakAndDeniedAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => ImmutableArray.Create(RuleDescriptors.WeakAndDenied);

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
        if (DenyMarks.IsWeakToo(type, units))
            context.ReportDiagnostic(Diagnostic.Create(RuleDescriptors.WeakAndDenied, Symbols.LocationOf(type), type.Describe()));
    }
}
