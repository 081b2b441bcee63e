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
            File.WriteAllBytes(aside, bytes);
            Rename(aside, path);
        }
        finally
        {
            File.Delete(aside);
        }
    }

    /// <summary>A name that no other process uses.</summary>
    public static string NameFor(string path) => $"{path}.{Guid.NewGuid():N}{Ending}";

    // .NET Framework has no File.Move that overwrites; File.Replace wants a file to replace.
    private static void Rename(string aside, string path)
    {
        if (File.Exists(path))
            File.Replace(aside, path, destinationBackupFileName: null, ignoreMetadataErrors: true);
        else
            File.Move(aside, path);
    }
}
