namespace WeakPack.ImportLibraries;

/// <summary>What tells, without a look into it, whether a file has changed.</summary>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Written">The ticks of the time, UTC, at which it was written.</param>
internal sealed record FileStamp(long Length, long Written)
{
    /// <summary>The stamp of a file; null for a symbolic link, whose length and time say nothing of the file that it leads to.</summary>
    /// <exception cref="IOException">The file is missing, or can't be asked.</exception>
    public static FileStamp? Of(string path)
    {
        var file = new FileInfo(path);
        var stamp = new FileStamp(file.Length, file.LastWriteTimeUtc.Ticks);
        return (file.Attributes & FileAttributes.ReparsePoint) == 0 ? stamp : null;
    }
}
