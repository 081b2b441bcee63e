namespace WeakPack.Images;

/// <summary>Says to other processes that an image is being compiled. The system lets go of it when its owner is killed.</summary>
internal static class ImageLock
{
    public const string Ending = ".lock";

    // How the system says that someone else has the file open: Windows (sharing, locking), Linux, macOS. All else means that no lock can be had here.
    private static readonly int[] s_taken = [unchecked((int)0x80070020), unchecked((int)0x80070021), 11, 35];

    /// <summary>The lock, to be disposed of; null while another process, or thread, has it.</summary>
    /// <exception cref="UnauthorizedAccessException">The folder must not be written.</exception>
    /// <exception cref="IOException">The folder can't be written.</exception>
    public static IDisposable? TryTake(ImageFolder folder, string assembly, string key)
    {
        Directory.CreateDirectory(folder.Of(assembly));
        try
        {
            var taken = new FileStream(Path.Combine(folder.Of(assembly), key + Ending), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
            folder.RemoveUnfinished(assembly, key);
            return taken;
        }
        catch (IOException error) when (Array.IndexOf(s_taken, error.HResult) >= 0)
        {
            return null;
        }
    }
}
