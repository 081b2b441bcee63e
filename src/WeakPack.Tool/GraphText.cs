using System.Text;
using WeakPack.Inspection;

namespace WeakPack.Tool;

/// <summary>The unit graph as text that others draw.</summary>
internal static class GraphText
{
    /// <summary>In a word, whether a type is or could be weak.</summary>
    public static string Verdict(UnitCandidate candidate) =>
        candidate.WeakUnit is not null ? "weak"
        : !candidate.IsPublic ? "internal"
        : candidate.Obstacles.Count == 0 ? "possible"
        : "no";

    /// <summary>A flowchart for Mermaid (https://mermaid.js.org/syntax/flowchart.html).</summary>
    public static string Mermaid(IReadOnlyList<UnitCandidate> candidates)
    {
        var text = new StringBuilder("flowchart LR\n");
        var ids = Ids(candidates);
        foreach (var candidate in candidates)
            text.Append($"  {ids[candidate.Name]}[\"{candidate.Name.Replace("&", "#amp;").Replace("\"", "#quot;").Replace("<", "#lt;").Replace(">", "#gt;")}\"]:::{Verdict(candidate)}\n");
        foreach (var (from, to) in Edges(candidates, ids))
            text.Append($"  {from} --> {to}\n");
        return text
            .Append("  classDef weak fill:#cdeccd,stroke:#2b7a2b,color:#123\n")
            .Append("  classDef possible fill:#d6e6fb,stroke:#2a5c9a,color:#123\n")
            .Append("  classDef no fill:#f7d9d4,stroke:#a33,color:#123\n")
            .Append("  classDef internal fill:#eee,stroke:#888,color:#123,stroke-dasharray:3\n")
            .ToString();
    }

    /// <summary>A graph for Graphviz (https://graphviz.org/doc/info/lang.html).</summary>
    public static string Dot(IReadOnlyList<UnitCandidate> candidates)
    {
        var text = new StringBuilder("digraph units {\n  rankdir=LR;\n  node [shape=box, style=filled];\n");
        var ids = Ids(candidates);
        foreach (var candidate in candidates)
            text.Append($"  {ids[candidate.Name]} [label=\"{candidate.Name.Replace("\\", "\\\\").Replace("\"", "\\\"")}\", fillcolor=\"{Colour(candidate)}\", tooltip=\"{Verdict(candidate)}\"];\n");
        foreach (var (from, to) in Edges(candidates, ids))
            text.Append($"  {from} -> {to};\n");
        return text.Append("}\n").ToString();
    }

    private static string Colour(UnitCandidate candidate) => Verdict(candidate) switch
    {
        "weak" => "#cdeccd",
        "possible" => "#d6e6fb",
        "no" => "#f7d9d4",
        _ => "#eeeeee",
    };

    private static Dictionary<string, string> Ids(IReadOnlyList<UnitCandidate> candidates) =>
        candidates.Select((candidate, index) => (candidate.Name, Id: $"t{index}")).ToDictionary(pair => pair.Name, pair => pair.Id, StringComparer.Ordinal);

    private static IEnumerable<(string From, string To)> Edges(IReadOnlyList<UnitCandidate> candidates, Dictionary<string, string> ids) =>
        from candidate in candidates
        from used in candidate.Uses
        where ids.ContainsKey(used)
        select (ids[candidate.Name], ids[used]);
}
