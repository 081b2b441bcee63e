using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using WeakPack.Analyzers.Marks;
using WeakPack.Units;

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
        // Most packages are marked in their source alone.
        if (!units.Project.Any(units.Compilation))
            return;
        foreach (var (mark, message) in IdleMarks.Of(units))
            context.ReportDiagnostic(Diagnostic.Create(RuleDescriptors.NotAUnit, PlaceOf(mark, context, units.Project.ProjectFile), message));
    }

    // The files that may hold the mark are handed to the compiler with it (sdk/targets/WeakPack.Analyzers.targets).
    private static Location PlaceOf(ProjectMark mark, CompilationAnalysisContext context, string project)
    {
        foreach (var file in context.Options.AdditionalFiles.Where(file => IsOfMSBuild(file.Path)))
        {
            if (file.GetText(context.CancellationToken) is { } text && mark.FindIn(text.ToString()) is var (line, column))
            {
                var start = new LinePosition(line - 1, column - 1);
                return Location.Create(file.Path, default, new LinePositionSpan(start, start));
            }
        }

        return project.Length == 0 ? Location.None : Location.Create(project, default, new LinePositionSpan(default, default));
    }

    private static bool IsOfMSBuild(string path) =>
        Path.GetExtension(path) is { Length: > 0 } extension && (extension.EndsWith("proj", StringComparison.OrdinalIgnoreCase) || extension is ".props" or ".targets");
}
