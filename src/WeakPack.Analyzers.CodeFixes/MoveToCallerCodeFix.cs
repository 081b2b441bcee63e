using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace WeakPack.Analyzers.CodeFixes;

/// <summary>WP2203: makes a private variable a parameter of the methods that use it, so that the caller holds it.</summary>
/// <remarks>Each caller outside of the unit then has to say which variable it means, which nobody can say for it. So there is no way to fix all at once.</remarks>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MoveToCallerCodeFix))]
public sealed class MoveToCallerCodeFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create("WP2203");

    /// <inheritdoc/>
    public override FixAllProvider? GetFixAllProvider() => null;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var diagnostic = context.Diagnostics[0];
        var node = await Declarations.NodeAt(context.Document, diagnostic, context.CancellationToken).ConfigureAwait(false);
        if (node is not VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: FieldDeclarationSyntax field } } variable
            || await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is not { } model
            || model.GetDeclaredSymbol(variable, context.CancellationToken) is not IFieldSymbol symbol
            || CallerMove.Plan(field, symbol, model, context.CancellationToken) is not { } move)
        {
            return;
        }

        context.RegisterCodeFix(
            CodeAction.Create("Let the caller pass it", async cancellation =>
            {
                var root = await context.Document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
                return context.Document.WithSyntaxRoot(move.Apply(root!));
            }, nameof(MoveToCallerCodeFix)),
            diagnostic);
    }
}
