using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using WeakPack.Analyzers.Consumers;
using WeakPack.Analyzers.Marks;
using WeakPack.Analyzers.Reflection;
using WeakPack.Analyzers.Rules;

namespace WeakPack.Analyzers;

/// <summary>WP3009: a text in code or in an attribute names a weak type for reflection, which would not find it.</summary>
/// <remarks>
/// What needs more than the source is left to the build: embedded files, and texts of which only the linked units
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
                Register(start, (name, user, cancellation) => names.Check(name, user, cancellation), names.IsWeak);
            }

            if (WeakReferences.Find(start.Compilation, start.CancellationToken) is { } references)
                Register(start, (name, _, _) => CheckConsumer(start.Compilation, name, references), _ => false);
        });
    }

    private delegate (INamedTypeSymbol Type, string Reason, string WayOut)? Check(NamedType name, INamedTypeSymbol? user, CancellationToken cancellation);

    private static void Register(CompilationStartAnalysisContext start, Check check, Func<string, bool> isWeak)
    {
        start.RegisterOperationAction(
            operation =>
            {
                foreach (var name in NamesInCode.In(operation.Operation))
                {
                    if (Symbols.TypeOf(operation.ContainingSymbol) is { } type && check(name, type.TopLevel(), operation.CancellationToken) is { } problem)
                        operation.ReportDiagnostic(Create(operation.Operation.Syntax.GetLocation(), operation.ContainingSymbol.DescribeMember(), name, problem));
                }
            },
            NamesInCode.Kinds);
        start.RegisterSymbolAction(
            symbol => CheckSites(AttributeSites.Of((INamedTypeSymbol)symbol.Symbol), check, isWeak, symbol.ReportDiagnostic, symbol.CancellationToken), SymbolKind.NamedType);
        start.RegisterSyntaxNodeAction(
            node =>
            {
                if (node.ContainingSymbol is { } member && FunctionOf(node) is { } function)
                    CheckSites(AttributeSites.OfFunction(member, function), check, isWeak, node.ReportDiagnostic, node.CancellationToken);
            },
            SyntaxKind.LocalFunctionStatement,
            SyntaxKind.ParenthesizedLambdaExpression);
        start.RegisterSyntaxNodeAction(
            node =>
            {
                foreach (var (attribute, user) in AssemblyAttributes.In(node))
                    CheckAttribute(new(node.Compilation.Assembly, attribute), user, null, check, isWeak, node.ReportDiagnostic, node.CancellationToken);
            },
            SyntaxKind.AttributeList);
    }

    private static IMethodSymbol? FunctionOf(SyntaxNodeAnalysisContext context)
    {
        // Few have attributes, and asking what a lambda is binds it.
        if (!context.Node.DescendantNodes(node => node == context.Node || node is ParameterListSyntax or ParameterSyntax or TypeParameterListSyntax or TypeParameterSyntax).OfType<AttributeListSyntax>().Any())
            return null;
        return context.Node is LocalFunctionStatementSyntax function
            ? context.SemanticModel.GetDeclaredSymbol(function, context.CancellationToken) as IMethodSymbol
            : context.SemanticModel.GetSymbolInfo(context.Node, context.CancellationToken).Symbol as IMethodSymbol;
    }

    private static void CheckSites(IEnumerable<AttributeSite> sites, Check check, Func<string, bool> isWeak, Action<Diagnostic> report, CancellationToken cancellation)
    {
        foreach (var site in sites)
            CheckAttribute(site, site.User.DescribeMember(), Symbols.TypeOf(site.User)?.TopLevel(), check, isWeak, report, cancellation);
    }

    private static void CheckAttribute(AttributeSite site, string user, INamedTypeSymbol? type, Check check, Func<string, bool> isWeak, Action<Diagnostic> report, CancellationToken cancellation)
    {
        foreach (var name in NamesInAttributes.In(site.Data, isWeak))
        {
            if (check(name, type, cancellation) is { } problem)
                report(Create(AttributeSites.LocationOf(site, name.Text, cancellation), user, name, problem));
        }
    }

    private static (INamedTypeSymbol Type, string Reason, string WayOut)? CheckConsumer(Compilation compilation, NamedType name, WeakReferences references) =>
        references.Target(name) is { } type
            ? (type, $"but '{compilation.AssemblyName}' has a copy of it if it uses it, and '{type.ContainingAssembly.Name}' has none to be found", "Use typeof")
            : null;

    private static Diagnostic Create(Location location, string user, NamedType name, (INamedTypeSymbol Type, string Reason, string WayOut) problem) =>
        Diagnostic.Create(RuleDescriptors.NamedByText, location, user, problem.Type.Describe(), name.Text, problem.Reason, problem.WayOut);
}
