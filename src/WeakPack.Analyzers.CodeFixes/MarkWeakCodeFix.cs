using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace WeakPack.Analyzers.CodeFixes;

/// <summary>WP1033, WP2411, WP3001: marks the type that a weak unit uses, or that exposes one, weak too; or all of its namespace.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MarkWeakCodeFix))]
public sealed class MarkWeakCodeFix : CodeFixProvider
{
    private const string OneType = "MarkType";
    private const string WholeNamespace = "MarkNamespace";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create("WP1033", "WP2411", "WP3001");

    /// <summary>Several findings lead to one type, which gets one mark.</summary>
    public override FixAllProvider GetFixAllProvider() => MarkAllProvider.Instance;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var diagnostic = context.Diagnostics[0];
        var project = context.Document.Project;
        if (await project.GetCompilationAsync(context.CancellationToken).ConfigureAwait(false) is not { } compilation
            || Declarations.TypeToMark(compilation, diagnostic) is not { } type)
        {
            return;
        }

        context.RegisterCodeFix(CodeAction.Create($"Mark '{type.Name}' weak too", cancellation => Marker.Mark(project.Solution, [type], cancellation), OneType), diagnostic);
        if (type.ContainingNamespace is { IsGlobalNamespace: false } space)
        {
            context.RegisterCodeFix(
                CodeAction.Create($"Mark all types of namespace '{space.ToDisplayString()}' weak", cancellation => Marker.Mark(project.Solution, TypesOf(space), cancellation), WholeNamespace),
                diagnostic);
        }
    }

    private static IEnumerable<INamedTypeSymbol> TypesOf(INamespaceSymbol space) => space.GetTypeMembers().Where(type => !type.IsImplicitlyDeclared);

    private sealed class MarkAllProvider : FixAllProvider
    {
        public static readonly MarkAllProvider Instance = new();

        public override async Task<CodeAction?> GetFixAsync(FixAllContext fixAllContext)
        {
            var types = new HashSet<INamedTypeSymbol>(SymbolEqualityComparer.Default);
            var projects = fixAllContext.Scope == FixAllScope.Solution ? fixAllContext.Solution.Projects : [fixAllContext.Project];
            foreach (var project in projects)
            {
                if (await project.GetCompilationAsync(fixAllContext.CancellationToken).ConfigureAwait(false) is not { } compilation)
                    continue;
                foreach (var diagnostic in await Diagnostics(fixAllContext, project).ConfigureAwait(false))
                {
                    if (Declarations.TypeToMark(compilation, diagnostic) is { } type)
                        types.UnionWith(fixAllContext.CodeActionEquivalenceKey == WholeNamespace ? TypesOf(type.ContainingNamespace) : [type]);
                }
            }

            return CodeAction.Create("Mark weak too", cancellation => Marker.Mark(fixAllContext.Solution, types, cancellation), fixAllContext.CodeActionEquivalenceKey);
        }

        private static Task<ImmutableArray<Diagnostic>> Diagnostics(FixAllContext context, Project project) =>
            context is { Scope: FixAllScope.Document, Document: { } document } ? context.GetDocumentDiagnosticsAsync(document) : context.GetAllDiagnosticsAsync(project);
    }
}
