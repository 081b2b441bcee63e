using System.Reflection.Metadata;
using WeakPack.Metadata;
using WeakPack.Units;

namespace WeakPack.Inspection;

/// <summary>A method, of a node, looks for a type.</summary>
internal sealed record IdentityLookup(GraphNode Target, GraphNode Node, MethodDefinitionHandle User);

/// <summary>Which types the code of others knows by their identity, so that a consumer's copy would be a stranger to it.</summary>
/// <remarks>
/// Such code stays right as long as the objects are the assembly's own. But an attribute that a serializer looks for is there
/// to be put on types of consumers, and these would carry their copy of it.
/// </remarks>
internal static class IdentityLookups
{
    /// <summary>The members that look, by the full name of the outermost type that they look for.</summary>
    /// <param name="graph">The assembly.</param>
    /// <param name="looks">Whose code is meant; null for all.</param>
    public static ILookup<string, string> Find(UnitGraph graph, Predicate<GraphNode>? looks = null) =>
        In(graph, looks)
        .Select(lookup => (Target: lookup.Target.Name, User: UserName(graph.Image, lookup.Node, lookup.User)))
        .Distinct()
        .ToLookup(lookup => lookup.Target, lookup => lookup.User, StringComparer.Ordinal);

    /// <inheritdoc cref="Find"/>
    public static IEnumerable<IdentityLookup> In(UnitGraph graph, Predicate<GraphNode>? looks) =>
        from method in graph.Image.Reader.MethodDefinitions
        let node = graph.NodeOf(method)
        where !node.IsHelper && looks?.Invoke(node) != false
        from type in Types(graph, method)
        let target = graph.NodeOf(type)
        where target != node
        select new IdentityLookup(target, node, method);

    private static IEnumerable<EntityHandle> Types(UnitGraph graph, MethodDefinitionHandle handle)
    {
        var image = graph.Image;
        var method = image.Reader.GetMethodDefinition(handle);
        if (method.RelativeVirtualAddress == 0)
            return [];

        var body = image.Pe.GetMethodBody(method.RelativeVirtualAddress);
        var caught = body.ExceptionRegions.Where(region => region.Kind == ExceptionRegionKind.Catch).Select(region => region.CatchType);
        var tested = IlTokens.Of(body).Where(found => IsTest(found.Code) && IsType(found.Token)).Select(found => found.Token);

        // GetCustomAttribute<JsonNameAttribute>(). A generic argument that is no attribute says nothing: List<Pen> is no lookup.
        var asked = IlTokens.Of(body).Where(found => found.Token.Kind == HandleKind.MethodSpecification)
            .SelectMany(found => TypeTokens.In(image.Reader, image.Reader.GetMethodSpecification((MethodSpecificationHandle)found.Token).Signature));
        return caught.Concat(tested).SelectMany(graph.Scanner.Expand).Where(IsOwnType)
            .Concat(asked.SelectMany(graph.Scanner.Expand).Where(IsOwnType).Where(type => IsAttribute(image, (TypeDefinitionHandle)type)));
    }

    private static bool IsTest(ILOpCode code) => code is ILOpCode.Isinst or ILOpCode.Castclass or ILOpCode.Unbox or ILOpCode.Unbox_any or ILOpCode.Ldtoken;

    private static bool IsType(EntityHandle token) => token.Kind is HandleKind.TypeDefinition or HandleKind.TypeReference or HandleKind.TypeSpecification;

    private static bool IsOwnType(EntityHandle type) => type.Kind == HandleKind.TypeDefinition;

    private static bool IsAttribute(MetadataImage image, TypeDefinitionHandle handle)
    {
        var depth = 0; // of forged metadata a type could be its own base
        EntityHandle type = handle;
        while (!type.IsNil && type.Kind == HandleKind.TypeDefinition && depth++ < 100)
            type = image.Reader.GetTypeDefinition((TypeDefinitionHandle)type).BaseType;
        return !type.IsNil && image.TypeName(type) == "System.Attribute";
    }

    // A lambda has no name that its author knows.
    private static string UserName(MetadataImage image, GraphNode node, MethodDefinitionHandle method) =>
        image.DescribeMember(method) is var name && name.Contains('<') ? node.Name : name;
}
