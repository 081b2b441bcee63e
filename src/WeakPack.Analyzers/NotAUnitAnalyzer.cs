using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using WeakPack.Analyzers.Marks;

namespace WeakPack.Analyzers;

/// <summary>WP3002: a mark that can't be honoured: on a nested type, in an executable, or one that names nothing.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NotAUnitAnalyzer : DiagnosticAnalyzer
{
    private const string Nested = "Type '{0}' is marked weak but nested, and a nested type is part of its outer type's unit. Mark the outer type, or move this one out of it.";
    private const string InExecutable = "Type '{0}' is marked weak but '{1}' is an executable, which nobody links from. Move the type into a library, or remove the mark.";

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => ImmutableArray.Create(RuleDescriptors.NotAUnit);

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
            start.RegisterCompilationEndAction(end => CheckProject(end, units));
        });
    }

    private static void CheckType(SymbolAnalysisContext context, WeakUnits units)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (type.ContainingType is not null)
        {
            if (WeakUnits.MarksOf(type).Any())
                Report(Nested);
        }
        else if (units.IsExecutable && units.IsMarked(type))
        {
            Report(InExecutable);
        }

        void Report(string message) => context.ReportDiagnostic(Diagnostic.Create(RuleDescriptors.NotAUnit, Symbols.LocationOf(type),
            string.Format(CultureInfo.InvariantCulture, message, type.Describe(), units.Compilation.AssemblyName)));
    }

    // About the project's file, which the compiler does not see. All marks have to be known, so an editor tells when it looks at the whole.
    private static void CheckProject(CompilationAnalysisContext context, WeakUnits units)
    {
        var location = units.Project.ProjectFile.Length == 0 ? Location.None : Location.Create(units.Project.ProjectFile, default, new LinePositionSpan(default, default));
        foreach (var message in IdleMarks.Of(units))
            context.ReportDiagnostic(Diagnostic.Create(RuleDescriptors.NotAUnit, location, message));
    }
}
