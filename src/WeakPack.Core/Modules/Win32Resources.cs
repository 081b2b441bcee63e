using System.Reflection.PortableExecutable;

namespace WeakPack.Modules;

/// <summary>Hides an image's Win32 resources: the version resource names the commit, which must not change what compilers see.</summary>
internal static class Win32Resources
{
    private const int ResourceDirectory = 2;
    private const int DirectorySize = 8;

    /// <summary>The image with an empty resource directory (ECMA-335 II.25.2.3.3), so that Cecil does not copy it.</summary>
    public static AssemblyImage Hide(AssemblyImage image)
    {
        using var pe = new PEReader(new MemoryStream(image.Bytes, writable: false));
        var bytes = (byte[])image.Bytes.Clone();
        Array.Clear(bytes, PeSection.DirectoriesOf(pe.PEHeaders) + ResourceDirectory * DirectorySize, DirectorySize);
        return image.With(bytes, image.Symbols);
    }
}
