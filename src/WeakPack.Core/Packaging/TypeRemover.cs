using Mono.Cecil;
using WeakPack.Modules;
using WeakPack.Units;

namespace WeakPack.Packaging;

/// <summary>Takes the weak units out of a module: those that strong code uses become internal, the others go.</summary>
internal static class TypeRemover
{
    /// <summary>For the runtime package: by the plan, members of the implementation details included.</summary>
    public static void RemoveFromRuntime(ModuleDefinition module, SplitPlan plan)
    {
        RemoveTypes(module, plan);
        RemoveMembers(module, plan.MembersWithout(plan.Kept.Contains));
        var used = UsedScopes.Of(plan.Module.Graph, plan.Kept);
        ModuleReferences.Keep(module, used.Assemblies, used.Modules);
    }

    /// <summary>For the reference assembly: the same types, told by their names.</summary>
    public static void RemoveTypes(ModuleDefinition module, SplitPlan plan)
    {
        AssemblyMarks.StripAnnotations(module);
        var nodes = plan.Module.Graph.Nodes.Where(node => node.Shell is null).ToDictionary(node => node.Name, StringComparer.Ordinal);
        Suppressions.RemoveAbout(module, type => nodes.TryGetValue(type.FullName, out var node) && !plan.Kept.Contains(node));
        for (var i = module.Types.Count - 1; i >= 0; i--)
        {
            var type = module.Types[i];
            if (!nodes.TryGetValue(type.FullName, out var node))
                continue;

            if (!plan.Kept.Contains(node))
                module.Types.RemoveAt(i);
            else if (plan.Marked.Contains(node))
                type.IsNotPublic = true;
        }
    }

    /// <summary>Removes members of the implementation details: by class, the tokens of those that go.</summary>
    public static void RemoveMembers(ModuleDefinition module, ILookup<string, int> leftOut)
    {
        foreach (var shell in module.Types.Where(type => leftOut.Contains(type.FullName)))
        {
            HashSet<int> tokens = [.. leftOut[shell.FullName]];
            RemoveAll(shell.Fields, tokens);
            RemoveAll(shell.Methods, tokens);
            RemoveAll(shell.NestedTypes, tokens);
        }
    }

    private static void RemoveAll<T>(Mono.Collections.Generic.Collection<T> members, HashSet<int> tokens)
        where T : IMetadataTokenProvider
    {
        for (var i = members.Count - 1; i >= 0; i--)
        {
            if (tokens.Contains(members[i].MetadataToken.ToInt32()))
                members.RemoveAt(i);
        }
    }
}
