using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace WeakPack.Analyzers.CodeFixes;

/// <summary>Removes the mark from a type that can't be what the mark says.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveMarkCodeFix))]
public sealed class RemoveMarkCodeFix : CodeFixProvider
{
    private const string Weak = "WeakPackageUnit";
    private const string Denied = "DenyPackageUnit";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create("WP2203", "WP2221", "WP2222", "WP2223", "WP2411", "WP3002");

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => FixAllProvider.Create(async (context, document, diagnostics) =>
    {
        var marks = new HashSet<AttributeSyntax>();
        foreach (var diagnostic in diagnostics)
        {
            foreach (var (name, attributes) in await MarksAt(document, diagnostic, context.CancellationToken).ConfigureAwait(false))
            {
                if (context.CodeActionEquivalenceKey == name)
                    marks.UnionWith(attributes);
            }
        }

        return await Remove(document, marks, context.CancellationToken).ConfigureAwait(false);
    });

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var diagnostic = context.Diagnostics[0];
        foreach (var (name, attributes) in await MarksAt(context.Document, diagnostic, context.CancellationToken).ConfigureAwait(false))
            context.RegisterCodeFix(CodeAction.Create($"Remove [{name}]", cancellation => Remove(context.Document, attributes, cancellation), name), diagnostic);
    }

    // A nested type can carry a mark that it must not have; otherwise the outermost one has it.
    private static async Task<IReadOnlyList<(string Name, IReadOnlyList<AttributeSyntax> Attributes)>> MarksAt(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (await Declarations.NodeAt(document, diagnostic, cancellation).ConfigureAwait(false) is not { } node)
            return [];
        var type = diagnostic.Id is "WP2223" or "WP3002" ? node as MemberDeclarationSyntax : Declarations.OutermostType(node);
        string[] names = diagnostic.Id switch { "WP2222" => [Weak, Denied], "WP2223" => [Denied], _ => [Weak] };
        return type is null
            ? []
            : [.. names.Select(name => (name, (IReadOnlyList<AttributeSyntax>)[.. Declarations.Attributes(type, name)])).Where(mark => mark.Item2.Count > 0)];
    }

    private static async Task<Document> Remove(Document document, IEnumerable<AttributeSyntax> attributes, CancellationToken cancellation)
    {
        var editor = await DocumentEditor.CreateAsync(document, cancellation).ConfigureAwait(false);
        foreach (var list in attributes.GroupBy(attribute => (AttributeListSyntax)attribute.Parent!))
        {
            var all = list.Count() == list.Key.Attributes.Count;
            foreach (var node in all ? [list.Key] : list.AsEnumerable<SyntaxNode>())
                editor.RemoveNode(node, SyntaxRemoveOptions.KeepLeadingTrivia | SyntaxRemoveOptions.KeepDirectives);
        }

        return editor.GetChangedDocument();
    }
}
