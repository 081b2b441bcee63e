using Mono.Cecil;

namespace WeakPack.Linking;

/// <summary>Exchanges a custom modifier in the signatures of method references (ECMA-335 II.7.1.1), where that can't be done for all at once.</summary>
internal static class ModifierPatch
{
    /// <summary>The modifier stands in the method's signature.</summary>
    public static bool Names(MethodReference method, TypeReference modifier) => Modifiers(method).Any(found => found.ModifierType == modifier);

    /// <summary>Lets the references to some methods name the copy. All code is decoded for it, since Cecil keeps no references to members of generic types.</summary>
    public static void Apply(ModuleDefinition module, TypeReference modifier, TypeDefinition copy, Predicate<MethodReference> isMeant)
    {
        foreach (var method in module.GetTypes().SelectMany(type => type.Methods))
        {
            foreach (var declaration in method.Overrides.Where(declaration => isMeant(declaration)))
                Exchange(declaration, modifier, copy);
            if (!method.HasBody)
                continue;
            foreach (var used in method.Body.Instructions.Select(instruction => instruction.Operand).OfType<MethodReference>().Select(operand => operand.GetElementMethod()))
            {
                if (isMeant(used))
                    Exchange(used, modifier, copy);
            }
        }
    }

    private static void Exchange(MethodReference method, TypeReference modifier, TypeDefinition copy)
    {
        foreach (var found in Modifiers(method).Where(found => found.ModifierType == modifier))
        {
            if (found is RequiredModifierType required)
                required.ModifierType = copy;
            else
                ((OptionalModifierType)found).ModifierType = copy;
        }
    }

    private static IEnumerable<IModifierType> Modifiers(MethodReference method) =>
        method.Parameters.Select(parameter => parameter.ParameterType).Prepend(method.ReturnType).SelectMany(Modifiers);

    private static IEnumerable<IModifierType> Modifiers(TypeReference type)
    {
        for (var at = type; at is TypeSpecification specification; at = specification.ElementType)
        {
            if (at is IModifierType modified)
                yield return modified;
        }
    }
}
