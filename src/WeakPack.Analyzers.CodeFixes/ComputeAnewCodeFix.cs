using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace WeakPack.Analyzers.CodeFixes;

/// <summary>WP2203: makes a read-only field or property one that returns a new value at each use.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ComputeAnewCodeFix))]
public sealed class ComputeAnewCodeFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create("WP2203");

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var diagnostic = context.Diagnostics[0];
        var node = await Declarations.NodeAt(context.Document, diagnostic, context.CancellationToken).ConfigureAwait(false);
        var (declaration, property) = node switch
        {
            VariableDeclaratorSyntax { Initializer.Value: not InitializerExpressionSyntax, Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: FieldDeclarationSyntax field } } variable
                when Declarations.Has(field.Modifiers, SyntaxKind.ReadOnlyKeyword) => ((SyntaxNode)field, OfField(field, variable)),
            PropertyDeclarationSyntax { Initializer.Value: not InitializerExpressionSyntax, AccessorList.Accessors: { Count: 1 } accessors } declared
                when accessors[0].IsKind(SyntaxKind.GetAccessorDeclaration) => (declared, Computed(declared, declared.Initializer!.Value)),
            _ => default,
        };
        if (declaration is null || property is null)
            return;

        context.RegisterCodeFix(
            CodeAction.Create("Return a new value at each use", async cancellation =>
            {
                var root = await context.Document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
                return context.Document.WithSyntaxRoot(root!.ReplaceNode(declaration, property));
            }, nameof(ComputeAnewCodeFix)),
            diagnostic);
    }

    private static PropertyDeclarationSyntax OfField(FieldDeclarationSyntax field, VariableDeclaratorSyntax variable) =>
        Computed(SyntaxFactory.PropertyDeclaration(field.Declaration.Type, variable.Identifier.WithoutTrivia().WithTrailingTrivia(SyntaxFactory.Space))
            .WithAttributeLists(field.AttributeLists)
            .WithModifiers(SyntaxFactory.TokenList(field.Modifiers.Where(modifier => !modifier.IsKind(SyntaxKind.ReadOnlyKeyword))))
            .WithSemicolonToken(field.SemicolonToken), variable.Initializer!.Value);

    private static PropertyDeclarationSyntax Computed(PropertyDeclarationSyntax property, ExpressionSyntax value) =>
        property.WithAccessorList(null)
            .WithInitializer(null)
            .WithExpressionBody(SyntaxFactory.ArrowExpressionClause(value))
            .WithAdditionalAnnotations(Formatter.Annotation);
}
