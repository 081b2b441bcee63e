using System.Diagnostics;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace WeakPack.Images;

/// <summary>Tells which files there can be an image of.</summary>
public static class CompilableFile
{
    /// <summary>The assembly was compiled to be debugged. The runtime would take optimized code of it all the same, and lose breakpoints and locals.</summary>
    public static bool IsForDebugging(string path)
    {
        using var pe = new PEReader(File.OpenRead(path));
        var reader = pe.GetMetadataReader();
        return reader.GetAssemblyDefinition().GetCustomAttributes().Any(handle => DisablesOptimizations(reader, reader.GetCustomAttribute(handle)));
    }

    /// <summary>The file is an assembly of IL alone: neither native, nor mixed, nor an image already, nor one for compilers only.</summary>
    public static bool Is(string path)
    {
        try
        {
            using var pe = new PEReader(File.OpenRead(path));
            return pe.HasMetadata
                && pe.PEHeaders.CorHeader is { ManagedNativeHeaderDirectory.Size: 0 } header
                && (header.Flags & CorFlags.ILOnly) != 0
                && pe.GetMetadataReader() is { IsAssembly: true, TypeDefinitions.Count: > 1 };
        }
        catch (Exception error) when (error is BadImageFormatException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    // [Debuggable(DebuggingModes)] or [Debuggable(bool isJITTrackingEnabled, bool isJITOptimizerDisabled)]: a prolog, and the arguments.
    private static bool DisablesOptimizations(MetadataReader reader, CustomAttribute attribute)
    {
        if (attribute.Constructor.Kind != HandleKind.MemberReference
            || reader.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent is not { Kind: HandleKind.TypeReference } parent
            || reader.GetString(reader.GetTypeReference((TypeReferenceHandle)parent).Name) != nameof(DebuggableAttribute))
            return false;
        var blob = reader.GetBlobBytes(attribute.Value);
        return blob.Length == 8
            ? (BitConverter.ToInt32(blob, 2) & (int)DebuggableAttribute.DebuggingModes.DisableOptimizations) != 0
            : blob.Length > 3 && blob[3] != 0;
    }
}
