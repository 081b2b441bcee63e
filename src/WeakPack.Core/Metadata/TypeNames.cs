using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace WeakPack.Metadata;

/// <summary>A module's top-level types by the bytes of their names, of which no text is made: a large library has thousands, and a link asks for a few.</summary>
internal sealed class TypeNames
{
    private readonly MetadataReader _reader;
    private readonly int[] _rows; // at the place of the name's hash, or behind it; 0 is free

    public TypeNames(MetadataReader reader)
    {
        _reader = reader;
        var size = 4;
        while (size < 2 * reader.TypeDefinitions.Count)
            size *= 2;
        _rows = new int[size];
        foreach (var handle in reader.TypeDefinitions)
        {
            var type = reader.GetTypeDefinition(handle);
            if (!type.Attributes.IsNested())
                Add(MetadataTokens.GetRowNumber(handle), Bytes(type.Namespace), Bytes(type.Name));
        }
    }

    /// <summary>The type of a full name in UTF-8; of several, which no compiler writes, the first.</summary>
    public TypeDefinitionHandle? Find(ReadOnlySpan<byte> fullName)
    {
        for (var at = Hash(fullName, 0); ; at++)
        {
            var row = _rows[at & (_rows.Length - 1)];
            if (row == 0)
                return null;
            var handle = MetadataTokens.TypeDefinitionHandle(row);
            if (Has(handle, fullName))
                return handle;
        }
    }

    private void Add(int row, ReadOnlySpan<byte> space, ReadOnlySpan<byte> name)
    {
        var hash = space.IsEmpty ? 0 : Hash("."u8, Hash(space, 0));
        var at = Hash(name, hash);
        while (_rows[at & (_rows.Length - 1)] != 0)
            at++;
        _rows[at & (_rows.Length - 1)] = row;
    }

    private bool Has(TypeDefinitionHandle handle, ReadOnlySpan<byte> fullName)
    {
        var type = _reader.GetTypeDefinition(handle);
        var space = Bytes(type.Namespace);
        var name = Bytes(type.Name);
        if (space.IsEmpty)
            return name.SequenceEqual(fullName);
        return fullName.Length == space.Length + 1 + name.Length && fullName.StartsWith(space) && fullName[space.Length] == (byte)'.' && fullName.EndsWith(name);
    }

    private unsafe ReadOnlySpan<byte> Bytes(StringHandle text)
    {
        if (text.IsNil)
            return default;
        var bytes = _reader.GetBlobReader(text);
        return new(bytes.StartPointer, bytes.Length);
    }

    private static int Hash(ReadOnlySpan<byte> bytes, int hash)
    {
        foreach (var letter in bytes)
            hash = unchecked((hash * 31) + letter);
        return hash;
    }
}
