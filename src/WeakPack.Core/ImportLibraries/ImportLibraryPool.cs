namespace WeakPack.ImportLibraries;

/// <summary>
/// Import libraries that were opened and wait for the next consumer, so that a process which links many of them, in one build or
/// in several, reads and checks the import library of a package once.
/// </summary>
/// <remarks>
/// What one link has taken no other can take: two at once open two, and nothing is shared between threads. A file that
/// has another length or time than when it was read is opened anew. All may be called at any time and from any thread.
/// </remarks>
public sealed class ImportLibraryPool : IDisposable
{
    private const long DefaultCapacity = 32 << 20;

    private readonly long _capacity;
    private readonly List<ImportLibraryFile> _waiting = []; // the longest first
    private long _bytes; // of those that wait
    private bool _isDisposed;

    /// <summary>Makes an empty pool.</summary>
    /// <param name="capacity">How many bytes of memory those that wait may take together, their files and unpacked debug data; those that have waited longest give way.</param>
    public ImportLibraryPool(long capacity = DefaultCapacity) => _capacity = capacity;

    /// <summary>How many import libraries wait.</summary>
    public int Count
    {
        get
        {
            lock (_waiting)
                return _waiting.Count;
        }
    }

    /// <summary>The import library that was read from this path, for the caller alone until it is put back; null when none waits, or the file has changed.</summary>
    /// <exception cref="IOException">The file is missing.</exception>
    internal ImportLibraryFile? Take(string path)
    {
        if (Remove(path) is not { } file)
            return null;

        var isCurrent = false;
        try
        {
            isCurrent = file.Stamp == FileStamp.Of(path);
        }
        finally
        {
            if (!isCurrent)
                file.Dispose();
        }

        return isCurrent ? file : null;
    }

    /// <summary>Puts one back, or closes it when it can't wait.</summary>
    internal void Put(ImportLibraryFile file)
    {
        var closed = new List<ImportLibraryFile>();
        lock (_waiting)
        {
            if (_isDisposed || file.Stamp is null || file.Size > _capacity)
            {
                closed.Add(file);
            }
            else
            {
                _waiting.Add(file);
                _bytes += file.Size;
                while (_bytes > _capacity)
                    closed.Add(RemoveAt(0));
            }
        }

        closed.ForEach(old => old.Dispose());
    }

    /// <summary>Closes those that wait. Those that are taken are closed when they are put back.</summary>
    public void Dispose()
    {
        lock (_waiting)
        {
            _isDisposed = true;
            _waiting.ForEach(file => file.Dispose());
            _waiting.Clear();
            _bytes = 0;
        }
    }

    private ImportLibraryFile? Remove(string path)
    {
        lock (_waiting)
        {
            var at = _waiting.FindLastIndex(file => file.Path == path);
            return at < 0 ? null : RemoveAt(at);
        }
    }

    private ImportLibraryFile RemoveAt(int index)
    {
        var file = _waiting[index];
        _waiting.RemoveAt(index);
        _bytes -= file.Size;
        return file;
    }
}
