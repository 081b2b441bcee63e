using System.Text;
using WeakPack.ImportLibraries;
using WeakPack.Modules;

namespace WeakPack.Packaging;

/// <summary>Names in a written runtime package the import library that belongs to it.</summary>
internal static class PackageStamp
{
    /// <summary>Sets the checksum in the place of its placeholder, in the image itself, and makes the MVID depend on it.</summary>
    public static void Set(AssemblyImage runtime, string checksum)
    {
        var bytes = runtime.Bytes;

        // In the attribute's blob the value follows the key, behind its length: 64 is '@'.
        var key = Encoding.ASCII.GetBytes(AssemblyMarks.ImportLibrary + "@");
        var place = bytes.AsSpan().IndexOf([.. key, .. Encoding.ASCII.GetBytes(Checksum.Placeholder)]) + key.Length;
        Encoding.ASCII.GetBytes(checksum, 0, checksum.Length, bytes, place);
        ModuleVersion.Mix(bytes, Encoding.ASCII.GetBytes(checksum));
    }
}
