using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace WeakPack.Analyzers.CodeFixes;

/// <summary>WP3001, WP3003: makes the member or type that exposes a weak type internal.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MakeInternalCodeFix))]
public sealed class MakeInternalCodeFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create("WP3001", "WP3003");

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => FixAllProvider.Create(async (context, document, diagnostics) =>
    {
        var members = new HashSet<MemberDeclarationSyntax>();
        foreach (var diagnostic in diagnostics)
        {
            if (await MemberAt(document, diagnostic, context.CancellationToken).ConfigureAwait(false) is { } member)
                members.Add(member);
        }

        return await MakeInternal(document, members, context.CancellationToken).ConfigureAwait(false);
    });

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var diagnostic = context.Diagnostics[0];
        if (await MemberAt(context.Document, diagnostic, context.CancellationToken).ConfigureAwait(false) is { } member)
            context.RegisterCodeFix(CodeAction.Create("Make it internal", cancellation => MakeInternal(context.Document, [member], cancellation), nameof(MakeInternalCodeFix)), diagnostic);
    }

    // Not what others fix the access of: overrides, members of interfaces, operators.
    private static async Task<MemberDeclarationSyntax?> MemberAt(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        var node = await Declarations.NodeAt(document, diagnostic, cancellation).ConfigureAwait(false);
        var member = node is VariableDeclaratorSyntax { Parent.Parent: BaseFieldDeclarationSyntax fields } ? fields : node as MemberDeclarationSyntax;
        return member is null or OperatorDeclarationSyntax or ConversionOperatorDeclarationSyntax
            || Declarations.Has(member.Modifiers, SyntaxKind.OverrideKeyword) || member.Parent is InterfaceDeclarationSyntax
            ? null
            : member;
    }

    private static async Task<Document> MakeInternal(Document document, IEnumerable<MemberDeclarationSyntax> members, CancellationToken cancellation)
    {
        var editor = await DocumentEditor.CreateAsync(document, cancellation).ConfigureAwait(false);
        foreach (var member in members)
        {
            // An accessor must have less access than its property.
            if (member is BasePropertyDeclarationSyntax { AccessorList: { } list })
            {
                foreach (var accessor in list.Accessors.Where(accessor => accessor.Modifiers.Count > 0 && !Declarations.Has(accessor.Modifiers, SyntaxKind.PrivateKeyword)))
                    editor.SetAccessibility(accessor, Accessibility.NotApplicable);
            }

            editor.SetAccessibility(member, Accessibility.Internal);
        }

        return editor.GetChangedDocument();
    }
}
