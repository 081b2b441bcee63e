using System.Reflection.Metadata.Ecma335;
using System.Security.Cryptography;
using System.Text;
using Mono.Cecil;
using WeakPack.Diagnostics;
using WeakPack.ImportLibraries;
using WeakPack.Modules;
using WeakPack.Units;

namespace WeakPack.Linking;

/// <summary>What of one import library is copied, under which names, and what stands for what is not copied again.</summary>
internal sealed class LibraryPlacement(PulledNodes pulled, ModuleFile file) : IDisposable
{
    private readonly Dictionary<int, TypeDefinition> _byToken = file.Module.Types.ToDictionary(type => type.MetadataToken.ToInt32());

    public PulledNodes Pulled => pulled;

    public ModuleFile File => file;

    public ModuleDefinition Source => file.Module;

    /// <summary>The top-level types to copy, in the order of the import library, and the name of each copy.</summary>
    public Dictionary<TypeDefinition, string> Copied { get; } = [];

    /// <summary>Types that are in the target already, alike: its own helpers, or copies from another package.</summary>
    public Dictionary<TypeDefinition, Func<TypeDefinition>> Unified { get; } = [];

    /// <summary>The copy of a type of this library, once it is made.</summary>
    public Func<TypeDefinition, TypeDefinition>? CopyOf { get; set; }

    public TypeDefinition TypeOf(GraphNode node) => _byToken[MetadataTokens.GetToken(node.Definition)];

    public void Dispose() => file.Dispose();
}

/// <summary>Decides for every pulled type whether it is copied, unified or renamed, and reports collisions.</summary>
internal sealed class Placement : IDisposable
{
    private readonly ConsumerModule _consumer;
    private readonly LinkContext _link;
    private readonly Dictionary<string, TypeDefinition> _own;
    private readonly Dictionary<string, (LibraryPlacement Library, GraphNode Node)> _placed = new(StringComparer.Ordinal);
    private readonly List<LibraryPlacement> _libraries = [];

    private Placement(ConsumerModule consumer, LinkContext link)
    {
        _consumer = consumer;
        _link = link;
        _own = consumer.Module.Types.ToDictionary(type => type.FullName, StringComparer.Ordinal);
    }

    public IReadOnlyList<LibraryPlacement> Libraries => _libraries;

    public static Placement Of(IReadOnlyList<PulledNodes> pulled, ConsumerModule consumer, LinkContext link)
    {
        var placement = new Placement(consumer, link);
        foreach (var nodes in pulled)
            placement.Place(nodes);
        return placement;
    }

    public void Dispose()
    {
        foreach (var library in _libraries)
            library.Dispose();
    }

    private void Place(PulledNodes pulled)
    {
        var library = new LibraryPlacement(pulled, new ModuleFile(pulled.Library.File, _link.Resolver));
        _libraries.Add(library);
        foreach (var node in pulled.Nodes.Where(node => node.Shell is null).OrderBy(node => MetadataTokens.GetToken(node.Definition)))
            Place(library, node);
    }

    private void Place(LibraryPlacement library, GraphNode node)
    {
        var type = library.TypeOf(node);
        if (library.Pulled.Library.UnitOf(node.Name) is { } unit)
            PlaceUnitType(library, node, type, unit);
        else
            PlaceHelper(library, node, type);
    }

    private void PlaceUnitType(LibraryPlacement library, GraphNode node, TypeDefinition type, ManifestUnit unit)
    {
        if (_own.TryGetValue(node.Name, out var own) && IsMarker(own) && IsMarker(type))
        {
            library.Unified.Add(type, () => own);
        }
        else if (own is not null)
        {
            var place = _link.Symbols.LocationOf(MetadataTokens.EntityHandle(own.MetadataToken.ToInt32()));
            _link.Report([Diagnostic.Create(Descriptors.Collision, place, node.Name, unit.Name,
                library.Pulled.Library.Reference.ImportLibraryPath!, _link.Consumer.AssemblyName, place.Line > 0 ? $" ({place.File}, line {place.Line})" : "")]);
        }
        else if (_placed.TryGetValue(node.Name, out var other))
        {
            if (AreAlike(library, node, other.Library, other.Node))
                Unify(library, type, other);
            else
                _link.Report([Diagnostic.Create(Descriptors.TwoOrigins, null, node.Name,
                    other.Library.Pulled.Library.Reference.ImportLibraryPath!, library.Pulled.Library.Reference.ImportLibraryPath!)]);
        }
        else
        {
            library.Copied.Add(type, type.Name);
            _placed.Add(node.Name, (library, node));
        }
    }

