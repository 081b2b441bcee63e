using System.Reflection.Metadata;
using WeakPack.Metadata;

namespace WeakPack.Units;

/// <summary>How many bytes of IL a node of the graph holds.</summary>
internal static class NodeSize
{
    public static int Of(MetadataImage image, GraphNode node) => node.Definition.Kind switch
    {
        HandleKind.MethodDefinition => Of(image, (MethodDefinitionHandle)node.Definition),
        HandleKind.TypeDefinition when node is { IsHelper: true } && CompilerGenerated.IsImplementationDetails(node.Name) => 0, // its members are nodes
        HandleKind.TypeDefinition => Of(image, (TypeDefinitionHandle)node.Definition),
        _ => 0,
    };

    private static int Of(MetadataImage image, TypeDefinitionHandle handle)
    {
        var size = 0;
        foreach (var type in image.WithNested(handle))
        {
            foreach (var method in image.Reader.GetTypeDefinition(type).GetMethods())
                size += Of(image, method);
        }

        return size;
    }

    private static int Of(MetadataImage image, MethodDefinitionHandle handle)
    {
        var method = image.Reader.GetMethodDefinition(handle);
        return method.RelativeVirtualAddress == 0 ? 0 : image.Pe.GetMethodBody(method.RelativeVirtualAddress).Size;
    }
}
