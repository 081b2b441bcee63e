using Newtonsoft.Json;

namespace Acme.Documents;

/// <summary>Writes documents as JSON. Weak: only a program that uses it gets it, and only that one needs Newtonsoft.Json.</summary>
[WeakPackageUnit]
public static class JsonExport
{
    public static string Export(Document document, bool indented = true)
    {
        var text = new StringWriter { NewLine = "\n" };
        using var json = new JsonTextWriter(text) { Formatting = indented ? Formatting.Indented : Formatting.None };
        json.WriteStartObject();
        json.WritePropertyName("title");
        json.WriteValue(document.Title);
        json.WritePropertyName("paragraphs");
        json.WriteStartArray();
        foreach (var paragraph in document.Paragraphs)
        {
            json.WriteValue(paragraph);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        return text.ToString();
    }
}