    // Nobody outside of a package names its helpers and internal types, so these may be renamed.
    private void PlaceHelper(LibraryPlacement library, GraphNode node, TypeDefinition type)
    {
        if (_own.TryGetValue(node.Name, out var own) && ((IsEmbeddedAttribute(type) && HasMembersOf(own, type)) || (IsMarker(own) && IsMarker(type))))
        {
            library.Unified.Add(type, () => own);
        }
        else if (_placed.TryGetValue(node.Name, out var other) && !CompilerGenerated.IsImplementationDetails(node.Name) && AreAlike(library, node, other.Library, other.Node))
        {
            Unify(library, type, other);
        }
        else
        {
            var name = _own.ContainsKey(node.Name) || _placed.ContainsKey(node.Name) ? $"{type.Name}${Suffix(library, node)}" : type.Name;
            library.Copied.Add(type, name);
            if (!_placed.ContainsKey(node.Name))
                _placed.Add(node.Name, (library, node));
        }
    }

    private static void Unify(LibraryPlacement library, TypeDefinition type, (LibraryPlacement Library, GraphNode Node) other)
    {
        var first = other.Library.TypeOf(other.Node);
        library.Unified.Add(type, () => other.Library.CopyOf!(first));
    }

    // Two types are alike when they, and all that travels with them, have the same content.
    private static bool AreAlike(LibraryPlacement library, GraphNode node, LibraryPlacement other, GraphNode otherNode)
    {
        return Content(library, node).SequenceEqual(Content(other, otherNode));

        static List<string> Content(LibraryPlacement library, GraphNode node)
        {
            var graph = library.Pulled.Library.Graph;
            var content = graph.Reach([node], library.Pulled.Nodes.Contains).Keys
                .Where(reached => reached.Name != EmbeddedAttribute.Name) // linking puts it on each copy
                .Select(reached => reached.Shell is null && !CompilerGenerated.IsImplementationDetails(reached.Name)
                    ? reached.Name + " " + ContentHash.Of(graph, reached)
                    : reached.Name)
                .ToList();
            content.Sort(StringComparer.Ordinal);
            return content;
        }
    }

    // A class without members, there for its name: IsExternalInit, of which each assembly for an older framework has its own.
    private static bool IsMarker(TypeDefinition type) =>
        type is { IsClass: true, IsValueType: false, HasFields: false, HasMethods: false, HasNestedTypes: false, HasGenericParameters: false };

    // The attributes that compilers embed (ECMA-335 has no word on them): any assembly may have its own.
    private static bool IsEmbeddedAttribute(TypeDefinition type) =>
        type.IsNotPublic && type.CustomAttributes.Any(attribute => attribute.AttributeType.FullName == EmbeddedAttribute.Name);

    private static bool HasMembersOf(TypeDefinition own, TypeDefinition type) =>
        type.Methods.All(method => own.Methods.Any(candidate => candidate.Name == method.Name && SameParameters(candidate, method)))
        && type.Fields.All(field => own.Fields.Any(candidate => candidate.Name == field.Name && candidate.FieldType.FullName == field.FieldType.FullName));

    public static bool SameParameters(MethodDefinition one, MethodDefinition other) =>
        one.Parameters.Select(parameter => parameter.ParameterType.FullName).SequenceEqual(other.Parameters.Select(parameter => parameter.ParameterType.FullName), StringComparer.Ordinal);

    private static string Suffix(LibraryPlacement library, GraphNode node)
    {
        using var sha = SHA256.Create();
        return Checksum.Hex(sha.ComputeHash(Encoding.UTF8.GetBytes(library.Pulled.Library.Package + "/" + node.Name))).Substring(0, 8);
    }
}
