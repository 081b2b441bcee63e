using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace WeakPack.Analyzers.CodeFixes;

/// <summary>Finds declarations in syntax.</summary>
internal static class Declarations
{
    /// <summary>The innermost node at a finding's place.</summary>
    public static async Task<SyntaxNode?> NodeAt(Document document, Diagnostic diagnostic, CancellationToken cancellation) =>
        (await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false))?.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);

    /// <summary>A class, struct, interface, enum or delegate.</summary>
    public static bool IsType(SyntaxNode node) => node is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax;

    /// <summary>The outermost type around a node.</summary>
    public static MemberDeclarationSyntax? OutermostType(SyntaxNode node) =>
        node.AncestorsAndSelf().Where(IsType).OfType<MemberDeclarationSyntax>().LastOrDefault();

    /// <summary>The attributes of that name on a type, with or without "Attribute" and a namespace.</summary>
    public static IEnumerable<AttributeSyntax> Attributes(MemberDeclarationSyntax type, string name) =>
        type.AttributeLists.SelectMany(list => list.Attributes).Where(attribute => NameOf(attribute.Name) is var written && (written == name || written == name + "Attribute"));

    private static string NameOf(NameSyntax name) => name switch
    {
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        AliasQualifiedNameSyntax qualified => qualified.Name.Identifier.ValueText,
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        _ => "",
    };

    /// <summary>The declarations of a type that a finding names for being marked.</summary>
    public static INamedTypeSymbol? TypeToMark(Compilation compilation, Diagnostic diagnostic) =>
        diagnostic.Properties.TryGetValue(Remedy.TypeToMark, out var id) && id is not null
            ? DocumentationCommentId.GetFirstSymbolForDeclarationId(id, compilation) as INamedTypeSymbol
            : null;

    public static bool Has(SyntaxTokenList modifiers, SyntaxKind kind) => modifiers.Any(modifier => modifier.IsKind(kind));
}
