using System.Reflection.Metadata;
using WeakPack.Metadata;

namespace WeakPack.Units;

/// <summary>Tells what the Visual Basic compiler makes by itself from what an author wrote.</summary>
internal static class VisualBasic
{
    /// <summary>The class behind <c>My.Computer</c>, <c>My.Application</c> and their kin, which the compiler puts into each project of its own.</summary>
    public static bool IsMy(MetadataImage image, TypeDefinitionHandle handle)
    {
        var type = image.Reader.GetTypeDefinition(handle);
        var space = image.Reader.GetString(type.Namespace);
        return image.Reader.StringComparer.Equals(type.Name, "MyProject") && (space == "My" || space.EndsWith(".My", StringComparison.Ordinal));
    }
}
