using WeakPack.NativeLibraries;

namespace WeakPack.Tasks;

/// <summary>The files that one task writes: all of them or, as far as a file system allows, none.</summary>
/// <remarks>
/// Each is written aside in its own folder and then takes its name in one step, so that a build which is killed leaves
/// no half of a file. A file whose bytes are the same is left alone with its time: what depends on it need not be remade.
/// </remarks>
internal sealed class OutputFiles
{
    private const string AsideEnding = ".writing";

    private readonly List<OutputFile> _files = [];

    /// <summary>Adds a file. No bytes mean that there is to be no such file; no path, that nobody asked for it.</summary>
    public void Add(string? path, byte[]? bytes)
    {
        if (!string.IsNullOrEmpty(path))
        {
            _files.Add(new(path!, bytes));
        }
    }

    /// <summary>Adds a file of text lines. No lines mean that there is to be no such file.</summary>
    public void Add(string? path, IEnumerable<string>? lines) =>
        Add(path, lines is null ? null : System.Text.Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n"))));

    /// <summary>Adds a list, one entry a line. There is to be no such file when it is empty.</summary>
    public void AddList(string? path, IReadOnlyCollection<string> lines) => Add(path, lines.Count == 0 ? null : lines);

    /// <summary>Adds a list of native libraries. There is to be no such file when it has none.</summary>
    public void Add(string? path, IReadOnlyList<NativeLibraryNeed> libraries) => AddList(path, [.. libraries.Select(library => library.ToLine())]);

    /// <summary>Writes what has changed.</summary>
    /// <exception cref="IOException">A file can't be written, for the reason that the message tells.</exception>
    public void Write()
    {
        var changed = _files.Where(file => file.Bytes is not null && !IsCurrent(file.Path, file.Bytes)).ToList();
        try
        {
            foreach (var (path, bytes) in changed)
            {
                Try(path, () =>
                {
                    Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                    FileReplacement.WriteAside(path + AsideEnding, bytes!);
                });
            }

            foreach (var (path, _) in changed)
            {
                Try(path, () => FileReplacement.Replace(path + AsideEnding, path));
            }
        }
        finally
        {
            // Also what a build that was killed has left.
            foreach (var (path, _) in _files)
            {
                Try(path, () => DeleteIfPresent(path + AsideEnding));
            }
        }

        foreach (var (path, _) in _files.Where(file => file.Bytes is null))
        {
            Try(path, () => DeleteIfPresent(path));
        }
    }

    // The system's own message may name the file aside, or none, and says nothing of a way out.
    private static void Try(string path, Action action)
    {
        try
        {
            action();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"'{path}' can't be written: {error.Message.TrimEnd('.')}. Is the disk full, the folder read-only, or the file open in another program? Mend that and build again.", error);
        }
    }

    private static bool IsCurrent(string path, byte[] bytes)
    {
        var file = new FileInfo(path);
        return file.Exists && file.Length == bytes.Length && File.ReadAllBytes(path).AsSpan().SequenceEqual(bytes);
    }

    private static void DeleteIfPresent(string path)
    {
        if (File.Exists(path))
        {
            File.Delete(path);
        }
    }

    private sealed record OutputFile(string Path, byte[]? Bytes);
}
