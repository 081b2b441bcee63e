using System.Globalization;

namespace WeakPack.Images;

/// <summary>Remembers which image each output of a project is, so that a build with nothing to do writes nothing.</summary>
public sealed class ImageStamps
{
    private readonly Dictionary<string, string> _known = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> _now = new(StringComparer.Ordinal);

    private ImageStamps(IEnumerable<string> lines)
    {
        foreach (var parts in lines.Select(line => line.Split(['|'], 2)).Where(parts => parts.Length == 2))
            _known[parts[1]] = parts[0];
    }

    /// <summary>Reads what was remembered; nothing when the file is not there.</summary>
    public static ImageStamps Read(string path) => new(ImageFolder.Try(() => File.Exists(path) ? File.ReadAllLines(path) : [], []));

    /// <summary>The lines to be remembered for the next time.</summary>
    public IEnumerable<string> Lines => _now.Select(stamp => $"{stamp.Value}|{stamp.Key}");

    /// <summary>The output is the image that is asked for, and nobody has touched it since.</summary>
    public bool IsCurrent(ImageRequest request) =>
        File.Exists(request.Output) && _known.TryGetValue(request.Output, out var stamp) && stamp == Stamp(request);

    /// <summary>Remembers an output that is there.</summary>
    public void Remember(ImageRequest request) => _now[request.Output] = Stamp(request);

    private static string Stamp(ImageRequest request)
    {
        var file = new FileInfo(request.Output);
        return string.Format(CultureInfo.InvariantCulture, "{0} {1} {2}", request.Inputs.Key, file.Length, file.LastWriteTimeUtc.Ticks);
    }
}
