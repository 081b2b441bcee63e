namespace WeakPack;

/// <summary>Writes a file aside, and gives it its name in one step: nobody ever sees half of it.</summary>
public static class FileReplacement
{
    private const int Attempts = 10;

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    // How Windows says that another process has the file open: sharing and locking violations, a mapped file, and the three ends of ReplaceFile.
    // After the last of these the file may be gone, so each attempt looks anew. Elsewhere an open file is no obstacle.
    private static readonly int[] s_heldOpen =
        [unchecked((int)0x80070020), unchecked((int)0x80070021), unchecked((int)0x800704C8), unchecked((int)0x80070497), unchecked((int)0x80070498), unchecked((int)0x80070499)];

    /// <summary>Writes a file aside; what lies there from a process that was killed goes.</summary>
    /// <remarks>
    /// As a new file: the runtime cuts one that it opens to be overwritten to no length, be it new or not, and ext4 writes such a file to
    /// the disk as soon as it is closed, for whoever replaces a file that way.
    /// </remarks>
    /// <param name="aside">Where to.</param>
    /// <param name="bytes">What the file is to hold.</param>
    /// <exception cref="IOException">The file can't be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file must not be written.</exception>
    public static void WriteAside(string aside, byte[] bytes)
    {
        File.Delete(aside);
        using var file = new FileStream(aside, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1);
        file.Write(bytes, 0, bytes.Length);
    }

    /// <summary>Renames. Waits a little for a virus scanner or an indexer that looks at what was written last.</summary>
    /// <param name="aside">What was written.</param>
    /// <param name="path">The name that it gets, be there a file of that name or not.</param>
    /// <exception cref="IOException">The file can't be replaced.</exception>
    /// <exception cref="UnauthorizedAccessException">The file must not be replaced.</exception>
    public static void Replace(string aside, string path) => Patiently(() => Rename(aside, path), () => Thread.Sleep(s_pause));

    internal static void Patiently(Action attempt, Action pause)
    {
        for (var left = Attempts - 1; ; left--)
        {
            try
            {
                attempt();
                return;
            }
            catch (IOException error) when (left > 0 && Array.IndexOf(s_heldOpen, error.HResult) >= 0)
            {
                pause();
            }
        }
    }

    // .NET Framework has no File.Move that overwrites; File.Replace wants a file to replace.
    private static void Rename(string aside, string path)
    {
        if (File.Exists(path))
            File.Replace(aside, path, destinationBackupFileName: null, ignoreMetadataErrors: true);
        else
            File.Move(aside, path);
    }
}
