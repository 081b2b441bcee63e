using Mono.Cecil;
using WeakPack.ImportLibraries;
using WeakPack.Modules;
using WeakPack.Units;

namespace WeakPack.Packaging;

/// <summary>Writes the runtime package: the package's assembly without the weak units that its strong code can do without.</summary>
/// <remarks>All that it asks of the graph it asks when it is made, so that it can write while others ask.</remarks>
internal sealed class RuntimePackageWriter
{
    private readonly TypeRemover _remover;
    private readonly ILookup<string, int> _leftOutMembers;
    private readonly UsedScopes _used;
    private readonly HashSet<string> _leftOutResources;
    private readonly bool _hasImportLibrary;

    public RuntimePackageWriter(SplitPlan plan, TypeRemover remover, UnitResources resources)
    {
        _remover = remover;
        _leftOutMembers = plan.MembersWithout(plan.Kept.Contains);
        _used = UsedScopes.Of(plan.Module.Graph, plan.Kept);
        _leftOutResources = resources.Unretained;
        _hasImportLibrary = plan.Units.Count > 0;
    }

    /// <summary>The runtime package, with a placeholder where the checksum of its import library will be: see <see cref="PackageStamp"/>.</summary>
    public AssemblyImage Write(AssemblyImage package, IAssemblyResolver resolver)
    {
        using var file = new ModuleFile(package, resolver);
        _remover.RemoveTypes(file.Module);
        TypeRemover.RemoveMembers(file.Module, _leftOutMembers);
        ModuleReferences.Keep(file.Module, _used.Assemblies, _used.Modules);
        AssemblyMarks.ForgetMissingCopies(file.Module);
        RemoveResources(file.Module);
        if (_hasImportLibrary)
            AssemblyMarks.AddMetadata(file.Module, AssemblyMarks.ImportLibrary, Checksum.Placeholder);
        return file.Write(file.Symbols);
    }

    private void RemoveResources(ModuleDefinition module)
    {
        foreach (var resource in module.Resources.Where(resource => _leftOutResources.Contains(resource.Name)).ToList())
            module.Resources.Remove(resource);
    }
}
