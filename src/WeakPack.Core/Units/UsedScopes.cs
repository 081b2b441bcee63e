using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using WeakPack.Metadata;

namespace WeakPack.Units;

/// <summary>The assemblies and native modules that some nodes of a graph refer to.</summary>
internal sealed class UsedScopes
{
    private const string Annotations = "WeakPack.Annotations";

    private readonly HashSet<int> _seen = [];

    public SortedSet<string> Assemblies { get; } = new(StringComparer.Ordinal);

    public SortedSet<string> Modules { get; } = new(StringComparer.Ordinal);

    /// <summary>What the nodes use, and what the module's own attributes and type forwards use.</summary>
    public static UsedScopes Of(UnitGraph graph, IEnumerable<GraphNode> nodes)
    {
        var scopes = OfNodes(graph, nodes);
        scopes.AddAll(graph.Image, graph.ModuleUses());
        var reader = graph.Image.Reader;
        foreach (var row in reader.ExportedTypes)
        {
            var forward = reader.GetExportedType(row);
            if (forward.Implementation.Kind == HandleKind.AssemblyReference)
                scopes.Assemblies.Add(Name(reader, (AssemblyReferenceHandle)forward.Implementation));
        }

        return scopes;
    }

    /// <summary>What the nodes use and nothing else.</summary>
    public static UsedScopes OfNodes(UnitGraph graph, IEnumerable<GraphNode> nodes)
    {
        var scopes = new UsedScopes();
        foreach (var node in nodes)
            scopes.AddAll(graph.Image, graph.Uses(node));
        return scopes;
    }

    /// <summary>It is the reference to one of them.</summary>
    public bool Has(MetadataReader reader, EntityHandle scope) => scope.Kind switch
    {
        HandleKind.AssemblyReference => Assemblies.Contains(Name(reader, (AssemblyReferenceHandle)scope)),
        HandleKind.ModuleReference => Modules.Contains(reader.GetString(reader.GetModuleReference((ModuleReferenceHandle)scope).Name)),
        _ => false,
    };

    private void AddAll(MetadataImage image, Use[] uses)
    {
        foreach (var use in uses)
        {
            if (use.Used.Kind is HandleKind.MemberReference || UnitGraph.IsDefinition(use.Used))
                continue; // the one comes with its parent, the other is of this module

            // The kind of user matters for the marks on types only, so types are asked each time.
            if (use.User.Kind != HandleKind.TypeDefinition && !_seen.Add(MetadataTokens.GetToken(use.Used)))
                continue;

            switch (use.Used.Kind)
            {
                case HandleKind.AssemblyReference:
                    Assemblies.Add(Name(image.Reader, (AssemblyReferenceHandle)use.Used));
                    break;
                case HandleKind.ModuleReference:
                    Modules.Add(image.Reader.GetString(image.Reader.GetModuleReference((ModuleReferenceHandle)use.Used).Name));
                    break;
                case HandleKind.TypeReference:
                    AddScope(image, image.Scope((TypeReferenceHandle)use.Used), use.User);
                    break;
                default:
                    break;
            }
        }
    }

    private void AddScope(MetadataImage image, EntityHandle scope, EntityHandle user)
    {
        if (scope.Kind == HandleKind.ModuleReference)
        {
            Modules.Add(image.Reader.GetString(image.Reader.GetModuleReference((ModuleReferenceHandle)scope).Name));
        }
        else if (scope.Kind == HandleKind.AssemblyReference)
        {
            var name = Name(image.Reader, (AssemblyReferenceHandle)scope);

            // The marks on types are stripped from every output.
            if (name != Annotations || user.Kind != HandleKind.TypeDefinition)
                Assemblies.Add(name);
        }
    }

    private static string Name(MetadataReader reader, AssemblyReferenceHandle handle) =>
        reader.GetString(reader.GetAssemblyReference(handle).Name);
}
