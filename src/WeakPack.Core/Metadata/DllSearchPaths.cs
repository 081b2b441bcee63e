using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace WeakPack.Metadata;

/// <summary><c>[DefaultDllImportSearchPaths]</c>: where the runtime looks for a method's native library. An assembly's counts for all methods that have none.</summary>
internal static class DllSearchPaths
{
    public const string AttributeName = "System.Runtime.InteropServices.DefaultDllImportSearchPathsAttribute";

    /// <summary>The attribute of the assembly.</summary>
    public static CustomAttributeHandle? OfAssembly(MetadataImage image) =>
        image.AssemblyAttributes.Rows(AttributeName) is { Count: > 0 } rows ? MetadataTokens.CustomAttributeHandle(rows[0]) : null;

    /// <summary>The attribute that counts for a method.</summary>
    public static CustomAttributeHandle? Of(MetadataImage image, MethodDefinition method)
    {
        foreach (var handle in method.GetCustomAttributes())
        {
            if (image.AttributeName(handle) == AttributeName)
                return handle;
        }

        return OfAssembly(image);
    }
}
