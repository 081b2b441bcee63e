using Mono.Cecil;

namespace WeakPack.Linking;

/// <summary>Gives overrides of copied methods the access that they could not have where the method was another assembly's.</summary>
/// <remarks>
/// Outside of its assembly a <c>protected internal</c> method is overridden as <c>protected</c>: languages insist on it, and the runtime lets it pass. In one
/// assembly the same pair reduces access, and the class is not loaded (ECMA-335 II.10.3.3). What is overridden in another assembly stays as it is.
/// </remarks>
internal sealed class OverrideAccess
{
    private readonly Inheritance _inheritance;
    private readonly HashSet<TypeDefinition> _done = [];

    private OverrideAccess(ModuleDefinition module) => _inheritance = new(module);

    /// <param name="module">What was linked into, its references turned to the copies.</param>
    /// <param name="copies">The copies, without those that are nested in others.</param>
    public static void Widen(ModuleDefinition module, IEnumerable<TypeDefinition> copies)
    {
        if (!copies.Any(HasWideMethods))
            return;
        var access = new OverrideAccess(module);
        foreach (var type in module.GetTypes())
            access.Widen(type);
    }

    private static bool HasWideMethods(TypeDefinition type) =>
        type.Methods.Any(method => method is { IsVirtual: true, IsFamilyOrAssembly: true }) || type.NestedTypes.Any(HasWideMethods);

    // Bases first: who overrides an override reduces its access as well.
    private void Widen(TypeDefinition type)
    {
        if (!_done.Add(type) || _inheritance.BaseOf(type) is not { } baseType)
            return;

        Widen(baseType.Definition);
        foreach (var method in type.Methods.Where(method => method is { IsVirtual: true, IsFamily: true }))
        {
            if (_inheritance.OverriddenBy(method).Any(overridden => overridden.IsFamilyOrAssembly))
                method.IsFamilyOrAssembly = true;
        }
    }
}
