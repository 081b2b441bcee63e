using Mono.Cecil;

namespace WeakPack.Modules;

/// <summary>The types that a type is built of: definitions and references by name.</summary>
internal static class TypeLeaves
{
    /// <summary>Every one of them, those that a declaring type names included in it.</summary>
    public static IEnumerable<TypeReference> Of(TypeReference type) => type switch
    {
        GenericParameter => [],
        FunctionPointerType pointer => Of(pointer.ReturnType).Concat(pointer.Parameters.SelectMany(parameter => Of(parameter.ParameterType))),
        GenericInstanceType instance => Of(instance.ElementType).Concat(instance.GenericArguments.SelectMany(Of)),
        IModifierType modifier => Of(modifier.ModifierType).Concat(Of(modifier.ElementType)),
        TypeSpecification specification => Of(specification.ElementType), // arrays, pointers, by reference, pinned, sentinel
        _ => [type],
    };

    /// <summary>The top-level type in which a type is nested, or the type itself.</summary>
    public static TypeReference Outermost(TypeReference type)
    {
        while (type.DeclaringType is { } declaring)
            type = declaring;
        return type;
    }
}
