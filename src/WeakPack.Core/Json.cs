using System.Runtime.Serialization.Json;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace WeakPack;

/// <summary>JSON as the framework maps it to XML: a task can't bring a JSON library that MSBuild may have in another version.</summary>
/// <remarks>https://learn.microsoft.com/dotnet/framework/wcf/feature-details/mapping-between-json-and-xml</remarks>
internal static class Json
{
    /// <summary>No file that is read has as many: the assets of NuGet's largest restores have a few dozen megabytes, and a document takes ten times as much memory.</summary>
    public const int MostBytes = 128 << 20;

    /// <summary>What we read has less than ten levels; System.Text.Json stops here, too.</summary>
    public const int MostLevels = 64;

    private static readonly XNamespace s_item = "item";

    /// <exception cref="FormatException">The text is no JSON, or more of it than anyone writes.</exception>
    public static XElement Read(byte[] json)
    {
        if (json.Length > MostBytes)
            throw new FormatException($"it has {json.Length} bytes, and at most {MostBytes} are read");

        try
        {
            var quotas = new XmlDictionaryReaderQuotas();
            XmlDictionaryReaderQuotas.Max.CopyTo(quotas);
            quotas.MaxDepth = MostLevels;
            using var reader = JsonReaderWriterFactory.CreateJsonReader(json, 0, json.Length, Encoding.UTF8, quotas, null);
            return reader.MoveToContent() == XmlNodeType.Element ? XElement.Load(reader) : throw new FormatException("it is empty");
        }
        catch (Exception error) when (error is XmlException or InvalidOperationException) // an empty text has no root
        {
            throw new FormatException(error.Message, error);
        }
    }

    public static byte[] Write(XElement root, bool isIndented = false)
    {
        using var json = new MemoryStream();
        using (var writer = JsonReaderWriterFactory.CreateJsonWriter(json, Encoding.UTF8, ownsStream: false, isIndented))
            root.WriteTo(writer);
        return json.ToArray();
    }

    /// <summary>As the .NET SDK writes it. The framework's writer escapes each slash, which is right and not what people read.</summary>
    public static byte[] WritePlain(XElement root)
    {
        var text = Encoding.UTF8.GetString(Write(root, isIndented: true));
        return Encoding.UTF8.GetBytes(Regex.Replace(text, @"\\.", escaped => escaped.Value == @"\/" ? "/" : escaped.Value).Replace("\r\n", "\n"));
    }

    /// <summary>The name of a member: one that is no XML name stands in an attribute.</summary>
    public static string Key(XElement member) => (string?)member.Attribute("item") ?? member.Name.LocalName;

    public static XElement? Member(this XElement? value, string key) => value?.Elements().FirstOrDefault(member => Key(member) == key);

    public static XElement Object(string name, params object[] content) => new(name, new XAttribute("type", "object"), content);

    /// <summary>A member whose name is an XML name.</summary>
    public static XElement String(string name, string value) => new(name, new XAttribute("type", "string"), value);

    public static XElement Number(string name, long value) => new(name, new XAttribute("type", "number"), value);

    public static XElement Boolean(string name, bool value) => new(name, new XAttribute("type", "boolean"), value);

    public static XElement Array<T>(string name, IEnumerable<T> items, Func<T, object[]> members) =>
        new(name, new XAttribute("type", "array"), items.Select(item => Object("item", members(item))));

    public static XElement Strings(string name, IEnumerable<string> items) =>
        new(name, new XAttribute("type", "array"), items.Select(item => String("item", item)));

    /// <summary>A member whose name may be any text.</summary>
    public static XElement Text(string key, string value) => Member(key, String("item", value));

    /// <summary>A value as a member of an object, under any name.</summary>
    public static XElement Member(string key, XElement value) =>
        new(s_item + "item", new XAttribute(XNamespace.Xmlns + "a", "item"), new XAttribute("item", key), value.Attributes(), value.Nodes());
}
