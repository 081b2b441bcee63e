using System.Text.RegularExpressions;

namespace WeakPack.Units;

/// <summary>The types that an F# source file declares in namespaces, read from its text.</summary>
/// <remarks>
/// F# writes no debug data for the code that it makes of a record, union or exception, and does not say in which document
/// a type is. So the text has to tell, of such types only. No two of one namespace have the same name, whatever their files.
/// </remarks>
internal sealed class FSharpDeclarations
{
    private static readonly Regex s_namespace = new(@"^\s*namespace\s+(?:rec\s+)?(?<name>[\w.]+)", RegexOptions.CultureInvariant);

    private static readonly Regex s_type = new(
        @"^\s*(?:\[<.*?>\]\s*)*(?:type|and|exception|module)\s+(?:\[<.*?>\]\s*)*(?:(?:rec|internal|private|public)\s+)*(?<name>\w+|``[^`]+``)",
        RegexOptions.CultureInvariant);

    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    private FSharpDeclarations(IEnumerable<string> lines)
    {
        var space = "";
        foreach (var line in lines)
        {
            if (s_namespace.Match(line) is { Success: true } found)
                space = found.Groups["name"].Value == "global" ? "" : found.Groups["name"].Value;
            else if (s_type.Match(line) is { Success: true } type)
                _names.Add(space + "/" + type.Groups["name"].Value.Trim('`'));
        }
    }

    /// <summary>What lines of F# declare.</summary>
    public static FSharpDeclarations Of(IEnumerable<string> lines) => new(lines);

    /// <summary>What the file declares; null when it is not F# or not there.</summary>
    public static FSharpDeclarations? Read(string file) =>
        file.EndsWith(".fs", StringComparison.OrdinalIgnoreCase) && File.Exists(file) ? new(File.ReadLines(file)) : null;

    /// <summary>Does the file declare a type of that name, which metadata has with the number of its parameters?</summary>
    public bool Has(string space, string name)
    {
        // An exception 'Broken' is class BrokenException, or Broken when F# sees no ambiguity.
        name = name.Split('`')[0];
        return _names.Contains(space + "/" + name)
            || (name.EndsWith("Exception", StringComparison.Ordinal) && _names.Contains(space + "/" + name.Substring(0, name.Length - "Exception".Length)));
    }
}
