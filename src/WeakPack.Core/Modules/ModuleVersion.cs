using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Security.Cryptography;

namespace WeakPack.Modules;

/// <summary>The MVID of a written image (ECMA-335 II.22.30): taken from the content, so that it tells content apart.</summary>
internal static class ModuleVersion
{
    private const int Size = 16;

    public static Guid Of(PEReader pe)
    {
        var reader = pe.GetMetadataReader();
        return reader.GetGuid(reader.GetModuleDefinition().Mvid);
    }

    /// <summary>Takes the MVID from the image's bytes.</summary>
    public static void Renew(byte[] image)
    {
        var place = PlaceIn(image);
        Array.Clear(image, place, Size);
        using var sha = SHA256.Create();
        BlobContentId.FromHash(sha.ComputeHash(image)).Guid.ToByteArray().CopyTo(image, place);
    }

    /// <summary>Makes the MVID depend on something that was not part of the content when it was made.</summary>
    public static void Mix(byte[] image, byte[] content)
    {
        var place = PlaceIn(image);
        using var sha = SHA256.Create();
        var mixed = sha.ComputeHash([.. image.AsSpan(place, Size), .. content]);
        Array.Copy(mixed, 0, image, place, Size);
    }

    private static int PlaceIn(byte[] image)
    {
        using var pe = new PEReader(new MemoryStream(image, writable: false));
        var reader = pe.GetMetadataReader();
        var number = MetadataTokens.GetHeapOffset(reader.GetModuleDefinition().Mvid); // counted from one
        return pe.PEHeaders.MetadataStartOffset + reader.GetHeapMetadataOffset(HeapIndex.Guid) + ((number - 1) * Size);
    }
}
