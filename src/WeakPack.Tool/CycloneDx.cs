using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using WeakPack.Inspection;

namespace WeakPack.Tool;

/// <summary>A CycloneDX bill of materials (https://cyclonedx.org/docs/1.6/json/).</summary>
internal sealed class CycloneDx
{
    // Properties of components are there since 1.3.
    private static readonly Version s_oldest = new(1, 3);

    private readonly HashSet<string> _known;

    private CycloneDx(JsonObject root)
    {
        Root = root;
        _known = [.. Components.Select(component => (string?)component?["bom-ref"]).OfType<string>()];
    }

    public static JsonSerializerOptions Indented { get; } = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public JsonObject Root { get; }

    private JsonArray Components
    {
        get
        {
            if (Root["components"] is JsonArray components)
                return components;
            Root["components"] = components = [];
            return components;
        }
    }

    public static CycloneDx New() => new(new() { ["bomFormat"] = "CycloneDX", ["specVersion"] = "1.6", ["version"] = 1 });

    /// <exception cref="FormatException">It is no CycloneDX document, or one of a version without properties.</exception>
    public static CycloneDx Read(byte[] json) => JsonFile.Read(json, "a CycloneDX document", Parse);

    private static CycloneDx Parse(byte[] json)
    {
        if (JsonNode.Parse(json) is not JsonObject root || (string?)root["bomFormat"] != "CycloneDX")
            throw new FormatException("it is no CycloneDX document");
        if (!Version.TryParse((string?)root["specVersion"], out var version) || version < s_oldest)
            throw new FormatException($"its specVersion is {root["specVersion"]}, and components have properties since {s_oldest} only");
        return new(root);
    }

    /// <summary>Adds a component for each unit that was linked into a file, unless it is there.</summary>
    public void Add(string file, IEnumerable<LinkedCopy> copies)
    {
        foreach (var unit in copies.GroupBy(copy => (copy.Package, copy.Version, copy.NuGetPackage, copy.Unit)))
        {
            var reference = $"weakpack:{file}/{unit.Key.Package}@{unit.Key.NuGetPackage?.Version ?? unit.Key.Version}#{unit.Key.Unit}";
            if (_known.Add(reference))
                Components.Add(Component(file, reference, [.. unit]));
        }
    }

    private static JsonObject Component(string file, string reference, IReadOnlyList<LinkedCopy> types)
    {
        var first = types[0];
        var version = first.NuGetPackage?.Version ?? first.Version;
        var component = new JsonObject
        {
            ["type"] = "library",
            ["bom-ref"] = reference,
            ["name"] = first.NuGetPackage?.Id ?? first.Package,
            ["version"] = version,
            ["description"] = $"The unit '{first.Unit}', linked into {file} by WeakPack.Sdk",
            ["hashes"] = new JsonArray(new JsonObject { ["alg"] = "SHA-256", ["content"] = HashOf(types) }),
            ["properties"] = new JsonArray(
            [
                Property("weakpack:unit", first.Unit),
                Property("weakpack:linkedInto", file),
                Property("weakpack:origin", $"{first.Package} {first.Version}"),
                .. types.Select(type => Property("weakpack:type", $"{type.Type} sha256:{type.Sha256}")),
            ]),
        };

        // Scanners look for package URLs; the part of the package that it is stands behind the '#'.
        if (first.NuGetPackage is { } package)
            component["purl"] = $"pkg:nuget/{Uri.EscapeDataString(package.Id)}@{Uri.EscapeDataString(package.Version)}#{Uri.EscapeDataString(first.Unit)}";
        return component;
    }

    // A unit of one type has that type's hash, one of several the hash of their hashes.
    private static string HashOf(IReadOnlyList<LinkedCopy> types) => types.Count == 1
        ? types[0].Sha256
        : Convert.ToHexString(SHA256.HashData(Encoding.ASCII.GetBytes(string.Concat(types.OrderBy(type => type.Type, StringComparer.Ordinal).Select(type => type.Sha256))))).ToLowerInvariant();

    private static JsonObject Property(string name, string value) => new() { ["name"] = name, ["value"] = value };
}
