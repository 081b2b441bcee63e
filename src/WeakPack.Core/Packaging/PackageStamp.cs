using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Security.Cryptography;
using System.Text;
using WeakPack.ImportLibraries;
using WeakPack.Modules;

namespace WeakPack.Packaging;

/// <summary>Names in a written runtime package the import library that belongs to it.</summary>
internal static class PackageStamp
{
    /// <summary>Sets the checksum in the place of its placeholder, and makes the MVID depend on it.</summary>
    public static AssemblyImage Set(AssemblyImage runtime, string checksum)
    {
        var bytes = (byte[])runtime.Bytes.Clone();

        // In the attribute's blob the value follows the key, behind its length: 64 is '@'.
        var key = Encoding.ASCII.GetBytes(AssemblyMarks.ImportLibrary + "@");
        var place = bytes.AsSpan().IndexOf([.. key, .. Encoding.ASCII.GetBytes(Checksum.Placeholder)]) + key.Length;
        Encoding.ASCII.GetBytes(checksum, 0, checksum.Length, bytes, place);

        using var pe = new PEReader(new MemoryStream(runtime.Bytes, writable: false));
        var reader = pe.GetMetadataReader();
        var mvid = reader.GetGuid(reader.GetModuleDefinition().Mvid).ToByteArray();
        using var sha = SHA256.Create();
        var stamped = sha.ComputeHash([.. mvid, .. Encoding.ASCII.GetBytes(checksum)]);
        var heap = pe.PEHeaders.MetadataStartOffset + reader.GetHeapMetadataOffset(HeapIndex.Guid);
        Array.Copy(stamped, 0, bytes, heap, mvid.Length); // Cecil's first GUID is the MVID
        return new(runtime.Path, bytes, runtime.Symbols);
    }
}
