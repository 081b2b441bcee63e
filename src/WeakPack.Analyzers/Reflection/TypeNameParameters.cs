using Microsoft.CodeAnalysis;
using WeakPack.Metadata;

namespace WeakPack.Analyzers.Reflection;

/// <summary>Knows which string arguments of attributes are names of types.</summary>
/// <remarks>Modern frameworks say so themselves, by [DynamicallyAccessedMembers]; older ones only in their documentation.</remarks>
internal static class TypeNameParameters
{
    private const string Annotation = "System.Diagnostics.CodeAnalysis.DynamicallyAccessedMembersAttribute";

    /// <param name="attribute">The attribute.</param>
    /// <param name="position">The position of a constructor's argument.</param>
    /// <param name="member">The name of a named argument.</param>
    public static bool TakesTypeName(AttributeData attribute, int position, string? member)
    {
        if (attribute.AttributeClass is not { } type)
            return false;
        if (TypeNameAttributes.Contains(type.FullName()))
            return true;
        return member is null
            ? attribute.AttributeConstructor is { } constructor && constructor.Parameters[position].HasAttribute(Annotation)
            : type.GetMembers(member).Any(symbol => symbol is IPropertySymbol or IFieldSymbol && symbol.HasAttribute(Annotation));
    }
}
