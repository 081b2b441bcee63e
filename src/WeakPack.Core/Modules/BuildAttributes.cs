using Mono.Cecil;

namespace WeakPack.Modules;

/// <summary>Attributes of an assembly that tell of the build and not of what is in it.</summary>
/// <remarks>Neither an import library nor a compile surface has them: a new commit must not make a new one.</remarks>
internal static class BuildAttributes
{
    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        "AssemblyInformationalVersionAttribute", "AssemblyFileVersionAttribute", "AssemblyConfigurationAttribute", "DebuggableAttribute",
    };

    public static void Remove(ModuleDefinition module)
    {
        var attributes = module.Assembly.CustomAttributes;
        for (var i = attributes.Count - 1; i >= 0; i--)
        {
            if (Names.Contains(attributes[i].AttributeType.Name))
                attributes.RemoveAt(i);
        }
    }
}
