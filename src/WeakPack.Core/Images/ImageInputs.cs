using System.Text;
using WeakPack.ImportLibraries;

namespace WeakPack.Images;

/// <summary>All that an image depends on, as named values: what is equal in all of them has the same image.</summary>
/// <remarks>After Julia's rules for package images: flags, target, compiler, the code itself, and what it was compiled against.</remarks>
public sealed class ImageInputs
{
    /// <summary>The version of these rules. Images of another one are never looked at.</summary>
    public const string Schema = "1";

    /// <summary>Names of the values.</summary>
    public const string
        SchemaName = "schema", Compiler = "compiler", OperatingSystem = "os", Architecture = "architecture", Runtime = "runtime",
        Optimization = "optimization", InstructionSet = "instruction-set", Flag = "flag", Profile = "profile", Code = "il", Reference = "reference";

    private readonly List<KeyValuePair<string, string>> _values;

    internal ImageInputs(IEnumerable<KeyValuePair<string, string>> values)
    {
        _values = [.. values.OrderBy(value => value.Key, StringComparer.Ordinal).ThenBy(value => value.Value, StringComparer.Ordinal)];
        Key = Checksum.Of(Encoding.UTF8.GetBytes(ToString()));
    }

    /// <summary>The values, ordered; a name may occur more than once.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Values => _values;

    /// <summary>SHA-256 of all values, in hexadecimal digits.</summary>
    public string Key { get; }

    /// <summary>The values of one name.</summary>
    public IReadOnlyList<string> All(string name) => [.. _values.Where(value => value.Key == name).Select(value => value.Value)];

    /// <summary>The one value of a name; empty when there is none.</summary>
    public string One(string name) => All(name) is { Count: > 0 } values ? values[0] : "";

    /// <summary>The same inputs with another value for a name.</summary>
    public ImageInputs With(string name, string value) => new(_values.Where(old => old.Key != name).Append(new(name, value)));

    /// <summary>The text that the key is the hash of: a line for each value.</summary>
    public override string ToString() => string.Concat(_values.Select(value => $"{value.Key}={value.Value}\n"));
}
