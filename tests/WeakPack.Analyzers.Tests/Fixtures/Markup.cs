using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace WeakPack.Analyzers.Tests.Fixtures;

/// <summary>A source in which the places of findings are marked: <c>static int [|WP2203:Count|];</c></summary>
internal sealed partial class Markup
{
    private readonly List<string> _expected = [];

    public Markup(string marked)
    {
        var text = new StringBuilder();
        var open = new Stack<(string Id, int Start)>();
        var at = 0;
        foreach (Match match in Mark().Matches(marked))
        {
            text.Append(marked, at, match.Index - at);
            at = match.Index + match.Length;
            if (match.Groups["id"].Success)
                open.Push((match.Groups["id"].Value, text.Length));
            else if (open.Pop() is var (id, start))
                _expected.Add(Describe(id, start, text.ToString(start, text.Length - start)));
        }

        Text = text.Append(marked, at, marked.Length - at).ToString();
    }

    public string Text { get; }

    /// <summary>What was found is what is marked, no more and no less.</summary>
    public void MustShow(IEnumerable<Diagnostic> found)
    {
        var actual = found.Select(diagnostic => Describe(diagnostic.Id, diagnostic.Location.SourceSpan.Start, Text.Substring(diagnostic.Location.SourceSpan.Start, diagnostic.Location.SourceSpan.Length)));
        Assert.AreEqual(
            string.Join('\n', _expected.Order(StringComparer.Ordinal)),
            string.Join('\n', actual.Order(StringComparer.Ordinal)),
            string.Join('\n', found));
    }

    private static string Describe(string id, int start, string text) => string.Create(CultureInfo.InvariantCulture, $"{id} at {start,4}: {text}");

    [GeneratedRegex(@"\[\|(?<id>WP\d+):|\|\]")]
    private static partial Regex Mark();
}
