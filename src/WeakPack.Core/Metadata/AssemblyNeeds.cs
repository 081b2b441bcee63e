using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace WeakPack.Metadata;

/// <summary>What an assembly needs beside it at run time.</summary>
internal static class AssemblyNeeds
{
    /// <summary>Simple names of the assemblies that it refers to.</summary>
    public static IEnumerable<string> Assemblies(MetadataImage image)
    {
        foreach (var handle in image.Reader.AssemblyReferences)
            yield return image.Reader.GetString(image.Reader.GetAssemblyReference(handle).Name);
    }

    /// <summary>The native libraries that it calls, as P/Invoke names them.</summary>
    public static IEnumerable<string> NativeLibraries(MetadataImage image)
    {
        for (var row = 1; row <= image.Reader.GetTableRowCount(TableIndex.ModuleRef); row++)
            yield return image.Reader.GetString(image.Reader.GetModuleReference(MetadataTokens.ModuleReferenceHandle(row)).Name);
    }
}
