namespace WeakPack.Images;

/// <summary>Says to other processes that an image is being compiled. The system lets go of it when its owner is killed.</summary>
internal static class ImageLock
{
    /// <summary>The lock, to be disposed of; null while another process, or thread, has it.</summary>
    /// <exception cref="UnauthorizedAccessException">The folder must not be written.</exception>
    /// <exception cref="DirectoryNotFoundException">The folder is gone.</exception>
    public static IDisposable? TryTake(ImageFolder folder, string assembly, string key)
    {
        Directory.CreateDirectory(folder.Of(assembly));
        try
        {
            return new FileStream(Path.Combine(folder.Of(assembly), key + ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
        }
        catch (IOException error) when (error is not DirectoryNotFoundException and not PathTooLongException)
        {
            return null;
        }
    }
}
