using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace WeakPack.Damage;

/// <summary>Looks in an image for what only who writes it again runs into: Mono.Cecil, which reads otherwise then than System.Reflection.Metadata, and slices, which copy all that a row leads to.</summary>
internal static class WriteCheck
{
    /// <exception cref="BadImageFormatException">The image is damaged; the message tells how.</exception>
    public static void Run(PEReader pe)
    {
        var reader = pe.GetMetadataReader();
        if (LayoutCheck.HidesTables(reader))
            throw new BadImageFormatException("before its tables stands what only obfuscators write");
        BodyCheck.Run(pe);
        FieldDataCheck.Run(pe, reader, isWritten: true);
        WindowsResourceCheck.Run(pe);
    }
}
