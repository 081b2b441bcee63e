namespace WeakPack.DebugData;

/// <summary>SourceLink: JSON that maps documents to where their sources are to be had.</summary>
/// <remarks>https://github.com/dotnet/designs/blob/main/accepted/2020/diagnostics/source-link.md</remarks>
internal sealed class SourceLinkMap
{
    private readonly List<KeyValuePair<string, string>> _entries = [];

    private SourceLinkMap(byte[] json)
    {
        foreach (var entry in Json.Read(json).Member("documents")?.Elements() ?? [])
            _entries.Add(new(Json.Key(entry), entry.Value));
    }

    /// <summary>The module's own map, with an entry for each copied document for which it would not give the place that the package gives.</summary>
    /// <remarks>One for each document: the patterns of two maps are often the same (<c>/_/*</c>), and their places are not.</remarks>
    /// <returns>The very map of the module when it serves all, null when there is none.</returns>
    public static byte[]? Merge(byte[]? own, IEnumerable<LinkedSources> packages)
    {
        var map = TryRead(own);
        var added = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (json, documents) in packages)
        {
            if (TryRead(json) is not { } package)
                continue;
            foreach (var document in documents)
            {
                if (package.Find(document) is { } place && map?.Find(document) != place)
                    added[document] = place;
            }
        }

        return added.Count == 0 ? own : Write((map?._entries ?? []).Where(entry => !added.ContainsKey(entry.Key)).Concat(added));
    }

    // A file that is no SourceLink map is the compiler's input, not ours to judge: it is kept, and nothing is added to it.
    private static SourceLinkMap? TryRead(byte[]? json)
    {
        try
        {
            return json is null ? null : new(json);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    // An exact entry wins over patterns, and a longer pattern over a shorter one.
    private string? Find(string document)
    {
        foreach (var (pattern, place) in _entries.Select(entry => (entry.Key, entry.Value)).OrderByDescending(entry => IsPattern(entry.Key) ? entry.Key.Length : int.MaxValue))
        {
            if (string.Equals(pattern, document, StringComparison.OrdinalIgnoreCase))
                return place;
            if (IsPattern(pattern) && document.StartsWith(pattern.Substring(0, pattern.Length - 1), StringComparison.OrdinalIgnoreCase))
                return place.Replace("*", Escape(document.Substring(pattern.Length - 1)));
        }

        return null;
    }

    private static bool IsPattern(string key) => key.EndsWith("*", StringComparison.Ordinal);

    private static string Escape(string path) => string.Join("/", path.Split('/', '\\').Select(Uri.EscapeDataString));

    private static byte[] Write(IEnumerable<KeyValuePair<string, string>> entries) =>
        Json.Write(Json.Object("root", Json.Object("documents", entries.Select(entry => Json.Text(entry.Key, entry.Value)))));
}

/// <summary>The SourceLink map of what was linked, or null, and the documents that came with it.</summary>
internal sealed record LinkedSources(byte[]? Map, IReadOnlyList<string> Documents);
