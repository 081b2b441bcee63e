using Microsoft.CodeAnalysis;
using WeakPack.Analyzers.Uses;

namespace WeakPack.Analyzers.Rules;

/// <summary>A type that stands in what other assemblies can see.</summary>
/// <param name="User">The type or member that names it.</param>
/// <param name="Type">The type that is named.</param>
internal sealed record Exposure(ISymbol User, INamedTypeSymbol Type);

/// <summary>What the visible part of a type names: its public and protected members, bases, constraints and attributes.</summary>
/// <remarks>
/// The class of an attribute is not part of a surface: like the attributes that compilers embed, each assembly may have its
/// own. The types among an attribute's arguments are, those of a generic attribute's class too.
/// </remarks>
internal static class Exposures
{
    private const string TrimmingHint = "System.Diagnostics.CodeAnalysis.DynamicDependencyAttribute";

    /// <summary>Those of one type, its nested types not included; each type once for each member.</summary>
    public static IEnumerable<Exposure> Of(INamedTypeSymbol type) =>
        type.IsVisible() && !IsExtensionMarker(type)
            ? OfType(type).Concat(type.GetMembers().SelectMany(member => OfMember(type, member))).Distinct(ExposureComparer.Instance)
            : [];

    /// <summary>The types among an attribute's arguments.</summary>
    public static IEnumerable<INamedTypeSymbol> Of(AttributeData attribute)
    {
        if (!AttributeParts.IsWritten(attribute) || attribute.AttributeClass is not { } type)
            return [];
        var arguments = type.TypeArguments.SelectMany(TypeParts.Of);
        return type.FullName() == TrimmingHint ? arguments : arguments.Concat(AttributeParts.TypesIn(attribute));
    }

    // The receivers of extension members are parameters of types that nobody names; the members themselves are in the outer class, too.
    private static bool IsExtensionMarker(INamedTypeSymbol type) => type.ContainingType is not null && type.MetadataName.StartsWith("<", StringComparison.Ordinal);

    private static IEnumerable<Exposure> OfType(INamedTypeSymbol type)
    {
        var named = TypeParts.Of(type.BaseType).Concat(type.DeclaredInterfaces().SelectMany(TypeParts.Of)).Concat(type.GetAttributes().SelectMany(Of)).Concat(OfTypeParameters(type.TypeParameters));
        return named.Select(used => new Exposure(type, used));
    }

    private static IEnumerable<Exposure> OfMember(INamedTypeSymbol type, ISymbol member)
    {
        var user = Symbols.Declared(member);
        IEnumerable<INamedTypeSymbol> named = member switch
        {
            IFieldSymbol field when IsVisible(type, field) =>
                TypeParts.Of(field.Type).Concat(field.CustomModifiers.Select(modifier => modifier.Modifier)),
            IMethodSymbol method when IsVisible(type, method) =>
                TypeParts.OfSignature(method)
                    .Concat(OfTypeParameters(method.TypeParameters))
                    .Concat(method.GetReturnTypeAttributes().SelectMany(Of))
                    .Concat(method.Parameters.SelectMany(parameter => parameter.GetAttributes()).SelectMany(Of)),
            _ => [],
        };
        var isVisible = member switch
        {
            IPropertySymbol property => IsVisible(type, property.GetMethod) || IsVisible(type, property.SetMethod),
            IEventSymbol happening => IsVisible(type, happening.AddMethod),
            IFieldSymbol or IMethodSymbol => IsVisible(type, member),
            _ => false,
        };
        return named.Concat(isVisible ? member.GetAttributes().SelectMany(Of) : []).Select(used => new Exposure(user, used));
    }

    private static IEnumerable<INamedTypeSymbol> OfTypeParameters(IEnumerable<ITypeParameterSymbol> parameters) =>
        parameters.SelectMany(parameter => parameter.ConstraintTypes.SelectMany(TypeParts.Of).Concat(parameter.GetAttributes().SelectMany(Of)));

    private static bool IsVisible(INamedTypeSymbol type, ISymbol? member) => member?.DeclaredAccessibility switch
    {
        Accessibility.Public => true,
        Accessibility.Protected or Accessibility.ProtectedOrInternal => !type.IsSealed,
        _ => false,
    };

    private sealed class ExposureComparer : IEqualityComparer<Exposure>
    {
        public static readonly ExposureComparer Instance = new();

        public bool Equals(Exposure x, Exposure y) => x.User.Is(y.User) && x.Type.Is(y.Type);

        public int GetHashCode(Exposure exposure) =>
            unchecked((SymbolEqualityComparer.Default.GetHashCode(exposure.User) * 31) + SymbolEqualityComparer.Default.GetHashCode(exposure.Type));
    }
}
