namespace WeakPack.ImportLibraries;

/// <summary>
/// Import libraries that were opened and wait for the next consumer, so that a build with many consumers of one package reads
/// and checks its import library once.
/// </summary>
/// <remarks>
/// What one link has taken no other can take: two at once open two, and nothing is shared between threads. A file that
/// has another length or time than when it was read is opened anew. All may be called at any time and from any thread.
/// </remarks>
public sealed class ImportLibraryPool : IDisposable
{
    private const long DefaultCapacity = 64 << 20;

    private readonly long _capacity;
    private readonly List<ImportLibraryFile> _waiting = []; // the longest first
    private bool _isDisposed;

    /// <summary>Makes an empty pool.</summary>
    /// <param name="capacity">How many bytes the files of those that wait may have together; those that have waited longest give way.</param>
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
        if (file.Stamp == FileStamp.Of(path))
            return file;
        file.Dispose();
        return null;
    }

    /// <summary>Puts one back, or closes it when it can't wait.</summary>
    internal void Put(ImportLibraryFile file)
    {
        var closed = new List<ImportLibraryFile>();
        lock (_waiting)
        {
            if (_isDisposed || file.Stamp is null || file.Length > _capacity)
            {
                closed.Add(file);
            }
            else
            {
                _waiting.Add(file);
                for (var total = _waiting.Sum(waiting => (long)waiting.Length); total > _capacity; total -= closed[closed.Count - 1].Length)
                {
                    closed.Add(_waiting[0]);
                    _waiting.RemoveAt(0);
                }
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
        }
    }

    private ImportLibraryFile? Remove(string path)
    {
        lock (_waiting)
        {
            var at = _waiting.FindLastIndex(file => file.Path == path);
            if (at < 0)
                return null;
            var file = _waiting[at];
            _waiting.RemoveAt(at);
            return file;
        }
    }
}
