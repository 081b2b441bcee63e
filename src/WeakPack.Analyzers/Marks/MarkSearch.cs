using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace WeakPack.Analyzers.Marks;

/// <summary>Tells whether a compilation's sources have any of the attributes at all.</summary>
/// <remarks>
/// The SDK gives the attributes to each project, so that they can be named says nothing. A project without marks shall not wait
/// for this: a file whose text lacks what their names have in common is not looked at, for to look makes the compiler build all
/// nodes of the file. In others the declarations of types are looked at, and nothing is bound. What a file has is remembered as
/// long as somebody has the file, for an editor asks again with each letter.
/// </remarks>
internal static class MarkSearch
{
    private const string CommonPart = "PackageUnit";
    private const int ChunkLength = 4096;

    private static readonly ConditionalWeakTable<SyntaxTree, object> s_known = new();
    private static readonly object s_yes = new();
    private static readonly object s_no = new();

    public static bool HasAttributes(Compilation compilation, CancellationToken cancellation)
    {
        var chunk = new char[ChunkLength];
        foreach (var tree in compilation.SyntaxTrees)
        {
            cancellation.ThrowIfCancellationRequested();
            if (s_known.GetValue(tree, unknown => Search(unknown, chunk, cancellation)) == s_yes)
                return true;
        }

        return false;
    }

    private static object Search(SyntaxTree tree, char[] chunk, CancellationToken cancellation) =>
        MayHaveAttributes(tree.GetText(cancellation), chunk)
        && tree.GetRoot(cancellation) is CompilationUnitSyntax unit && (unit.Usings.Any(IsAlias) || unit.Members.Any(HasMark)) ? s_yes : s_no;

    // A letter of a name can be written as an escape, which begins as those in strings do.
    private static bool MayHaveAttributes(SourceText text, char[] chunk)
    {
        var overlap = CommonPart.Length - 1;
        for (var position = 0; position < text.Length; position += chunk.Length - overlap)
        {
            var length = Math.Min(chunk.Length, text.Length - position);
            text.CopyTo(position, chunk, 0, length);
            var part = new ReadOnlySpan<char>(chunk, 0, length);
            if (part.IndexOf(CommonPart.AsSpan()) >= 0 || part.IndexOf(@"\u".AsSpan()) >= 0 || part.IndexOf(@"\U".AsSpan()) >= 0)
                return true;
        }

        return false;
    }

    private static bool HasMark(MemberDeclarationSyntax member) => member switch
    {
        BaseNamespaceDeclarationSyntax space => space.Usings.Any(IsAlias) || space.Members.Any(HasMark),
        TypeDeclarationSyntax type => HasMark(type.AttributeLists) || type.Members.Any(HasMark),
        BaseTypeDeclarationSyntax or DelegateDeclarationSyntax => HasMark(member.AttributeLists),
        _ => false,
    };

    private static bool HasMark(SyntaxList<AttributeListSyntax> lists) =>
        lists.Any(list => list.Attributes.Any(attribute => IsMark(attribute.Name)));

    private static bool IsAlias(UsingDirectiveSyntax directive) => directive.Alias is not null && directive.Name is { } name && IsMark(name);

    private static bool IsMark(NameSyntax name) =>
        (name switch
        {
            QualifiedNameSyntax qualified => qualified.Right,
            AliasQualifiedNameSyntax qualified => qualified.Name,
            SimpleNameSyntax simple => simple,
            _ => null,
        })?.Identifier.ValueText is "WeakPackageUnit" or "WeakPackageUnitAttribute" or "DenyPackageUnit" or "DenyPackageUnitAttribute";
}
