using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Text;
using WeakPack.DebugData;
using WeakPack.Linking;
using WeakPack.Metadata;
using WeakPack.Modules;
using WeakPack.NativeLibraries;
using WeakPack.NuGetPackages;
using WeakPack.Packaging;
using WeakPack.Slices;
using WeakPack.Units;

namespace WeakPack.ImportLibraries;

/// <summary>A written import library, and the checksum that stands in it.</summary>
internal sealed record SealedLibrary(byte[] Bytes, string Checksum);

/// <summary>Writes an import library: the package's assembly, its strong types reduced to their surface, and a manifest.</summary>
/// <remarks>All that it asks of the graph it asks when it is made, so that it can write while others ask.</remarks>
internal sealed class ImportLibraryWriter
{
    // How the package was compiled, and against which builds of its references: of no use to who links a unit.
    private static readonly HashSet<Guid> BuildDebugData = [DebugDataKinds.CompilationOptions, DebugDataKinds.CompilationMetadataReferences];

    private readonly IReadOnlyList<GraphNode> _travelling;
    private readonly IReadOnlyList<int> _leftOutAttributes;
    private readonly IReadOnlyList<CopyMark> _copies;
    private readonly UsedScopes _used;
    private readonly TypeContent _content; // of a type and the internal ones that travel with it; a unit that it uses has a hash of its own
    private readonly string _manifest;
    private readonly IReadOnlyList<string> _weakTypes;
    private readonly HashSet<string> _resources;

    public ImportLibraryWriter(SplitPlan plan, TargetFrameworkName framework, CompilationFlags flags, PackageOwners owners, UnitResources resources, UnitNativeLibraries natives)
    {
        _travelling = [.. plan.Travelling.Keys];
        _leftOutAttributes = [.. new LeftOutAttributes(plan.Module.Graph) { LeavesOutBuild = true }.Find()];
        _copies = [.. FindCopies(plan.Module.Graph)];
        _used = UsedScopes.OfNodes(plan.Module.Graph, plan.Travelling.Keys);
        _content = TypeContent.ToSeal(plan.Module.Graph, node => plan.Travelling.ContainsKey(node) && !plan.Marked.Contains(node));
        _manifest = Describe(plan, framework, flags, owners, resources, natives).ToXml();
        _weakTypes = plan.WeakTypes;
        _resources = [.. plan.Units.SelectMany(resources.Of)];
    }

    /// <summary>The bytes of the import library and its checksum.</summary>
    public SealedLibrary Write(AssemblyImage package)
    {
        package = WithoutPlace(package);
        using var image = new MetadataImage(package);
        using var pdb = PortablePdb.Open(image.Pe, package.Symbols);
        var selection = Select(image);
        HashSet<int> travelling = [.. selection.Rows.Of(TableIndex.MethodDef).Where(row => !selection.Cells.Additions.HasNoCode(row))];
        if (pdb is not null)
            DebugNames.Need(image, selection, pdb.Reader, travelling);
        selection.Complete();

        var slice = Slice.Write(image, selection, timestamp: 0);
        ModuleVersion.Renew(slice.Image);
        var bytes = pdb is null ? slice.Image : DebuggedImage.Write(package, image.Pe, slice.Image, [DebugData(image, pdb.Reader, slice)], isEmbedded: true).Bytes;
        return new(bytes, Checksum.Seal(bytes));
    }

    // Neither the commit in its resources nor the folder of its PDB, which the import library embeds, is of any meaning here.
    private static AssemblyImage WithoutPlace(AssemblyImage package) =>
        new(package.Path, Win32Resources.Hide(package).Bytes, package.Symbols) { SymbolsPath = Path.ChangeExtension(Path.GetFileName(package.Path), ".pdb") };

    private SliceSource DebugData(MetadataImage image, MetadataReader pdb, Slice slice)
    {
        var types = new HashSet<int>();
        foreach (var node in _travelling)
        {
            foreach (var type in image.WithNested(image.TypeOf(node.Definition)))
                types.Add(MetadataTokens.GetToken(type));
        }

        return new(pdb, slice)
        {
            IsOwn = true,
            LeftOutOfModule = BuildDebugData,
            IsLeftBehind = token => !types.Contains(MetadataTokens.GetToken(image.TypeOf(MetadataTokens.EntityHandle(token)))),
        };
    }

    private SliceSelection Select(MetadataImage image)
    {
        var surface = new Surface(image);
        var selection = surface.Selection;
        foreach (var node in _travelling)
            selection.Take(node);
        foreach (var attribute in _leftOutAttributes)
            selection.LeaveOut(attribute);
        foreach (var copy in _copies)
            selection.LeaveOut(copy.Attribute);
        surface.Take();
        selection.NeedReferences(_used);
        NeedResources(selection, image);
        selection.Complete();
        Sign(selection, image);
        return selection;
    }

    // Those of the units; and what F# says of its types and of what may be inlined is in resources. Without them its compiler sees a library of classes.
    private void NeedResources(SliceSelection selection, MetadataImage image)
    {
        foreach (var handle in image.Reader.ManifestResources)
        {
            var name = image.Reader.GetString(image.Reader.GetManifestResource(handle).Name);
            if (FSharp.IsCompilerResource(name) || _resources.Contains(name))
                selection.Need(MetadataTokens.GetToken(handle));
        }
    }

    private void Sign(SliceSelection selection, MetadataImage image)
    {
        foreach (var (attribute, type) in _copies)
        {
            if (image.FindTopLevel(type) is { } copy && selection.IsTaken(MetadataTokens.GetToken(copy)))
                selection.Take(attribute);
        }

        // It keeps runtimes from loading the file as if it were the package.
        var added = new AddedAttributes(image, selection);
        added.Add("System.Runtime.CompilerServices", "ReferenceAssemblyAttribute");
        foreach (var type in _weakTypes)
            added.AddMetadata(AssemblyMarks.WeakType, type);
        selection.Need(selection.Cells.Additions.AddResource(Manifest.ResourceName, Encoding.UTF8.GetBytes(_manifest)));
    }

    private static IEnumerable<CopyMark> FindCopies(UnitGraph graph)
    {
        foreach (var handle in graph.Image.Reader.GetAssemblyDefinition().GetCustomAttributes())
        {
            if (LeftOutAttributes.CopyOf(graph, handle) is { } type)
                yield return new(MetadataTokens.GetToken(handle), type);
        }
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

    /// <summary>The attribute that tells of a linked copy, and the type that it is a copy of.</summary>
    private sealed record CopyMark(int Attribute, string Type);
}
