using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace WeakPack.Analyzers.Marks;

/// <summary>Tells whether a compilation's sources have any of the attributes at all.</summary>
/// <remarks>
/// The SDK gives the attributes to each project, so that they can be named says nothing. Declarations of types are all that
/// is looked at, and nothing is bound: a project without marks shall not wait for this. What a file has is remembered as long as
/// somebody has the file, for each rule asks, and an editor asks again with each letter.
/// </remarks>
internal static class MarkSearch
{
    private static readonly ConditionalWeakTable<SyntaxTree, object> s_known = new();
    private static readonly object s_yes = new();
    private static readonly object s_no = new();

    public static bool HasAttributes(Compilation compilation, CancellationToken cancellation)
    {
        foreach (var tree in compilation.SyntaxTrees)
        {
            cancellation.ThrowIfCancellationRequested();
            if (s_known.GetValue(tree, Search) == s_yes)
                return true;
        }

        return false;
    }

    private static object Search(SyntaxTree tree) =>
        tree.GetRoot() is CompilationUnitSyntax unit && (unit.Usings.Any(IsAlias) || unit.Members.Any(HasMark)) ? s_yes : s_no;

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
