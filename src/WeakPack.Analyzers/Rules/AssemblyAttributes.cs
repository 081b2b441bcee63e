using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace WeakPack.Analyzers.Rules;

/// <summary>The attributes of the assembly and the module, where the source has them.</summary>
internal static class AssemblyAttributes
{
    /// <summary>Those of a list, each with its name as in the source; none when the list is about a type or member.</summary>
    public static IEnumerable<(AttributeData Attribute, string Name)> In(SyntaxNodeAnalysisContext context)
    {
        var list = (AttributeListSyntax)context.Node;
        ISymbol owner;
        switch (list.Target?.Identifier.Kind())
        {
            case SyntaxKind.AssemblyKeyword:
                owner = context.Compilation.Assembly;
                break;
            case SyntaxKind.ModuleKeyword:
                owner = context.Compilation.SourceModule;
                break;
            default:
                return [];
        }

        return from attribute in owner.GetAttributes()
            let syntax = attribute.ApplicationSyntaxReference
            where syntax is not null && syntax.SyntaxTree == list.SyntaxTree && list.Span.Contains(syntax.Span)
            select (attribute, $"[{list.Target.Identifier.ValueText}: {NameOf(attribute)}]");
    }

    private static string NameOf(AttributeData attribute)
    {
        var name = attribute.AttributeClass!.FullName().Split('`')[0];
        return name.EndsWith("Attribute", StringComparison.Ordinal) ? name.Substring(0, name.Length - "Attribute".Length) : name;
    }
}
