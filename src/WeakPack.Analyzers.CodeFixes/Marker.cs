using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;

namespace WeakPack.Analyzers.CodeFixes;

/// <summary>Puts [WeakPackageUnit] on types.</summary>
internal static class Marker
{
    private const string Name = "WeakPackageUnit";

    /// <summary>Marks those of the types that have no mark yet, each once, in whatever files they are.</summary>
    public static async Task<Solution> Mark(Solution solution, IEnumerable<INamedTypeSymbol> types, CancellationToken cancellation)
    {
        var editor = new SolutionEditor(solution);
        foreach (var type in types)
        {
            var declarations = new List<MemberDeclarationSyntax>();
            foreach (var reference in type.DeclaringSyntaxReferences)
            {
                if (await reference.GetSyntaxAsync(cancellation).ConfigureAwait(false) is MemberDeclarationSyntax declaration)
                    declarations.Add(declaration);
            }

            if (declarations.Count == 0 || declarations.Exists(declaration => Declarations.Attributes(declaration, Name).Any()) || solution.GetDocument(declarations[0].SyntaxTree) is not { } document)
                continue;
            var edited = await editor.GetDocumentEditorAsync(document.Id, cancellation).ConfigureAwait(false);
            edited.ReplaceNode(declarations[0], Marked(declarations[0]));
        }

        return editor.GetChangedSolution();
    }

    // In full, and then as short as the file's usings allow.
    private static MemberDeclarationSyntax Marked(MemberDeclarationSyntax declaration)
    {
        var name = SyntaxFactory.ParseName("global::WeakPack." + Name).WithAdditionalAnnotations(Simplifier.Annotation);
        var list = SyntaxFactory.AttributeList(SyntaxFactory.SingletonSeparatedList(SyntaxFactory.Attribute(name)))
            .WithLeadingTrivia(declaration.GetLeadingTrivia())
            .WithTrailingTrivia(SyntaxFactory.ElasticCarriageReturnLineFeed)
            .WithAdditionalAnnotations(Formatter.Annotation);
        var bare = declaration.WithLeadingTrivia(SyntaxFactory.ElasticMarker);
        return bare.WithAttributeLists(bare.AttributeLists.Insert(0, list));
    }
}
