using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using WeakPack.Analyzers.Consumers;
using WeakPack.Analyzers.Marks;
using WeakPack.Analyzers.Reflection;

namespace WeakPack.Analyzers;

/// <summary>WP3009: a text in code names a weak type for reflection, which would not find it.</summary>
/// <remarks>
/// What needs more than the source is left to the build: attributes, embedded files, and texts of which only the linked units
/// tell whether they find something. The build leaves what is told here to the compiler (Diagnostic.IsToldByCompiler).
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NameAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => ImmutableArray.Create(RuleDescriptors.NamedByText);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.RegisterCompilationStartAction(start =>
        {
            if (WeakUnits.Find(start.Compilation, start.Options, start.CancellationToken) is { IsExecutable: false } units)
            {
                var names = new NamesInPackage(units);
                start.RegisterOperationAction(operation => CheckPackage(operation, names), NamesInCode.Kinds);
            }

            if (WeakReferences.Find(start.Compilation, start.CancellationToken) is { } references)
                start.RegisterOperationAction(operation => CheckConsumer(operation, references), NamesInCode.Kinds);
        });
    }

    private static void CheckPackage(OperationAnalysisContext context, NamesInPackage names)
    {
        foreach (var name in NamesInCode.In(context.Operation))
        {
            if (Symbols.TypeOf(context.ContainingSymbol)?.TopLevel() is { } user && names.Check(name, user, context.CancellationToken) is var (type, reason, wayOut))
                Report(context, name, type, reason, wayOut);
        }
    }

    private static void CheckConsumer(OperationAnalysisContext context, WeakReferences references)
    {
        foreach (var name in NamesInCode.In(context.Operation))
        {
            if (references.Target(name) is { } type)
                Report(context, name, type, $"but '{context.Compilation.AssemblyName}' has a copy of it if it uses it, and '{type.ContainingAssembly.Name}' has none to be found", "Use typeof");
        }
    }

    private static void Report(OperationAnalysisContext context, NamedType name, INamedTypeSymbol type, string reason, string wayOut) =>
        context.ReportDiagnostic(Diagnostic.Create(RuleDescriptors.NamedByText, context.Operation.Syntax.GetLocation(),
            context.ContainingSymbol.DescribeMember(), type.Describe(), name.Text, reason, wayOut));
}
