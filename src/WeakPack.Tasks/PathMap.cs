namespace WeakPack.Tasks;

/// <summary>The compiler's <c>PathMap</c>: which folders stand under another name in debug data.</summary>
/// <remarks>
/// With deterministic source paths a PDB says <c>/_/src/PenWin.cs</c>. A mark on a source file must be looked up by that
/// name, and a finding must be shown by the real one.
/// </remarks>
internal sealed class PathMap
{
    private readonly List<(string From, string To)> _pairs = [];

    /// <summary>Reads the compiler's notation: <c>from=to,from=to</c>, in which a doubled <c>=</c> or <c>,</c> stands for itself.</summary>
    public PathMap(string? notation)
    {
        foreach (var pair in Split(notation ?? "", ','))
        {
            var sides = Split(pair, '=');
            if (sides.Count == 2 && sides[0].Length > 0 && sides[1].Length > 0)
            {
                _pairs.Add((WithSeparator(sides[0]), WithSeparator(sides[1])));
            }
        }
    }

    /// <summary>The name in debug data of a source file.</summary>
    public string Map(string path) => Exchange(path, _pairs, PathComparison);

    /// <summary>The source file of a name in debug data.</summary>
    public string Unmap(string path) => Exchange(path, _pairs.Select(pair => (pair.To, pair.From)), StringComparison.Ordinal);

    private static StringComparison PathComparison =>
        Path.DirectorySeparatorChar == '\\' ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    // As the compiler does it: the first pair that fits is taken, and the rest of the path gets the separators of its new beginning.
    private static string Exchange(string path, IEnumerable<(string From, string To)> pairs, StringComparison comparison)
    {
        foreach (var (from, to) in pairs)
        {
            if (from.Length > 0 && path.StartsWith(from, comparison))
            {
                var rest = path.Substring(from.Length);
                return to.IndexOf('/') >= 0 && to.IndexOf('\\') < 0 ? to + rest.Replace('\\', '/')
                    : to.IndexOf('\\') >= 0 && to.IndexOf('/') < 0 ? to + rest.Replace('/', '\\')
                    : to + rest;
            }
        }

        return path;
    }

    // A pair is about folders: /src must not fit /srcgen.
    private static string WithSeparator(string folder) =>
        folder[folder.Length - 1] is '/' or '\\' ? folder : folder + (folder.IndexOf('/') >= 0 ? '/' : '\\');

    private static List<string> Split(string text, char separator)
    {
        var parts = new List<string>();
        var part = new System.Text.StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != separator)
            {
                part.Append(text[i]);
            }
            else if (i + 1 < text.Length && text[i + 1] == separator)
            {
                part.Append(separator);
                i++;
            }
            else
            {
                parts.Add(part.ToString());
                part.Clear();
            }
        }

        parts.Add(part.ToString());
        return parts;
    }
}
