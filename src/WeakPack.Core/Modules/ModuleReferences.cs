using Mono.Cecil;
using Mono.Collections.Generic;

namespace WeakPack.Modules;

/// <summary>Drops references to assemblies and native modules: Cecil writes all that it has read, used or not.</summary>
internal static class ModuleReferences
{
    public static void Keep(ModuleDefinition module, ICollection<string> assemblies, ICollection<string> modules)
    {
        Keep(module.AssemblyReferences, reference => assemblies.Contains(reference.Name));
        if (module.ModuleReferences.All(reference => modules.Contains(reference.Name)))
            return;
        ReadImports(module.Types);
        Keep(module.ModuleReferences, reference => modules.Contains(reference.Name));
    }

    // Cecil looks up the native module of a P/Invoke by its place in the list, and not before it is asked: after a
    // removal it would find another one.
    private static void ReadImports(Collection<TypeDefinition> types)
    {
        foreach (var type in types)
        {
            foreach (var method in type.Methods)
            {
                if (method.IsPInvokeImpl)
                    _ = method.PInvokeInfo;
            }

            ReadImports(type.NestedTypes);
        }
    }

    private static void Keep<T>(Collection<T> references, Func<T, bool> isUsed)
    {
        for (var i = references.Count - 1; i >= 0; i--)
        {
            if (!isUsed(references[i]))
                references.RemoveAt(i);
        }
    }
}
