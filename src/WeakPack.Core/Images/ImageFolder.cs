using WeakPack.ImportLibraries;

namespace WeakPack.Images;

/// <summary>A folder with images: for each assembly's name a folder, in it a file and a record for each image.</summary>
/// <remarks>Nothing here fails because a file is not there or can't be read: another process may be at work in the same folder.</remarks>
internal sealed class ImageFolder(string root, bool isReadOnly)
{
    private const string RecordEnding = ".json";

    public string Root => root;

    public bool IsReadOnly => isReadOnly;

    /// <summary>The folder of an assembly's images.</summary>
    public string Of(string assembly) => Path.Combine(root, string.Concat(Path.GetFileNameWithoutExtension(assembly).Select(c => char.IsLetterOrDigit(c) || c is '.' or '-' or '_' ? c : '_')));

    public string ImagePath(string assembly, string key) => Path.Combine(Of(assembly), key + ".dll");

    public string RecordPath(string assembly, string key) => Path.Combine(Of(assembly), key + RecordEnding);

    /// <summary>The record of an image; null when there is none, or none that can be read.</summary>
    public ImageRecord? Record(string assembly, string key) => ReadRecord(RecordPath(assembly, key));

    /// <summary>All images of an assembly, with their keys.</summary>
    public IEnumerable<(string Key, ImageRecord Record)> RecordsOf(string assembly) => Records(Of(assembly));

    /// <summary>All images there are.</summary>
    public IEnumerable<(string Key, ImageRecord Record)> All() =>
        Try(() => Directory.EnumerateDirectories(root).OrderBy(folder => folder, StringComparer.Ordinal).ToList(), []).SelectMany(Records);

    /// <summary>The bytes of an image that are what its record says; null when they are not, with the reason.</summary>
    public byte[]? Load(ImageRecord record, string key, out string? problem)
    {
        var path = ImagePath(record.Assembly, key);
        var bytes = Try(() => File.ReadAllBytes(path), null);
        problem = bytes is null ? "missing image" : Checksum.Of(bytes) != record.Sha256 ? "invalid checksum" : null;
        if (problem is not null)
            return null;
        Try(() => Touch(RecordPath(record.Assembly, key)), false);
        return bytes;
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
    public bool Remove(string assembly, string key) => Try(
        () =>
        {
            File.Delete(RecordPath(assembly, key));
            File.Delete(ImagePath(assembly, key));
            return true;
        },
        false);

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

    private IEnumerable<(string Key, ImageRecord Record)> Records(string folder) =>
        from path in Try(() => Directory.EnumerateFiles(folder, "*" + RecordEnding).OrderBy(file => file, StringComparer.Ordinal).ToList(), [])
        let record = ReadRecord(path)
        where record is not null
        select (Path.GetFileNameWithoutExtension(path), record);

    private static ImageRecord? ReadRecord(string path)
    {
        try
        {
            return File.Exists(path) ? ImageRecord.Read(File.ReadAllBytes(path)) : null;
        }
        catch (Exception error) when (error is FormatException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static bool Touch(string path)
    {
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow);
        return true;
    }
}
