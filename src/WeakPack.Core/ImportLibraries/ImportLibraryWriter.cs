using System.Text;
using Mono.Cecil;
using WeakPack.Linking;
using WeakPack.Metadata;
using WeakPack.Modules;
using WeakPack.NativeLibraries;
using WeakPack.NuGetPackages;
using WeakPack.Packaging;
using WeakPack.Units;

namespace WeakPack.ImportLibraries;

/// <summary>Writes an import library: the package's assembly, its strong types reduced to their surface, and a manifest.</summary>
/// <remarks>All that it asks of the graph it asks when it is made, so that it can write while others ask.</remarks>
internal sealed class ImportLibraryWriter
{
    // How the package was compiled, and against which builds of its references: of no use to who links a unit.
    private static readonly HashSet<Guid> BuildDebugData = [DebugDataKinds.CompilationOptions, DebugDataKinds.CompilationMetadataReferences];

    private readonly HashSet<string> _travelling;
    private readonly ILookup<string, int> _leftOutMembers;
    private readonly UsedScopes _used;
    private readonly TypeContent _content; // of a type and the internal ones that travel with it; a unit that it uses has a hash of its own
    private readonly string _manifest;
    private readonly IReadOnlyList<string> _weakTypes;
    private readonly HashSet<string> _resources;

    public ImportLibraryWriter(SplitPlan plan, TargetFrameworkName framework, CompilationFlags flags, PackageOwners owners, UnitResources resources, UnitNativeLibraries natives)
    {
        _travelling = [.. plan.Travelling.Keys.Where(node => node.Shell is null).Select(node => node.Name)];
        _leftOutMembers = plan.MembersWithout(plan.Travelling.ContainsKey);
        _used = UsedScopes.OfNodes(plan.Module.Graph, plan.Travelling.Keys);
        _content = TypeContent.ToSeal(plan.Module.Graph, node => plan.Travelling.ContainsKey(node) && !plan.Marked.Contains(node));
        _manifest = Describe(plan, framework, flags, owners, resources, natives).ToXml();
        _weakTypes = plan.WeakTypes;
        _resources = [.. plan.Units.SelectMany(resources.Of)];
    }

    /// <summary>The bytes of the import library and its checksum.</summary>
    public (byte[] Bytes, string Checksum) Write(AssemblyImage package, IAssemblyResolver resolver)
    {
        using var file = new ModuleFile(WithoutPlace(package), resolver);
        Reduce(file.Module);
        Sign(file.Module);
        var symbols = file.Symbols == SymbolPlace.None ? SymbolPlace.None : SymbolPlace.Embedded;
        var bytes = file.Write(symbols, timestamp: 0, new DebugSelection(type => _travelling.Contains(TypeLeaves.Outermost(type).FullName), LooseDocuments: false, BuildDebugData)).Bytes;
        return (bytes, Checksum.Seal(bytes));
    }

    // Neither the commit in its resources nor the folder of its PDB, which the import library embeds, is of any meaning here.
    private static AssemblyImage WithoutPlace(AssemblyImage package) =>
        new(package.Path, Win32Resources.Hide(package).Bytes, package.Symbols) { SymbolsPath = Path.ChangeExtension(Path.GetFileName(package.Path), ".pdb") };

    private void Reduce(ModuleDefinition module)
    {
        AssemblyMarks.StripAnnotations(module);
        TypeRemover.RemoveMembers(module, _leftOutMembers);
        var assemblies = SurfaceReducer.Reduce(module, _travelling).Assemblies;
        assemblies.UnionWith(_used.Assemblies);
        assemblies.UnionWith(module.ExportedTypes.Select(type => type.Scope.Name));
        assemblies.Add(module.TypeSystem.CoreLibrary.Name);
        ModuleReferences.Keep(module, assemblies, _used.Modules);
        KeepResources(module);
        AssemblyMarks.ForgetMissingCopies(module);
        module.EntryPoint = null;
    }

    // Those of the units; and what F# says of its types and of what may be inlined is in resources. Without them its compiler sees a library of classes.
    private void KeepResources(ModuleDefinition module)
    {
        var kept = module.Resources.Where(resource => FSharp.IsCompilerResource(resource.Name) || _resources.Contains(resource.Name)).ToList();
        module.Resources.Clear();
        foreach (var resource in kept)
            module.Resources.Add(resource);
    }

    private void Sign(ModuleDefinition module)
    {
        BuildAttributes.Remove(module);

        // It keeps runtimes from loading the file as if it were the package.
        AssemblyMarks.Add(module, "System.Runtime.CompilerServices", "ReferenceAssemblyAttribute");
        AssemblyMarks.AddWeakTypes(module, _weakTypes);
        module.Resources.Add(new EmbeddedResource(Manifest.ResourceName, ManifestResourceAttributes.Public, Encoding.UTF8.GetBytes(_manifest)));
    }

    private Manifest Describe(SplitPlan plan, TargetFrameworkName framework, CompilationFlags flags, PackageOwners owners, UnitResources resources, UnitNativeLibraries natives) => new()
    {
        Package = plan.Module.Image.AssemblyName,
        TargetFramework = framework.Moniker,
        TargetPlatform = framework.Platform,
        Compilation = flags,
        Checksum = Checksum.Placeholder,
        HashRule = TypeContent.Rule,
        Units = [.. plan.Units.Select(unit => Describe(plan, unit, owners, resources, natives))],
    };

    private ManifestUnit Describe(SplitPlan plan, Unit unit, PackageOwners owners, UnitResources resources, UnitNativeLibraries natives)
    {
        var travelling = plan.Module.Graph.Reach(unit.Types, plan.Travelling.ContainsKey);
        var scopes = UsedScopes.OfNodes(plan.Module.Graph, travelling.Keys);
        return new(
            unit.Name,
            [.. unit.Types.Select(type => new ManifestType(type.Name, _content.Of(type)))],
            [.. scopes.Assemblies.Select(name => new ManifestAssembly(name, owners.NeededFor(name)))],
            [.. scopes.Modules],
            [.. resources.Of(unit)],
            [.. natives.Of(unit).Select(file => file.Asset)])
        {
            IsRetained = plan.IsRetained(unit),
        };
    }
}
