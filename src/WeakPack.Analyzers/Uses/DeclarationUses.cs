using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace WeakPack.Analyzers.Uses;

/// <summary>What declarations name: bases, signatures, constraints, attributes.</summary>
internal static class DeclarationUses
{
    /// <summary>Those of one type, its nested types not included.</summary>
    public static void Add(UseList uses, INamedTypeSymbol type)
    {
        var at = Symbols.LocationOf(type);
        uses.AddType(type, type.BaseType, at);
        foreach (var implemented in type.DeclaredInterfaces())
            uses.AddType(type, implemented, at);
        AddTypeParameters(uses, type, type.TypeParameters);
        AddAttributes(uses, type, type.GetAttributes());
        foreach (var member in type.GetMembers())
            AddMember(uses, member);
    }

    private static void AddMember(UseList uses, ISymbol member)
    {
        var user = Symbols.Declared(member);
        var at = Symbols.LocationOf(member);
        switch (member)
        {
            case IFieldSymbol field:
                uses.AddType(user, field.Type, at);
                break;
            case IMethodSymbol method:
                foreach (var used in TypeParts.OfSignature(method))
                    uses.AddType(user, used, at);
                AddTypeParameters(uses, user, method.TypeParameters);
                AddAttributes(uses, user, method.GetReturnTypeAttributes());
                foreach (var parameter in method.Parameters)
                    AddAttributes(uses, user, parameter.GetAttributes());
                foreach (var implemented in method.ExplicitInterfaceImplementations)
                    uses.AddMember(user, implemented, at);
                if (BaseConstructor(method) is { } called)
                    uses.AddMember(user, called, at);
                break;
            case IEventSymbol happening:
                uses.AddType(user, happening.Type, at);
                break;
        }

        if (member is not INamedTypeSymbol)
            AddAttributes(uses, user, member.GetAttributes());
    }

    private static void AddTypeParameters(UseList uses, ISymbol user, IEnumerable<ITypeParameterSymbol> parameters)
    {
        foreach (var parameter in parameters)
        {
            AddAttributes(uses, user, parameter.GetAttributes());
            foreach (var constraint in parameter.ConstraintTypes)
                uses.AddType(user, constraint, Symbols.LocationOf(user));
        }
    }

    private static void AddAttributes(UseList uses, ISymbol user, IEnumerable<AttributeData> attributes)
    {
        foreach (var attribute in attributes.Where(AttributeParts.IsWritten))
        {
            var at = attribute.ApplicationSyntaxReference is { } syntax ? Location.Create(syntax.SyntaxTree, syntax.Span) : Symbols.LocationOf(user);
            uses.AddMember(user, attribute.AttributeConstructor, at);
            foreach (var used in AttributeParts.TypesIn(attribute))
                uses.AddType(user, used, at);
        }
    }

    // A constructor that does not say which one it builds on calls the one without arguments.
    private static IMethodSymbol? BaseConstructor(IMethodSymbol method)
    {
        if (method.MethodKind != MethodKind.Constructor || method.ContainingType is not { TypeKind: TypeKind.Class, BaseType: { } parent } || SaysItsBase(method))
            return null;
        return parent.InstanceConstructors.Where(constructor => constructor.Parameters.All(parameter => parameter.IsOptional || parameter.IsParams))
            .OrderBy(constructor => constructor.Parameters.Length).FirstOrDefault();
    }

    private static bool SaysItsBase(IMethodSymbol constructor) =>
        constructor.DeclaringSyntaxReferences.Any(declaration => declaration.GetSyntax() switch
        {
            ConstructorDeclarationSyntax { Initializer: not null } => true,
            TypeDeclarationSyntax type => type.BaseList?.Types.Any(named => named is PrimaryConstructorBaseTypeSyntax) == true,
            _ => false,
        })
        || (constructor.ContainingType.IsRecord && constructor.IsImplicitlyDeclared && constructor.Parameters.Length > 0);
}
