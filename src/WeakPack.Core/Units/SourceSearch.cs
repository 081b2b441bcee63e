using System.Text.RegularExpressions;
using WeakPack.Diagnostics;

namespace WeakPack.Units;

/// <summary>Finds a declaration in the text of a source file, for what has no code and so no place in the debug data.</summary>
/// <remarks>Only a finding that is shown anyway is looked up. Where the text does not tell, the file has to do.</remarks>
internal static class SourceSearch
{
    private const long LongestSource = 16 << 20;

    private static readonly string[] s_endings = [".cs", ".vb", ".fs", ".fsi", ".fsx"];

    /// <summary>The place of a type's name, or of a member's behind it.</summary>
    public static SourceLocation Find(string file, string type, string? member)
    {
        if (!IsSource(file))
            return new(file);

        var lines = File.ReadAllLines(file);
        var declaration = new Regex($@"\b(class|struct|record|interface|enum|delegate|structure|module|type)\b.*?\b(?<name>{Regex.Escape(type)})\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
        for (var i = 0; i < lines.Length; i++)
        {
            if (IsCode(lines[i]) && declaration.Match(lines[i]) is { Success: true } match)
                return member is null ? At(file, i, match.Groups["name"]) : FindMember(file, lines, i, member);
        }

        return new(file);
    }

    /// <summary>The place of a string in an attribute that stands in or above a line, or anywhere when that is 0; null when it is not there.</summary>
    public static SourceLocation? FindText(string file, string text, int line)
    {
        if (!IsSource(file))
            return null;

        var lines = File.ReadAllLines(file);
        var literal = new Regex($"(?<name>\"{Regex.Escape(text)}\")", RegexOptions.CultureInvariant);
        foreach (var i in line == 0 ? Enumerable.Range(0, lines.Length) : DeclarationAt(lines, line - 1))
        {
            if (IsCode(lines[i]) && literal.Match(lines[i]) is { Success: true } match)
                return At(file, i, match.Groups["name"]);
        }

        return null;
    }

    // Upwards, to the end of what stands before: attributes of something else would mislead.
    private static IEnumerable<int> DeclarationAt(string[] lines, int last)
    {
        for (var i = Math.Min(last, lines.Length - 1); i >= 0; i--)
        {
            if (i < last && lines[i].TrimEnd() is { Length: > 0 } text && text[text.Length - 1] is (';' or '{' or '}'))
                yield break;
            yield return i;
        }
    }

    // A PDB may name any file: a device that never ends, one of another machine that is told who asks.
    private static bool IsSource(string file) =>
        s_endings.Any(ending => file.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) && !file.StartsWith(@"\\", StringComparison.Ordinal) && !file.StartsWith("//", StringComparison.Ordinal)
        && File.Exists(file) && new FileInfo(file).Length <= LongestSource;

    private static SourceLocation FindMember(string file, string[] lines, int from, string member)
    {
        var name = new Regex($@"\b(?<name>{Regex.Escape(member)})\b", RegexOptions.CultureInvariant);
        for (var i = from; i < lines.Length; i++)
        {
            if (IsCode(lines[i]) && name.Match(lines[i]) is { Success: true } match)
                return At(file, i, match.Groups["name"]);
        }

        return new(file);
    }

    private static bool IsCode(string line) => line.TrimStart() is var text && !text.StartsWith("//", StringComparison.Ordinal) && !text.StartsWith("*", StringComparison.Ordinal);

    private static SourceLocation At(string file, int line, Group name) => new(file, line + 1, name.Index + 1, line + 1, name.Index + name.Length + 1);
}
