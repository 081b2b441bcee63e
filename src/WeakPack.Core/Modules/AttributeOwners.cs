using Mono.Cecil;

namespace WeakPack.Modules;

/// <summary>Everything in a module that has custom attributes.</summary>
internal static class AttributeOwners
{
    public static IEnumerable<ICustomAttributeProvider> Of(ModuleDefinition module) =>
        All(module).Where(owner => owner.HasCustomAttributes);

    private static IEnumerable<ICustomAttributeProvider> All(ModuleDefinition module)
    {
        yield return module;
        yield return module.Assembly;
        foreach (var type in module.GetTypes())
        {
            yield return type;
            foreach (var implementation in type.Interfaces)
                yield return implementation;
            foreach (var owner in OfParameters(type))
                yield return owner;
            foreach (var member in type.Fields.Cast<ICustomAttributeProvider>().Concat(type.Properties).Concat(type.Events))
                yield return member;
            foreach (var owner in type.Methods.SelectMany(Of))
                yield return owner;
        }
    }

    private static IEnumerable<ICustomAttributeProvider> Of(MethodDefinition method)
    {
        yield return method;
        yield return method.MethodReturnType;
        foreach (var parameter in method.Parameters)
            yield return parameter;
        foreach (var owner in OfParameters(method))
            yield return owner;
    }

    private static IEnumerable<ICustomAttributeProvider> OfParameters(IGenericParameterProvider provider)
    {
        if (!provider.HasGenericParameters)
            yield break;
        foreach (var parameter in provider.GenericParameters)
        {
            yield return parameter;
            foreach (var constraint in parameter.Constraints)
                yield return constraint;
        }
    }
}
