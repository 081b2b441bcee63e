namespace WeakPack.Images;

/// <summary>Writes a file aside and then gives it its name, so that nobody ever sees half of it.</summary>
internal static class AsideFile
{
    public const string Ending = ".tmp";

    /// <exception cref="IOException">The folder can't be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder must not be written.</exception>
    public static void Write(string path, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var aside = NameFor(path);
        try
        {
            FileReplacement.WriteAside(aside, bytes);
            FileReplacement.Replace(aside, path);
        }
        finally
        {
            File.Delete(aside);
        }
    }

    /// <summary>A name that no other process uses.</summary>
    public static string NameFor(string path) => $"{path}.{Guid.NewGuid():N}{Ending}";
}
