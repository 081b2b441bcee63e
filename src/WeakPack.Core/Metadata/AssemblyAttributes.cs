using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Text;

namespace WeakPack.Metadata;

/// <summary>The attributes of an assembly as a whole. An import library has one for each of its weak types, so what was looked for is remembered.</summary>
internal sealed class AssemblyAttributes(MetadataImage image)
{
    private readonly Dictionary<string, List<string>> _metadata = new(StringComparer.Ordinal); // by key
    private readonly Dictionary<string, List<int>> _rows = new(StringComparer.Ordinal); // by class

    /// <summary>The values of <c>[assembly: AssemblyMetadata(key, …)]</c>.</summary>
    public IReadOnlyList<string> Metadata(string key)
    {
        if (!_metadata.TryGetValue(key, out var values))
            _metadata[key] = values = ReadMetadata(key);
        return values;
    }

    /// <summary>The first of them, or null.</summary>
    public string? FirstMetadata(string key) => Metadata(key) is { Count: > 0 } values ? values[0] : null;

    /// <summary>The rows of the attributes of a class.</summary>
    public IReadOnlyList<int> Rows(string className)
    {
        if (!_rows.TryGetValue(className, out var rows))
            _rows[className] = rows = FindRows(className);
        return rows;
    }

    private CustomAttributeHandleCollection All() => image.Reader.GetAssemblyDefinition().GetCustomAttributes();

    private List<string> ReadMetadata(string key)
    {
        var values = new List<string>();
        var length = Encoding.UTF8.GetByteCount(key);
        foreach (var handle in All())
        {
            if (image.AttributeName(handle) != "System.Reflection.AssemblyMetadataAttribute")
                continue;

            var blob = image.Reader.GetBlobReader(image.Reader.GetCustomAttribute(handle).Value);
            blob.ReadUInt16(); // the prolog

            // Nobody wants text of all of them.
            var begin = blob;
            if (begin.RemainingBytes > 0 && length < 0x80 && begin.ReadByte() != length)
                continue;
            if (blob.ReadSerializedString() == key && blob.ReadSerializedString() is { } value)
                values.Add(value);
        }

        return values;
    }

    private List<int> FindRows(string className)
    {
        var rows = new List<int>();
        foreach (var handle in All())
        {
            if (image.AttributeName(handle) == className)
                rows.Add(MetadataTokens.GetRowNumber(handle));
        }

        return rows;
    }
}
