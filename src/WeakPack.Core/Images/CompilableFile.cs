using System.Reflection.PortableExecutable;

namespace WeakPack.Images;

/// <summary>Tells which files there can be an image of.</summary>
public static class CompilableFile
{
    /// <summary>The file is an assembly of IL alone: neither native, nor mixed, nor an image already, nor one for compilers only.</summary>
    public static bool Is(string path)
    {
        try
        {
            using var pe = new PEReader(File.OpenRead(path));
            return pe.HasMetadata
                && pe.PEHeaders.CorHeader is { ManagedNativeHeaderDirectory.Size: 0 } header
                && (header.Flags & CorFlags.ILOnly) != 0
                && System.Reflection.Metadata.PEReaderExtensions.GetMetadataReader(pe) is { IsAssembly: true, TypeDefinitions.Count: > 1 };
        }
        catch (Exception error) when (error is BadImageFormatException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
