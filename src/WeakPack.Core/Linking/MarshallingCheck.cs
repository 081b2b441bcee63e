using System.Reflection.Metadata;
using WeakPack.Diagnostics;
using WeakPack.ImportLibraries;
using WeakPack.Marshalling;
using WeakPack.Metadata;
using WeakPack.Units;

namespace WeakPack.Linking;

/// <summary>WP3017: a linked unit meets native code, and its package disables runtime marshalling while the consumer does not, or the reverse.</summary>
/// <remarks>
/// The runtime asks the assembly in which a method is, so the copy would pass other bytes than the origin did. Where both agree, and of
/// units that pass numbers and pointers alone, nothing is said.
/// </remarks>
internal static class MarshallingCheck
{
    private const string Attribute = "System.Runtime.CompilerServices.DisableRuntimeMarshallingAttribute";

    public static IEnumerable<Diagnostic> Check(LinkContext link, IReadOnlyList<PulledNodes> pulled)
    {
        var consumer = IsDisabledIn(link.Consumer);
        return from nodes in pulled
               let library = nodes.Library
               where IsDisabledIn(library.Image) != consumer
               let boundary = new NativeBoundary(library.Image, link.References) { IsInside = type => nodes.Nodes.Contains(library.Graph.NodeOf(type)) }
               from unit in nodes.Units
               let members = Members(nodes, unit, boundary)
               where members.Count > 0
               let difference = consumer ? $"'{library.Package}' does not have it, but '{link.Consumer.AssemblyName}' does" : $"'{library.Package}' has it, but '{link.Consumer.AssemblyName}' does not"
               let wayOut = consumer ? "Remove the attribute from this project" : "Set DisableRuntimeMarshalling to true in this project"
               select Diagnostic.Create(Descriptors.MarshalledOtherwise, new(library.Reference.ImportLibraryPath!), unit.Name, library.Package, UnitNames.List(members), difference, wayOut);
    }

    private static bool IsDisabledIn(MetadataImage image) => image.AssemblyAttributes.Rows(Attribute).Count > 0;

    // Those of the unit, and of what travels with it.
    private static List<string> Members(PulledNodes pulled, ManifestUnit unit, NativeBoundary boundary)
    {
        var library = pulled.Library;
        var roots = unit.Types.Select(type => library.Graph.NodeOf(library.Image.FindTopLevel(type.Name)!.Value));
        var travelling = library.Graph.Reach(roots, node => pulled.Nodes.Contains(node) && (library.UnitOf(node.Name) is not { } other || other.Name == unit.Name));
        return [.. travelling.Keys.SelectMany(node => Methods(library.Image, node)).Where(boundary.Depends).Select(method => AuthorNames.OfMember(library.Image, method)).Distinct()];
    }

    private static IEnumerable<MethodDefinitionHandle> Methods(MetadataImage image, GraphNode node) => node.Definition.Kind switch
    {
        HandleKind.MethodDefinition => [(MethodDefinitionHandle)node.Definition],
        HandleKind.FieldDefinition => [],
        HandleKind.TypeDefinition when node.Shell is null && CompilerGenerated.IsImplementationDetails(node.Name) => [], // its members are nodes of their own
        HandleKind.TypeDefinition => image.WithNested((TypeDefinitionHandle)node.Definition).SelectMany(type => image.Reader.GetTypeDefinition(type).GetMethods()),
        _ => throw new InvalidOperationException($"A {node.Definition.Kind} is no node."),
    };
}
