using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace WeakPack.LinkMaps;

/// <summary>A link map as a page for people: one file that asks for no other.</summary>
/// <remarks>The page's sources are resources, and are read only when a report is made. The same map gives the same page.</remarks>
public static class LinkReport
{
    // In the order in which they are joined: a later one may use an earlier one at once.
    private static readonly string[] s_styles = ["Report.css", "Picture.css"];
    private static readonly string[] s_scripts = ["Model.js", "Dom.js", "Edges.js", "Picture.js", "Details.js", "Table.js", "Page.js"];

    /// <summary>The report as UTF-8.</summary>
    public static byte[] Write(LinkMap map)
    {
        var style = Join(s_styles);
        var script = Join(s_scripts);
        var parts = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["title"] = WebUtility.HtmlEncode(map.Consumer.Name) + " link map",
            ["style"] = style,
            ["style-hash"] = Hash(style),
            ["script"] = script,
            ["script-hash"] = Hash(script),
            ["map"] = Data(map),
        };

        // In one pass: what is put in is not looked at for places again, whatever names it holds.
        var page = Regex.Replace(Read("Report.html"), @"\{\{([a-z-]+)\}\}", place => parts[place.Groups[1].Value]);
        return Encoding.UTF8.GetBytes(page);
    }

    /// <summary>The map as the content of a script element: no name in it can end that, or begin a comment.</summary>
    private static string Data(LinkMap map) =>
        Encoding.UTF8.GetString(LinkMapJson.Write(map, isIndented: false))
            .Replace("<", @"\u003c").Replace(">", @"\u003e").Replace("&", @"\u0026").Replace("\u2028", @"\u2028").Replace("\u2029", @"\u2029");

    private static string Join(IEnumerable<string> names) => "\n" + string.Concat(names.Select(Read));

    // A browser takes CR LF for LF before it hashes, and which of them a file has depends on how it was checked out.
    private static string Read(string name)
    {
        using var stream = typeof(LinkReport).Assembly.GetManifestResourceStream("WeakPack.LinkMaps.Report." + name)!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().Replace("\r\n", "\n");
    }

    /// <summary>By which the page's policy knows its own script and style from any other.</summary>
    private static string Hash(string text)
    {
        using var sha = SHA256.Create();
        return "sha256-" + Convert.ToBase64String(sha.ComputeHash(Encoding.UTF8.GetBytes(text)));
    }
}
