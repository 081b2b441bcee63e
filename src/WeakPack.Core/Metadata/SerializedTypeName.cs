using System.Text;

namespace WeakPack.Metadata;

/// <summary>
/// A type name as custom attributes hold it (ECMA-335 II.23.3: the canonical form that reflection parses):
/// <c>Space.Outer+Nested`1[[Argument, Assembly]][], Assembly, Version=…</c>.
/// </summary>
internal sealed class SerializedTypeName
{
    // Nobody writes a longer name by hand, and whoever reads nested brackets must end somewhere.
    private const int LongestText = 4096;

    // Of an attribute's text, which may be of any length: arguments in arguments beyond this are nobody's type.
    private const int MostLevels = 64;

    private static readonly string[] AssemblyProperties = ["Version", "Culture", "PublicKeyToken", "PublicKey", "ProcessorArchitecture", "Retargetable", "ContentType"];

    private SerializedTypeName(string name, List<SerializedTypeName> arguments, string suffix, string? assembly)
    {
        Name = name;
        Arguments = arguments;
        Suffix = suffix;
        Assembly = assembly;
    }

    /// <summary>Namespace, outer and nested names, with '+' between nested types and escapes as they stand.</summary>
    public string Name { get; set; }

    /// <summary>Arguments of a constructed generic type.</summary>
    public IReadOnlyList<SerializedTypeName> Arguments { get; }

    /// <summary>What follows: <c>[]</c>, <c>[,]</c>, <c>*</c>, <c>&amp;</c>.</summary>
    public string Suffix { get; }

    /// <summary>The assembly's display name; null when the name leaves it out.</summary>
    public string? Assembly { get; set; }

    /// <summary>The simple name of <see cref="Assembly"/>.</summary>
    public string? AssemblySimpleName => Assembly?.Split(',')[0].Trim();

    /// <summary>The outermost type's full name.</summary>
    public string TopLevelName => Name.Split('+')[0];

    /// <summary>This name and those of its arguments at any depth.</summary>
    public IEnumerable<SerializedTypeName> All() => Arguments.SelectMany(argument => argument.All()).Prepend(this);

    /// <summary>Reads a name; null when the text is none.</summary>
    public static SerializedTypeName? TryParse(string text)
    {
        var position = 0;
        var name = Read(text, ref position, qualified: true, level: 0);
        return name is not null && position == text.Length ? name : null;
    }

    /// <summary>Reads a text that was not written to be a name, and so may be anything; null when it can't be one.</summary>
    public static SerializedTypeName? TryParseText(string text) => text.Length > LongestText ? null : TryParse(text);

    /// <summary>
    /// Reads a text that can be nothing but a type name: it, or an argument in it, names its assembly as display names do.
    /// Null for any other, so ordinary words with a comma among them too.
    /// </summary>
    public static SerializedTypeName? TryParseQualified(string text)
    {
        if (text.IndexOf(',') < 0 || TryParseText(text) is not { } parsed)
            return null;
        var qualified = parsed.All().Where(name => name.Assembly is not null).ToList();
        return qualified.Count > 0 && qualified.All(name => IsDisplayName(name.Assembly!)) ? parsed : null;
    }

    // A simple name, and properties behind it: Version=1.0.0.0, Culture=neutral, PublicKeyToken=null.
    private static bool IsDisplayName(string assembly)
    {
        var parts = assembly.Split(',');
        return parts[0].Trim().Length > 0
            && parts.Skip(1).All(part => AssemblyProperties.Contains(part.Split('=')[0].Trim(), StringComparer.OrdinalIgnoreCase) && part.IndexOf('=') > 0);
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = new StringBuilder(Name);
        if (Arguments.Count > 0)
        {
            text.Append('[');
            for (var i = 0; i < Arguments.Count; i++)
            {
                var argument = Arguments[i].ToString();
                text.Append(i == 0 ? "" : ",").Append(Arguments[i].Assembly is null ? argument : $"[{argument}]");
            }

            text.Append(']');
        }

        text.Append(Suffix);
        return Assembly is null ? text.ToString() : text.Append(", ").Append(Assembly).ToString();
    }

    private static SerializedTypeName? Read(string text, ref int position, bool qualified, int level)
    {
        if (level > MostLevels)
            return null;
        var name = ReadWhile(text, ref position, c => c is not ('[' or ']' or ',' or '*' or '&'));
        if (name.Length == 0)
            return null;

        var arguments = new List<SerializedTypeName>();
        if (IsArgumentList(text, position) && !ReadArguments(text, ref position, arguments, level + 1))
            return null;

        var suffix = ReadSuffix(text, ref position);
        string? assembly = null;
        if (qualified && position < text.Length && text[position] == ',')
        {
            position++;
            assembly = ReadWhile(text, ref position, c => c != ']').Trim();
        }

        return new(name, arguments, suffix, assembly);
    }

    private static bool IsArgumentList(string text, int position) =>
        position + 1 < text.Length && text[position] == '[' && text[position + 1] is not (']' or ',' or '*');

    private static bool ReadArguments(string text, ref int position, List<SerializedTypeName> arguments, int level)
    {
        do
        {
            position++; // '[' or ','
            var bracketed = position < text.Length && text[position] == '[';
            if (bracketed)
                position++;
            var argument = Read(text, ref position, bracketed, level);
            if (argument is null || (bracketed && !Take(text, ref position, ']')))
                return false;
            arguments.Add(argument);
        }
        while (position < text.Length && text[position] == ',');

        return Take(text, ref position, ']');
    }

    private static string ReadSuffix(string text, ref int position)
    {
        var start = position;
        while (position < text.Length && text[position] is '[' or '*' or '&')
        {
            if (text[position] == '[')
            {
                var close = text.IndexOf(']', position);
                if (close < 0)
                    break;
                position = close;
            }

            position++;
        }

        return text.Substring(start, position - start);
    }

    private static string ReadWhile(string text, ref int position, Func<char, bool> accept)
    {
        var start = position;
        while (position < text.Length && accept(text[position]))
            position += text[position] == '\\' ? 2 : 1;
        position = Math.Min(position, text.Length);
        return text.Substring(start, position - start);
    }

    private static bool Take(string text, ref int position, char expected)
    {
        if (position >= text.Length || text[position] != expected)
            return false;
        position++;
        return true;
    }
}
