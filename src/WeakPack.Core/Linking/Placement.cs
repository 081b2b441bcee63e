using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using Mono.Cecil;
using WeakPack.Diagnostics;
using WeakPack.ImportLibraries;
using WeakPack.Metadata;
using WeakPack.Modules;
using WeakPack.Units;
using MethodDefinition = Mono.Cecil.MethodDefinition;
using TypeDefinition = Mono.Cecil.TypeDefinition;

namespace WeakPack.Linking;

/// <summary>Decides for every pulled type whether it is copied, unified or renamed, and reports collisions.</summary>
internal sealed class Placement : IDisposable
{
    private const int ShortestSuffix = 8;

    private readonly ConsumerModule _consumer;
    private readonly LinkContext _link;
    private readonly OwnTypes _own;
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<(LibraryPlacement Library, GraphNode Node)>> _placed = new(StringComparer.Ordinal);
    private readonly List<LibraryPlacement> _libraries = [];

    private Placement(ConsumerModule consumer, LinkContext link)
    {
        _consumer = consumer;
        _link = link;
        _own = new OwnTypes(consumer, link.References);
    }

    public IReadOnlyList<LibraryPlacement> Libraries => _libraries;

    public static Placement Of(IReadOnlyList<PulledNodes> pulled, ConsumerModule consumer, LinkContext link)
    {
        var placement = new Placement(consumer, link);
        foreach (var nodes in pulled)
            placement._libraries.Add(new LibraryPlacement(nodes, link.Resolver, link.References));

        // Units first: their names are fixed, and a helper that has one of them gives way.
        foreach (var library in placement._libraries)
        {
            foreach (var node in library.Types)
            {
                if (library.Pulled.Library.UnitOf(node.Name) is { } unit)
                    placement.PlaceUnitType(library, node, unit);
            }
        }

        foreach (var library in placement._libraries)
        {
            foreach (var node in library.Types.Where(node => library.Pulled.Library.UnitOf(node.Name) is null))
                placement.PlaceHelper(library, node);
        }

        return placement;
    }

    public void Dispose()
    {
        _own.Dispose();
        foreach (var library in _libraries)
            library.Dispose();
    }

    private void PlaceUnitType(LibraryPlacement library, GraphNode node, ManifestUnit unit)
    {
        var type = library.TypeOf(node);
        if (_own.Find(node.Name) is { } own)
        {
            if (IsMarker(own) && IsMarker(type))
                library.Unified.Add(type, () => own);
            else
                _link.Report([Collision(library, node, unit, own)]);
        }
        else if (_placed.TryGetValue(node.Name, out var others))
        {
            if (AreAlike(library, node, others[0]))
                Unify(library, type, others[0]);
            else
                _link.Report([Diagnostic.Create(Descriptors.TwoOrigins, null, node.Name, Origin(others[0].Library, others[0].Node), Origin(library, node))]);
        }
        else
        {
            Copy(library, node, type, type.Name);
        }
    }

    // Nobody outside of a package names its helpers and internal types, so these may be renamed.
    private void PlaceHelper(LibraryPlacement library, GraphNode node)
    {
        var type = library.TypeOf(node);
        if (_own.Find(node.Name) is { } own && CanStandFor(own, type))
            library.Unified.Add(type, () => own);
        else if (CompilerGenerated.IsImplementationDetails(node.Name))
            Copy(library, node, type, FreeName(type, () => library.Content.OfDetails(node)));
        else if (_own.FindAlike(node.Name, () => library.Content.Of(node)) is { } twin)
            library.Unified.Add(type, () => twin);
        else if (PlacedTwin(library, node, type) is { } other)
            Unify(library, type, other);
        else
            Copy(library, node, type, FreeName(type, () => library.Content.Of(node)));
    }

    private (LibraryPlacement Library, GraphNode Node)? PlacedTwin(LibraryPlacement library, GraphNode node, TypeDefinition type)
    {
        if (!_placed.TryGetValue(ContentNames.KeyOf(node.Name), out var others))
            return null;
        foreach (var other in others)
        {
            if (AreAlike(library, node, other) || (other.Node.Name == node.Name && CanStandFor(other.Library.TypeOf(other.Node), type)))
                return other;
        }

        return null;
    }

