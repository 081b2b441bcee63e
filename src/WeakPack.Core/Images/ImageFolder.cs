using WeakPack.ImportLibraries;

namespace WeakPack.Images;

/// <summary>A folder with images: for each assembly's name a folder, in it a file and a record for each image.</summary>
/// <remarks>Nothing here fails because a file is not there or can't be read: another process may be at work in the same folder.</remarks>
internal sealed class ImageFolder(string root, bool isReadOnly)
{
    /// <summary>Why an image can't be loaded.</summary>
    public const string InvalidChecksum = "invalid checksum", MissingImage = "missing image", Unreadable = "image can't be read now";

    private const string RecordEnding = ".json", ImageEnding = ".dll";

    // A compiler does not run for so long: who made such a file is no more.
    private static readonly TimeSpan s_abandoned = TimeSpan.FromDays(1);

    public string Root => root;

    public bool IsReadOnly => isReadOnly;

    /// <summary>The folder of an assembly's images.</summary>
    public string Of(string assembly) => Path.Combine(root, NameOf(assembly));

    /// <summary>The name of that folder.</summary>
    public static string NameOf(string assembly) => string.Concat(Path.GetFileNameWithoutExtension(assembly).Select(c => char.IsLetterOrDigit(c) || c is '.' or '-' or '_' ? c : '_'));

    public string ImagePath(string assembly, string key) => Path.Combine(Of(assembly), key + ImageEnding);

    public string RecordPath(string assembly, string key) => Path.Combine(Of(assembly), key + RecordEnding);

    /// <summary>The record of an image; null when there is none, or none that can be read.</summary>
    /// <param name="assembly">The assembly's file name.</param>
    /// <param name="key">The image's key.</param>
    /// <param name="isSpoiled">There is one, and it is not what was written.</param>
    public ImageRecord? Record(string assembly, string key, out bool isSpoiled) => ReadRecord(RecordPath(assembly, key), out isSpoiled);

    /// <summary>All images of an assembly, with their keys.</summary>
    public IEnumerable<(string Key, ImageRecord Record)> RecordsOf(string assembly) => Records(Of(assembly));

    /// <summary>All images there are.</summary>
    public IEnumerable<(string Key, ImageRecord Record)> All() =>
        Folders().SelectMany(Records);

    /// <summary>All records that are not what was written.</summary>
    public IEnumerable<SpoiledRecord> SpoiledRecords() =>
        from folder in Folders()
        from path in RecordPaths(folder)
        where ReadRecord(path, out var isSpoiled) is null && isSpoiled
        select new SpoiledRecord(Path.GetFileName(folder), Path.GetFileNameWithoutExtension(path));

    /// <summary>The bytes of an image that is used, as <see cref="Look"/> finds them.</summary>
    public byte[]? Load(ImageRecord record, string key, out string? problem)
    {
        var bytes = Look(record, key, out problem);
        if (bytes is not null)
            Try(() => Touch(RecordPath(record.Assembly, key)), false);
        return bytes;
    }

    /// <summary>The bytes of an image that are what its record says; null when they are not, with the reason. That is no use of the image.</summary>
    /// <remarks>An image that another process has just taken away is none. It is not spoiled.</remarks>
    public byte[]? Look(ImageRecord record, string key, out string? problem)
    {
        var path = ImagePath(record.Assembly, key);
        var bytes = Try(() => File.ReadAllBytes(path), null);
        problem = bytes is not null ? (Checksum.Of(bytes) == record.Sha256 ? null : InvalidChecksum)
            : !File.Exists(path) && File.Exists(RecordPath(record.Assembly, key)) ? MissingImage : Unreadable;
        return problem is null ? bytes : null;
    }

    /// <summary>When an image was last used.</summary>
    public DateTime LastUsed(string assembly, string key) => Try(() => File.GetLastWriteTimeUtc(RecordPath(assembly, key)), DateTime.MinValue);

