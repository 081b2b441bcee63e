using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using WeakPack.Analyzers.Marks;
using WeakPack.Analyzers.Rules;

namespace WeakPack.Analyzers;

/// <summary>WP3001: a strong public signature exposes a weak type of the same package.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class PackageExposureAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => ImmutableArray.Create(RuleDescriptors.StrongExposesWeak);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.RegisterCompilationStartAction(start =>
        {
            if (WeakUnits.Find(start.Compilation, start.Options, start.CancellationToken) is not { IsExecutable: false } units)
                return;
            start.RegisterSymbolAction(symbol => CheckType(symbol, units), SymbolKind.NamedType);
            start.RegisterSyntaxNodeAction(node => CheckAssembly(node, units), SyntaxKind.AttributeList);
        });
    }

    private static void CheckType(SymbolAnalysisContext context, WeakUnits units)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (units.IsWeak(type))
            return;
        foreach (var exposure in Exposures.Of(type).Where(exposure => units.IsWeak(exposure.Type)))
        {
            context.ReportDiagnostic(Diagnostic.Create(RuleDescriptors.StrongExposesWeak, Symbols.LocationOf(exposure.User), Remedy.MarkWeak(type.TopLevel()),
                exposure.User.DescribeMember(), exposure.Type.Describe(), WeakUnits.UnitOf(exposure.Type), $"Make the member internal, mark '{type.TopLevel().FullName()}' weak too"));
        }
    }

    private static void CheckAssembly(SyntaxNodeAnalysisContext context, WeakUnits units)
    {
        foreach (var (attribute, name) in AssemblyAttributes.In(context))
        {
            foreach (var type in Exposures.Of(attribute).Where(units.IsWeak).Distinct<INamedTypeSymbol>(SymbolEqualityComparer.Default))
            {
                context.ReportDiagnostic(Diagnostic.Create(RuleDescriptors.StrongExposesWeak, context.Node.GetLocation(),
                    name, type.Describe(), WeakUnits.UnitOf(type), "Remove the attribute"));
            }
        }
    }
}
