using System.Xml;

namespace WeakPack.Units;

/// <summary>Finds an item in the text of a project file, for which a finding about it has no other place.</summary>
/// <remarks>As it is written there. What a property or a wildcard stands for, and who imports whom, is MSBuild's to know.</remarks>
internal static class ProjectItems
{
    /// <summary>Line and column of the item, which count from 1; null when the text does not tell.</summary>
    /// <param name="project">The text of the file.</param>
    /// <param name="item">The item's name: <c>WeakUnit</c>.</param>
    /// <param name="attributes">Those in which the value may stand.</param>
    /// <param name="isValue">Asked of each value; of those that semicolons join one by one.</param>
    public static (int Line, int Column)? Find(string project, string item, IReadOnlyList<string> attributes, Func<string, bool> isValue)
    {
        try
        {
            using var xml = XmlReader.Create(new StringReader(project), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            while (xml.Read())
            {
                if (xml.NodeType == XmlNodeType.Element && xml.LocalName == item && attributes.Any(attribute => Values(xml.GetAttribute(attribute)).Any(isValue)) && xml is IXmlLineInfo place)
                    return (place.LineNumber, place.LinePosition - 1); // of the name, behind the bracket
            }
        }
        catch (XmlException)
        {
            // No project file: MSBuild would not have built it.
        }

        return null;
    }

    private static IEnumerable<string> Values(string? value) => value is null ? [] : value.Split(';').Select(part => part.Trim());
}

/// <summary>Where in a project file a mark is.</summary>
/// <param name="Item">The item's name.</param>
/// <param name="Attributes">The attributes in which its value may stand.</param>
/// <param name="Value">The value.</param>
/// <param name="IsFile">The value is a file, and may stand there with another folder, or none.</param>
internal sealed record ProjectMark(string Item, IReadOnlyList<string> Attributes, string Value, bool IsFile = false)
{
    public static ProjectMark OfUnit(string name) => new("WeakUnit", ["Include"], name);

    public static ProjectMark OfNamespace(string name) => new("WeakNamespace", ["Include"], name);

    public static ProjectMark OfException(string name) => new("WeakNamespace", ["Except"], name);

    public static ProjectMark OfFile(string path) => new("Compile", ["Update", "Include"], path, IsFile: true);

    /// <summary>Line and column in the text of a project file, or null.</summary>
    public (int Line, int Column)? FindIn(string project) => ProjectItems.Find(project, Item, Attributes, IsValue);

    private bool IsValue(string value) => IsFile ? string.Equals(NameOf(value), NameOf(Value), StringComparison.OrdinalIgnoreCase) : value == Value;

    // A project may be written on another system.
    private static string NameOf(string path) => path.Substring(path.LastIndexOfAny(['/', '\\']) + 1);
}
