using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using WeakPack.Metadata;
using WeakPack.Tables;

namespace WeakPack.Slices;

/// <summary>Adds attributes of the core library to the assembly of a slice. The rows that lead to an attribute's class are the module's, as far as it has them.</summary>
internal sealed class AddedAttributes
{
    private const string Constructor = ".ctor";

    private static readonly byte[] s_keyOfMscorlib = [0xB7, 0x7A, 0x5C, 0x56, 0x19, 0x34, 0xE0, 0x89];

    private readonly MetadataReader _reader;
    private readonly SliceSelection _selection;
    private readonly SliceAdditions _added;
    private readonly Dictionary<string, int> _constructors = new(StringComparer.Ordinal); // by the full name of their class

    /// <param name="image">The module.</param>
    /// <param name="selection">The slice, which has all the references that it will have.</param>
    public AddedAttributes(MetadataImage image, SliceSelection selection) => (_reader, _selection, _added) = (image.Reader, selection, selection.Cells.Additions);

    /// <summary>Adds <c>[assembly: AssemblyMetadata(key, value)]</c>.</summary>
    public void AddMetadata(string key, string value) => Add("System.Reflection", "AssemblyMetadataAttribute", key, value);

    /// <summary>Adds an attribute that takes texts.</summary>
    public void Add(string space, string name, params string[] texts)
    {
        if (!_constructors.TryGetValue(space + "." + name, out var constructor))
            _constructors.Add(space + "." + name, constructor = FindConstructor(space, name, texts.Length));
        var blob = new BlobBuilder();
        blob.WriteUInt16(1); // II.23.3
        foreach (var text in texts)
            blob.WriteSerializedString(text);
        blob.WriteUInt16(0);
        _selection.Take(Row(TableIndex.CustomAttribute, MetadataTokens.GetToken(EntityHandle.AssemblyDefinition), constructor, _added.AddBlob(blob.ToArray())));
    }

    private int FindConstructor(string space, string name, int parameters)
    {
        // An instance method that takes texts and returns nothing (II.23.2.1).
        var blob = new BlobBuilder();
        blob.WriteByte(0x20);
        blob.WriteByte((byte)parameters);
        blob.WriteByte((byte)SignatureTypeCode.Void);
        blob.WriteBytes((byte)SignatureTypeCode.String, parameters);
        var signature = blob.ToArray();
        var type = FindType(space, name);
        foreach (var handle in _reader.MemberReferences)
        {
            var member = _reader.GetMemberReference(handle);
            if (MetadataTokens.GetToken(member.Parent) == type && _reader.StringComparer.Equals(member.Name, Constructor) && _reader.GetBlobBytes(member.Signature).AsSpan().SequenceEqual(signature))
                return MetadataTokens.GetToken(handle);
        }

        return Row(TableIndex.MemberRef, type, _added.AddText(Constructor), _added.AddBlob(signature));
    }

    private int FindType(string space, string name)
    {
        var library = FindCoreLibrary();
        foreach (var handle in _reader.TypeReferences)
        {
            var type = _reader.GetTypeReference(handle);
            if (MetadataTokens.GetToken(type.ResolutionScope) == library && _reader.StringComparer.Equals(type.Name, name) && _reader.StringComparer.Equals(type.Namespace, space))
                return MetadataTokens.GetToken(handle);
        }

        return Row(TableIndex.TypeRef, library, _added.AddText(name), _added.AddText(space));
    }

    // One that the slice refers to anyway, if there is one. What has no class and no attribute may refer to none.
    private int FindCoreLibrary()
    {
        var found = 0;
        foreach (var handle in _reader.AssemblyReferences)
        {
            if (_reader.GetString(_reader.GetAssemblyReference(handle).Name) is not ("mscorlib" or "System.Runtime" or "System.Private.CoreLib" or "netstandard"))
                continue;
            var token = MetadataTokens.GetToken(handle);
            if (_selection.Rows.Contains(token))
                return token;
            found = found == 0 ? token : found;
        }

        return found != 0 ? found : _added.Add(TableIndex.AssemblyRef, 4, 0, 0, 0, 0, _added.AddBlob(s_keyOfMscorlib), _added.AddText("mscorlib"), 0, 0);
    }

    // Tokens stand as such in it for columns that name rows.
    private int Row(TableIndex table, params int[] cells)
    {
        var columns = TableSchema.Columns(table);
        for (var i = 0; i < cells.Length; i++)
        {
            if (columns[i].Kind == 'i')
                cells[i] = columns[i].Encode(cells[i]);
        }

        return _added.Add(table, cells);
    }
}
