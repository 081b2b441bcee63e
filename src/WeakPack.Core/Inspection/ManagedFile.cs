using System.Reflection.PortableExecutable;

namespace WeakPack.Inspection;

/// <summary>Tells managed files from native ones.</summary>
internal static class ManagedFile
{
    /// <summary>The file says that it has managed metadata, sound or not.</summary>
    public static bool Is(AssemblyImage file)
    {
        try
        {
            using var pe = new PEReader(new MemoryStream(file.Bytes));
            return pe.HasMetadata;
        }
        catch (BadImageFormatException)
        {
            return false;
        }
    }
}