    /// <summary>Puts an image there. The record comes last: it makes the image one.</summary>
    /// <exception cref="IOException">The folder can't be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder must not be written.</exception>
    public void Add(ImageRecord record, byte[] image)
    {
        var key = record.Inputs.Key;
        AsideFile.Write(ImagePath(record.Assembly, key), image);
        AsideFile.Write(RecordPath(record.Assembly, key), record.ToJson());
    }

    /// <summary>Takes an image away. False when it is in use.</summary>
    public bool Remove(string assembly, string key) => RemoveIn(Of(assembly), key);

    /// <summary>The same of one whose record can't be read.</summary>
    public bool Remove(SpoiledRecord record) => RemoveIn(Path.Combine(root, record.Folder), record.Key);

    /// <summary>Takes away what was being written of an image by a process that ended in the middle. Only for who holds its lock.</summary>
    public void RemoveUnfinished(string assembly, string key) => RemoveFiles(Of(assembly), key + ".*" + AsideFile.Ending, _ => true);

    /// <summary>Takes away what processes left behind that ended in the middle: files under temporary names, images without a record, locks.</summary>
    public void RemoveAbandoned()
    {
        foreach (var folder in Folders())
        {
            RemoveFiles(folder, "*" + AsideFile.Ending, IsOld);
            RemoveFiles(folder, "*" + ImageLock.Ending, IsOld);
            RemoveFiles(folder, "*" + ImageEnding, path => IsOld(path) && !File.Exists(Path.ChangeExtension(path, RecordEnding)));
        }
    }

    /// <summary>Tries to read or change something here.</summary>
    public static T Try<T>(Func<T> action, T otherwise)
    {
        try
        {
            return action();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return otherwise;
        }
    }

    private static bool RemoveIn(string folder, string key) => Try(
        () =>
        {
            // Nobody may be reading it, and nobody may begin to: so both files go, or neither.
            var path = Path.Combine(folder, key + ImageEnding);
            using (File.Exists(path) ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose) : null)
                File.Delete(Path.Combine(folder, key + RecordEnding));
            return true;
        },
        false);

    private List<string> Folders() => Try(() => Directory.EnumerateDirectories(root).OrderBy(folder => folder, StringComparer.Ordinal).ToList(), []);

    private static IEnumerable<(string Key, ImageRecord Record)> Records(string folder) =>
        from path in RecordPaths(folder)
        let record = ReadRecord(path, out _)
        where record is not null
        select (Path.GetFileNameWithoutExtension(path), record);

    private static List<string> RecordPaths(string folder) =>
        Try(() => Directory.EnumerateFiles(folder, "*" + RecordEnding).OrderBy(file => file, StringComparer.Ordinal).ToList(), []);

    private static ImageRecord? ReadRecord(string path, out bool isSpoiled)
    {
        isSpoiled = false;
        try
        {
            return File.Exists(path) ? ImageRecord.Read(File.ReadAllBytes(path)) : null;
        }
        catch (FormatException)
        {
            isSpoiled = true;
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static void RemoveFiles(string folder, string pattern, Func<string, bool> isToGo)
    {
        foreach (var path in Try(() => Directory.EnumerateFiles(folder, pattern).ToList(), []).Where(isToGo))
            Try(() => Delete(path), false);
    }

    private static bool IsOld(string path) => Try(() => DateTime.UtcNow - File.GetLastWriteTimeUtc(path) > s_abandoned, false);

    private static bool Delete(string path)
    {
        File.Delete(path);
        return true;
    }

    private static bool Touch(string path)
    {
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow);
        return true;
    }
}

/// <summary>An image of which nobody can tell what it was made of: its record is damaged.</summary>
/// <param name="Folder">The folder of the cache that it is in, which is named after its assembly.</param>
/// <param name="Key">Its key.</param>
public sealed record SpoiledRecord(string Folder, string Key);
