using Mono.Cecil;
using Mono.Collections.Generic;

namespace WeakPack.Modules;

/// <summary>Drops references to assemblies and native modules: Cecil writes all that it has read, used or not.</summary>
internal static class ModuleReferences
{
    public static void Keep(ModuleDefinition module, ICollection<string> assemblies, ICollection<string> modules)
    {
        Keep(module.AssemblyReferences, reference => assemblies.Contains(reference.Name));
        Keep(module.ModuleReferences, reference => modules.Contains(reference.Name));
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
