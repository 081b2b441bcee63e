namespace Acme.Documents;

/// <summary>A document: a title and its paragraphs.</summary>
public sealed record Document(string Title, IReadOnlyList<string> Paragraphs)
{
    /// <summary>Reads a text in which empty lines part the paragraphs, and the first one is the title.</summary>
    public static Document Parse(string text)
    {
        var parts = text.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return new(parts[0], parts[1..]);
    }
}
