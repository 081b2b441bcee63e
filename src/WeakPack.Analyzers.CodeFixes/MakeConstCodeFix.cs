using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;

namespace WeakPack.Analyzers.CodeFixes;

/// <summary>WP2203: makes a global field a constant, where its value is one and nobody writes to it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MakeConstCodeFix))]
public sealed class MakeConstCodeFix : CodeFixProvider
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
        if (node is not VariableDeclaratorSyntax { Initializer.Value: { } value, Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: FieldDeclarationSyntax field } } variable
            || await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is not { } model
            || model.GetDeclaredSymbol(variable, context.CancellationToken) is not IFieldSymbol symbol
            || !CanBeConstant(symbol, model.GetConstantValue(value, context.CancellationToken))
            || (!symbol.IsReadOnly && await IsWritten(symbol, context.Document.Project.Solution, context.CancellationToken).ConfigureAwait(false)))
        {
            return;
        }

        context.RegisterCodeFix(CodeAction.Create("Make it a constant", cancellation => MakeConstant(context.Document, field, cancellation), nameof(MakeConstCodeFix)), diagnostic);
    }

    private static bool CanBeConstant(IFieldSymbol field, Optional<object?> value) =>
        value.HasValue && !field.IsVolatile
        && (value.Value is null ? field.Type.IsReferenceType : field.Type.TypeKind == TypeKind.Enum || field.Type.SpecialType is >= SpecialType.System_Boolean and <= SpecialType.System_String);

    private static async Task<bool> IsWritten(IFieldSymbol field, Solution solution, CancellationToken cancellation)
    {
        foreach (var location in (await SymbolFinder.FindReferencesAsync(field, solution, cancellation).ConfigureAwait(false)).SelectMany(found => found.Locations))
        {
            var root = await location.Document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
            if (root?.FindNode(location.Location.SourceSpan, getInnermostNodeForTie: true) is ExpressionSyntax use && Writes.May(use))
                return true;
        }

        return false;
    }

    private static async Task<Document> MakeConstant(Document document, FieldDeclarationSyntax field, CancellationToken cancellation)
    {
        var modifiers = field.Modifiers.Where(modifier => !modifier.IsKind(SyntaxKind.ReadOnlyKeyword))
            .Select(modifier => modifier.IsKind(SyntaxKind.StaticKeyword) ? SyntaxFactory.Token(modifier.LeadingTrivia, SyntaxKind.ConstKeyword, modifier.TrailingTrivia) : modifier);
        var root = await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
        return document.WithSyntaxRoot(root!.ReplaceNode(field, field.WithModifiers(SyntaxFactory.TokenList(modifiers))));
    }
}