    private void Copy(LibraryPlacement library, GraphNode node, TypeDefinition type, string name)
    {
        library.Copied.Add(type, name);
        _taken.Add(MetadataImage.Join(type.Namespace, name));
        var key = ContentNames.KeyOf(node.Name);
        if (!_placed.TryGetValue(key, out var alike))
            _placed.Add(key, alike = []);
        alike.Add((library, node));
    }

    // The type's own name, or one that its content gives it: so it is the same in each consumer that needs another.
    private string FreeName(TypeDefinition type, Func<string> content)
    {
        if (IsFree(type.Name))
            return type.Name;

        var (name, hash) = (ContentNames.WithoutSuffix(type.Name), content());
        for (var length = ShortestSuffix; length <= hash.Length; length++)
        {
            if (IsFree($"{name}${hash.Substring(0, length)}"))
                return $"{name}${hash.Substring(0, length)}";
        }

        throw new InvalidOperationException($"There is no name for the copy of '{type.FullName}'.");

        bool IsFree(string candidate) =>
            MetadataImage.Join(type.Namespace, candidate) is var full && _own.Find(full) is null && !_taken.Contains(full);
    }

    private static void Unify(LibraryPlacement library, TypeDefinition type, (LibraryPlacement Library, GraphNode Node) other)
    {
        var first = other.Library.TypeOf(other.Node);
        library.Unified.Add(type, () => other.Library.CopyOf!(first));
    }

    private static bool AreAlike(LibraryPlacement library, GraphNode node, (LibraryPlacement Library, GraphNode Node) other) =>
        library.Content.Of(node) == other.Library.Content.Of(other.Node);

    private Diagnostic Collision(LibraryPlacement library, GraphNode node, ManifestUnit unit, TypeDefinition own)
    {
        var place = _link.Symbols.LocationOf(MetadataTokens.EntityHandle(own.MetadataToken.ToInt32()));
        return Diagnostic.Create(Descriptors.Collision, place, node.Name, unit.Name, Origin(library, node), _link.Consumer.AssemblyName, place.Line > 0 ? $" ({Text(place)})" : "");
    }

    // 'Vcl' 1.2.0.0 (/packages/Vcl.wpi; PenWin.cs, line 3)
    private static string Origin(LibraryPlacement library, GraphNode node)
    {
        var origin = library.Pulled.Library;
        using var symbols = new SymbolMap(origin.Image, null); // its debug data is embedded
        var place = symbols.LocationOf((TypeDefinitionHandle)node.Definition);
        var source = place.Line > 0 ? "; " + Text(place) : "";
        return $"'{origin.Package}' {library.Source.Assembly.Name.Version} ({origin.Reference.ImportLibraryPath}{source})";
    }

    private static string Text(SourceLocation place) => $"{place.File}, line {place.Line}";

    private static bool CanStandFor(TypeDefinition own, TypeDefinition type) =>
        (IsEmbeddedAttribute(type) && HasMembersOf(own, type)) || (IsMarker(own) && IsMarker(type));

    // A class without members, there for its name: IsExternalInit, of which each assembly for an older framework has its own.
    private static bool IsMarker(TypeDefinition type) =>
        type is { IsClass: true, IsValueType: false, HasFields: false, HasMethods: false, HasNestedTypes: false, HasGenericParameters: false };

    // The attributes that compilers embed (ECMA-335 has no word on them): any assembly may have its own. Embedded alone is
    // each type that was linked, and a unit that two packages brought along can have two versions.
    private static bool IsEmbeddedAttribute(TypeDefinition type) =>
        type.FullName == EmbeddedAttribute.Name
        || (type is { IsNotPublic: true, BaseType.FullName: "System.Attribute" } && Has(type, EmbeddedAttribute.Name) && Has(type, CompilerGenerated.Attribute));

    private static bool Has(TypeDefinition type, string attributeName) => type.CustomAttributes.Any(attribute => attribute.AttributeType.FullName == attributeName);

    private static bool HasMembersOf(TypeDefinition own, TypeDefinition type) =>
        type.Methods.All(method => own.Methods.Any(candidate => candidate.Name == method.Name && SameParameters(candidate, method)))
        && type.Fields.All(field => own.Fields.Any(candidate => candidate.Name == field.Name && candidate.FieldType.FullName == field.FieldType.FullName));

    public static bool SameParameters(MethodDefinition one, MethodDefinition other) =>
        one.Parameters.Select(parameter => parameter.ParameterType.FullName).SequenceEqual(other.Parameters.Select(parameter => parameter.ParameterType.FullName), StringComparer.Ordinal);
}
