using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WeakPack.Analyzers.Uses;

namespace WeakPack.Analyzers.Reflection;

/// <summary>An attribute as metadata has it.</summary>
/// <param name="User">The type or member that it is about; of a parameter the member.</param>
/// <param name="Data">The attribute.</param>
internal sealed record AttributeSite(ISymbol User, AttributeData Data);

/// <summary>The attributes of types and members, those of parameters and return values included.</summary>
internal static class AttributeSites
{
    /// <summary>Those of a type and its members, but for the types nested in it.</summary>
    public static IEnumerable<AttributeSite> Of(INamedTypeSymbol type)
    {
        var sites = On(type, type.GetAttributes()).Concat(OfTypeParameters(type, type.TypeParameters));
        foreach (var member in type.GetMembers())
        {
            if (member is IMethodSymbol method)
                sites = sites.Concat(Of(method, method));
            else if (member is not INamedTypeSymbol)
                sites = sites.Concat(On(member, member.GetAttributes()));
        }

        return sites.Where(site => AttributeParts.IsWritten(site.Data));
    }

    /// <summary>Those of a local function or lambda expression, which go by the member around it.</summary>
    public static IEnumerable<AttributeSite> OfFunction(ISymbol member, IMethodSymbol function) =>
        Of(member, function).Where(site => AttributeParts.IsWritten(site.Data));

    /// <summary>The place of a text among the arguments, or that of the whole attribute when the text is put together.</summary>
    public static Location LocationOf(AttributeSite site, string text, CancellationToken cancellation)
    {
        if (site.Data.ApplicationSyntaxReference is not { } reference)
            return Symbols.LocationOf(site.User);
        var syntax = reference.GetSyntax(cancellation);
        var literal = syntax.DescendantNodes().OfType<LiteralExpressionSyntax>().FirstOrDefault(node => node.Token.Value as string == text);
        return (literal ?? syntax).GetLocation();
    }

    private static IEnumerable<AttributeSite> Of(ISymbol user, IMethodSymbol method) =>
        On(user, method.GetAttributes())
            .Concat(On(user, method.GetReturnTypeAttributes()))
            .Concat(method.Parameters.SelectMany(parameter => On(user, parameter.GetAttributes())))
            .Concat(OfTypeParameters(user, method.TypeParameters));

    private static IEnumerable<AttributeSite> OfTypeParameters(ISymbol user, IEnumerable<ITypeParameterSymbol> parameters) =>
        parameters.SelectMany(parameter => On(user, parameter.GetAttributes()));

    private static IEnumerable<AttributeSite> On(ISymbol user, IEnumerable<AttributeData> attributes) =>
        attributes.Select(attribute => new AttributeSite(user, attribute));
}
