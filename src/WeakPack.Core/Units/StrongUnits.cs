using System.Reflection;
using WeakPack.Metadata;

namespace WeakPack.Units;

/// <summary>The strong units that others can see of a written runtime package: weak ones are not in it, or internal.</summary>
/// <remarks>A type that a package forwards is another's.</remarks>
internal static class StrongUnits
{
    /// <summary>Full names of the public top-level types.</summary>
    public static IEnumerable<string> Of(MetadataImage runtime)
    {
        foreach (var handle in runtime.Reader.TypeDefinitions)
        {
            if ((runtime.Reader.GetTypeDefinition(handle).Attributes & TypeAttributes.VisibilityMask) == TypeAttributes.Public)
                yield return runtime.FullName(handle);
        }
    }

    /// <summary>A package as a message names it: with its version.</summary>
    public static string Describe(MetadataImage package) => $"'{package.AssemblyName}' ({package.Reader.GetAssemblyDefinition().Version})";
}
