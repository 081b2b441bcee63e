using Microsoft.CodeAnalysis;

namespace WeakPack.Analyzers;

/// <summary>Questions to symbols, and their names as the linker writes them.</summary>
internal static class Symbols
{
    private static readonly SymbolDisplayFormat NamespaceFormat = new(
        globalNamespaceStyle: SymbolDisplayGlobalNamespaceStyle.Omitted,
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces);

    /// <summary>The outermost type around a type, itself when it is not nested.</summary>
    public static INamedTypeSymbol TopLevel(this INamedTypeSymbol type)
    {
        while (type.ContainingType is { } outer)
            type = outer;
        return type.OriginalDefinition;
    }

    /// <summary>A type, or the type that a member belongs to.</summary>
    public static INamedTypeSymbol? TypeOf(ISymbol symbol) => symbol as INamedTypeSymbol ?? symbol.ContainingType;

    /// <summary>The type with all that are nested in it.</summary>
    public static IEnumerable<INamedTypeSymbol> WithNested(this INamedTypeSymbol type) =>
        type.GetTypeMembers().SelectMany(WithNested).Prepend(type);

    /// <summary>All top-level types that a namespace and those below it hold.</summary>
    public static IEnumerable<INamedTypeSymbol> TopLevelTypes(this INamespaceSymbol space)
    {
        foreach (var member in space.GetMembers())
        {
            if (member is INamespaceSymbol inner)
            {
                foreach (var type in inner.TopLevelTypes())
                    yield return type;
            }
            else if (member is INamedTypeSymbol type)
            {
                yield return type;
            }
        }
    }

    /// <summary>The full name as reflection gives it: <c>Acme.Outer`1+Nested</c>.</summary>
    public static string FullName(this INamedTypeSymbol type)
    {
        type = type.OriginalDefinition;
        if (type.ContainingType is { } outer)
            return outer.FullName() + "+" + type.MetadataName;
        var space = type.NamespaceName();
        return space.Length == 0 ? type.MetadataName : space + "." + type.MetadataName;
    }

    public static string NamespaceName(this INamedTypeSymbol type) =>
        type.ContainingNamespace is { IsGlobalNamespace: false } space ? space.ToDisplayString(NamespaceFormat) : "";

    /// <summary>A type or member as a message shows it.</summary>
    public static string Describe(this ISymbol symbol)
    {
        if (symbol is INamedTypeSymbol type)
            return type.FullName().Replace('+', '.');
        var owner = symbol.ContainingType is { } containing ? containing.Describe() + "." : "";
        return owner + symbol.MetadataName;
    }

    /// <summary>As <see cref="Describe"/>, but an accessor by the name of its property or event.</summary>
    public static string DescribeMember(this ISymbol symbol) => Declared(symbol).Describe();

    /// <summary>What the author wrote: of an accessor its property, of a backing field what it is behind.</summary>
    public static ISymbol Declared(ISymbol symbol) => symbol switch
    {
        IMethodSymbol { AssociatedSymbol: { } associated } => associated,
        IFieldSymbol { AssociatedSymbol: { } associated } => associated,
        _ => symbol,
    };

    /// <summary>Where the author declared it, or what the compiler made it of.</summary>
    public static Location LocationOf(ISymbol symbol)
    {
        for (ISymbol? at = Declared(symbol); at is not null; at = at.ContainingType)
        {
            if (at.Locations.FirstOrDefault(location => location.IsInSource) is { } location)
                return location;
        }

        return Location.None;
    }

    public static bool HasAttribute(this ISymbol symbol, string fullName) =>
        symbol.GetAttributes().Any(attribute => attribute.AttributeClass?.FullName() == fullName);

    /// <summary>Another assembly can see it, at least by deriving: it is public or protected, in a class that is not sealed.</summary>
    public static bool IsVisible(this ISymbol symbol)
    {
        for (var at = symbol; at is not null and not INamespaceSymbol; at = at.ContainingType)
        {
            var visible = at.DeclaredAccessibility switch
            {
                Accessibility.Public => true,
                Accessibility.Protected or Accessibility.ProtectedOrInternal => at.ContainingType is { IsSealed: false },
                _ => false,
            };
            if (!visible)
                return false;
        }

        return true;
    }

    /// <summary>The classes from which a type derives, the nearest first.</summary>
    public static IEnumerable<INamedTypeSymbol> Bases(this INamedTypeSymbol type)
    {
        for (var at = type.BaseType; at is not null; at = at.BaseType)
            yield return at.OriginalDefinition;
    }

    /// <summary>The interfaces that a type's declaration names, and those that these build on: what metadata lists.</summary>
    public static IEnumerable<INamedTypeSymbol> DeclaredInterfaces(this INamedTypeSymbol type) =>
        type.Interfaces.SelectMany(declared => declared.AllInterfaces.Prepend(declared));

    public static bool Is(this ISymbol? one, ISymbol? other) => SymbolEqualityComparer.Default.Equals(one, other);
}
