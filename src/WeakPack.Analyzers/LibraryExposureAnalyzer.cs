using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using WeakPack.Analyzers.Consumers;
using WeakPack.Analyzers.Rules;

namespace WeakPack.Analyzers;

/// <summary>WP3003: a library's public surface exposes a weak type of a package, and its copy of that nobody else could use.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LibraryExposureAnalyzer : DiagnosticAnalyzer
{
    // Of no account, as a copy serves the library's callers: see IdentityCheck of the linker.
    private const string InitModifier = "System.Runtime.CompilerServices.IsExternalInit";

    private const string Forward = "[assembly: TypeForwardedTo]";

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => ImmutableArray.Create(RuleDescriptors.ConsumerExposesWeak);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.RegisterCompilationStartAction(start =>
        {
            if (WeakReferences.Find(start.Compilation, start.CancellationToken) is not { } references)
                return;

            // A forward leads to the package, which has no such type: not even an executable may have one.
            start.RegisterSyntaxNodeAction(node => CheckForward(node, references), SyntaxKind.Attribute);
            if (start.Compilation.Options.OutputKind is OutputKind.ConsoleApplication or OutputKind.WindowsApplication or OutputKind.WindowsRuntimeApplication)
                return;
            start.RegisterSymbolAction(symbol => CheckType(symbol, references), SymbolKind.NamedType);
            start.RegisterSyntaxNodeAction(node => CheckAssembly(node, references), SyntaxKind.AttributeList);
        });
    }

    private static void CheckType(SymbolAnalysisContext context, WeakReferences references)
    {
        foreach (var exposure in Exposures.Of((INamedTypeSymbol)context.Symbol).Where(exposure => references.IsWeak(exposure.Type) && exposure.Type.FullName() != InitModifier))
            context.ReportDiagnostic(Create(Symbols.LocationOf(exposure.User), exposure.User.DescribeMember(), exposure.Type));
    }

    private static void CheckAssembly(SyntaxNodeAnalysisContext context, WeakReferences references)
    {
        foreach (var (attribute, name) in AssemblyAttributes.In(context))
        {
            foreach (var type in Exposures.Of(attribute).Where(references.IsWeak).Distinct<INamedTypeSymbol>(SymbolEqualityComparer.Default))
                context.ReportDiagnostic(Create(context.Node.GetLocation(), name, type));
        }
    }

    private static void CheckForward(SyntaxNodeAnalysisContext context, WeakReferences references)
    {
        var attribute = (AttributeSyntax)context.Node;
        if (attribute is { Parent: AttributeListSyntax { Target.Identifier.RawKind: (int)SyntaxKind.AssemblyKeyword }, ArgumentList.Arguments: { Count: 1 } arguments }
            && arguments[0].Expression is TypeOfExpressionSyntax { Type: var named }
            && context.SemanticModel.GetTypeInfo(attribute, context.CancellationToken).Type is INamedTypeSymbol { Name: "TypeForwardedToAttribute" }
            && context.SemanticModel.GetTypeInfo(named, context.CancellationToken).Type is INamedTypeSymbol type
            && references.IsWeak(type))
        {
            context.ReportDiagnostic(Create(attribute.GetLocation(), Forward, type));
        }
    }

    private static Diagnostic Create(Location location, string user, INamedTypeSymbol type) =>
        Diagnostic.Create(RuleDescriptors.ConsumerExposesWeak, location, user, type.Describe(), type.ContainingAssembly.Name);
}
