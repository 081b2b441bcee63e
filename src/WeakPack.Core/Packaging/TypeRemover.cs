using Mono.Cecil;
using Mono.Collections.Generic;
using WeakPack.Modules;

namespace WeakPack.Packaging;

/// <summary>Takes the weak units out of a module: those that strong code uses become internal, the others go.</summary>
/// <remarks>Of the plan it keeps names, so that it can be used while others ask the graph.</remarks>
internal sealed class TypeRemover
{
    private readonly HashSet<string> _removed;
    private readonly HashSet<string> _retained;

    public TypeRemover(SplitPlan plan)
    {
        var types = plan.Module.Graph.Nodes.Where(node => node.Shell is null);
        _removed = new(types.Where(node => !plan.Kept.Contains(node)).Select(node => node.Name), StringComparer.Ordinal);
        _retained = new(plan.Marked.Where(plan.Kept.Contains).Select(node => node.Name), StringComparer.Ordinal);
    }

    /// <summary>The type of that full name goes.</summary>
    public bool Removes(string name) => _removed.Contains(name);

    /// <summary>Removes types, which are told by their names: the tokens of a reference assembly are others than those of the assembly.</summary>
    public void RemoveTypes(ModuleDefinition module)
    {
        AssemblyMarks.StripAnnotations(module);
        Suppressions.RemoveAbout(module, type => _removed.Contains(type.FullName));
        var types = module.Types;
        for (var i = types.Count - 1; i >= 0; i--)
        {
            var name = types[i].FullName;
            if (_removed.Contains(name))
                types.RemoveAt(i);
            else if (_retained.Contains(name))
                types[i].IsNotPublic = true;
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

    private static void RemoveAll<T>(Collection<T> members, HashSet<int> tokens)
        where T : IMetadataTokenProvider
    {
        for (var i = members.Count - 1; i >= 0; i--)
        {
            if (tokens.Contains(members[i].MetadataToken.ToInt32()))
                members.RemoveAt(i);
        }
    }
}
