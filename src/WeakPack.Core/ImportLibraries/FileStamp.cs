namespace WeakPack.ImportLibraries;

/// <summary>What tells, without a look into it, whether a file has changed.</summary>
internal sealed record FileStamp(long Length, DateTime Written)
{
    /// <exception cref="IOException">The file is missing, or can't be asked.</exception>
    public static FileStamp Of(string path)
    {
        var file = new FileInfo(path);
        return new(file.Length, file.LastWriteTimeUtc);
    }
}
