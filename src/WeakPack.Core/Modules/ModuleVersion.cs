using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Security.Cryptography;

namespace WeakPack.Modules;

/// <summary>The MVID of a written image (ECMA-335 II.22.30): taken from the content, so that it tells content apart.</summary>
internal static class ModuleVersion
{
    public static Guid Of(PEReader pe)
    {
        var reader = pe.GetMetadataReader();
        return reader.GetGuid(reader.GetModuleDefinition().Mvid);
    }

    /// <summary>Makes the MVID depend on something that was not part of the content when it was made.</summary>
    public static void Mix(byte[] image, byte[] content)
    {
        using var pe = new PEReader(new MemoryStream(image, writable: false));
        var mvid = Of(pe).ToByteArray();
        using var sha = SHA256.Create();
        var mixed = sha.ComputeHash([.. mvid, .. content]);
        var heap = pe.PEHeaders.MetadataStartOffset + pe.GetMetadataReader().GetHeapMetadataOffset(HeapIndex.Guid);
        Array.Copy(mixed, 0, image, heap, mvid.Length); // Cecil's first GUID is the MVID
    }
}
