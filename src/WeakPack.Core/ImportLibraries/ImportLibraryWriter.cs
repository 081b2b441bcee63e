using System.Reflection.Metadata.Ecma335;
using System.Text;
using Mono.Cecil;
using WeakPack.Metadata;
using WeakPack.Modules;
using WeakPack.Packaging;
using WeakPack.Units;

namespace WeakPack.ImportLibraries;

/// <summary>Writes an import library: the package's assembly, its strong types reduced to their surface, and a manifest.</summary>
internal static class ImportLibraryWriter
{
    // They tell of the build, not of what is in it; a new commit must not make a new import library.
    private static readonly HashSet<string> BuildAttributes = new(StringComparer.Ordinal)
    {
        "AssemblyInformationalVersionAttribute", "AssemblyFileVersionAttribute", "AssemblyConfigurationAttribute", "DebuggableAttribute",
    };

    // How the package was compiled, and against which builds of its references: of no use to who links a unit.
    private static readonly HashSet<Guid> BuildDebugData =
    [
        new("B5FEEC05-8CD0-4A83-96DA-466284BB4BD8"), // compilation options
        new("7E4D4708-096E-4C5C-AEDA-CB10BA6A740D"), // compilation metadata references
    ];

    /// <summary>The bytes of the import library and its checksum.</summary>
    public static (byte[] Bytes, string Checksum) Write(AssemblyImage package, SplitPlan plan, string targetFramework, IAssemblyResolver resolver)
    {
        using var file = new ModuleFile(Win32Resources.Hide(package), resolver);
        Reduce(file.Module, plan);
        Sign(file.Module, plan, targetFramework);
        var symbols = file.Symbols == SymbolPlace.None ? SymbolPlace.None : SymbolPlace.Embedded;
        var bytes = file.Write(symbols, timestamp: 0).Bytes;
        return (bytes, Checksum.Seal(bytes));
    }

    private static void Reduce(ModuleDefinition module, SplitPlan plan)
    {
        AssemblyMarks.StripAnnotations(module);
        var shells = plan.Module.Graph.Nodes.Where(node => node.Shell is not null && !plan.Travelling.ContainsKey(node))
            .ToLookup(node => node.Shell!.Name, node => MetadataTokens.GetToken(node.Definition));
        foreach (var shell in module.Types.Where(type => shells.Contains(type.FullName)))
            TypeRemover.RemoveMembers(shell, [.. shells[shell.FullName]]);

        var assemblies = SurfaceReducer.Reduce(module, [.. plan.Travelling.Keys.Where(node => node.Shell is null).Select(node => node.Name)]);
        var used = UsedScopes.OfNodes(plan.Module.Graph, plan.Travelling.Keys);
        assemblies.UnionWith(used.Assemblies);
        assemblies.UnionWith(module.ExportedTypes.Select(type => type.Scope.Name));
        assemblies.Add(module.TypeSystem.CoreLibrary.Name);
        ModuleReferences.Keep(module, assemblies, used.Modules);
        foreach (var information in module.CustomDebugInformations.Where(information => BuildDebugData.Contains(information.Identifier)).ToList())
            module.CustomDebugInformations.Remove(information);
        module.Resources.Clear();
        module.EntryPoint = null;
    }

    private static void Sign(ModuleDefinition module, SplitPlan plan, string targetFramework)
    {
        var attributes = module.Assembly.CustomAttributes;
        for (var i = attributes.Count - 1; i >= 0; i--)
        {
            if (BuildAttributes.Contains(attributes[i].AttributeType.Name))
                attributes.RemoveAt(i);
        }

        // It keeps runtimes from loading the file as if it were the package.
        AssemblyMarks.Add(module, "System.Runtime.CompilerServices", "ReferenceAssemblyAttribute");
        var manifest = Describe(plan, targetFramework).ToXml();
        module.Resources.Add(new EmbeddedResource(Manifest.ResourceName, ManifestResourceAttributes.Public, Encoding.UTF8.GetBytes(manifest)));
    }

    private static Manifest Describe(SplitPlan plan, string targetFramework) => new()
    {
        Package = plan.Module.Image.AssemblyName,
        TargetFramework = targetFramework,
        Checksum = Checksum.Placeholder,
        Units = [.. plan.Units.Select(unit => Describe(plan, unit))],
    };

    private static ManifestUnit Describe(SplitPlan plan, Unit unit)
    {
        var travelling = plan.Module.Graph.Reach(unit.Types, plan.Travelling.ContainsKey);
        var scopes = UsedScopes.OfNodes(plan.Module.Graph, travelling.Keys);
        return new(
            unit.Name,
            [.. unit.Types.Select(type => new ManifestType(type.Name, ContentHash.Of(plan.Module.Graph, type)))],
            [.. scopes.Assemblies],
            [.. scopes.Modules]);
    }
}
