using System.Globalization;
using System.Xml.Linq;

namespace WeakPack.Images;

/// <summary>What stands beside an image in the cache: what it was made of. Written last, so an image without one is none.</summary>
/// <param name="Assembly">The assembly's file name.</param>
/// <param name="Package">The NuGet package that it came from, with its version; empty when it came from none.</param>
/// <param name="Sha256">SHA-256 of the image.</param>
/// <param name="Bytes">The size of the image.</param>
/// <param name="Inputs">What it was made of.</param>
public sealed record ImageRecord(string Assembly, string Package, string Sha256, long Bytes, ImageInputs Inputs)
{
    internal byte[] ToJson() => Json.Write(
        Json.Object("root",
            Json.String("assembly", Assembly),
            Json.String("package", Package),
            Json.String("sha256", Sha256),
            Json.Number("bytes", Bytes),
            Json.Array("inputs", Inputs.Values, value => [Json.String("name", value.Key), Json.String("value", value.Value)])),
        isIndented: true);

    /// <exception cref="FormatException">It is no such record.</exception>
    internal static ImageRecord Read(byte[] json)
    {
        var root = Json.Read(json);
        return new(
            Text(root, "assembly"),
            Text(root, "package"),
            Text(root, "sha256"),
            long.TryParse(Text(root, "bytes"), NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) ? bytes : throw new FormatException("its size is no number"),
            new((root.Member("inputs") ?? throw new FormatException("it lacks 'inputs'")).Elements().Select(value => new KeyValuePair<string, string>(Text(value, "name"), Text(value, "value")))));
    }

    private static string Text(XElement owner, string name) => owner.Member(name)?.Value ?? throw new FormatException($"it lacks '{name}'");
}
