using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using WeakPack.Metadata;

namespace WeakPack.Slices;

/// <summary>Adds <c>[assembly: AssemblyMetadata(key, value)]</c> to a slice. The rows that lead to the attribute's class are the module's, as far as it has them.</summary>
internal sealed class AddedMetadata
{
    private const string Space = "System.Reflection";
    private const string Name = "AssemblyMetadataAttribute";
    private const string Constructor = ".ctor";

    // An instance method that takes two strings and returns nothing (ECMA-335 II.23.2.1).
    private static readonly byte[] s_signature = [0x20, 2, (byte)SignatureTypeCode.Void, (byte)SignatureTypeCode.String, (byte)SignatureTypeCode.String];
    private static readonly byte[] s_keyOfMscorlib = [0xB7, 0x7A, 0x5C, 0x56, 0x19, 0x34, 0xE0, 0x89];

    private readonly MetadataReader _reader;
    private readonly SliceSelection _selection;
    private readonly SliceAdditions _added;

    private AddedMetadata(MetadataImage image, SliceSelection selection) => (_reader, _selection, _added) = (image.Reader, selection, selection.Cells.Additions);

    /// <summary>Adds one; when the references that the slice has are in it.</summary>
    public static void Add(MetadataImage image, SliceSelection selection, string key, string value)
    {
        var blob = new BlobBuilder();
        blob.WriteUInt16(1); // II.23.3
        blob.WriteSerializedString(key);
        blob.WriteSerializedString(value);
        blob.WriteUInt16(0);
        var added = new AddedMetadata(image, selection);
        selection.Take(added.Row(TableIndex.CustomAttribute, MetadataTokens.GetToken(EntityHandle.AssemblyDefinition), added.FindConstructor(), added._added.AddBlob(blob.ToArray())));
    }

    private int FindConstructor()
    {
        var type = FindType();
        foreach (var handle in _reader.MemberReferences)
        {
            var member = _reader.GetMemberReference(handle);
            if (MetadataTokens.GetToken(member.Parent) == type && _reader.StringComparer.Equals(member.Name, Constructor) && _reader.GetBlobBytes(member.Signature).AsSpan().SequenceEqual(s_signature))
                return MetadataTokens.GetToken(handle);
        }

        return Row(TableIndex.MemberRef, type, _added.AddText(Constructor), _added.AddBlob(s_signature));
    }

    private int FindType()
    {
        var library = FindCoreLibrary();
        foreach (var handle in _reader.TypeReferences)
        {
            var type = _reader.GetTypeReference(handle);
            if (MetadataTokens.GetToken(type.ResolutionScope) == library && _reader.StringComparer.Equals(type.Name, Name) && _reader.StringComparer.Equals(type.Namespace, Space))
                return MetadataTokens.GetToken(handle);
        }

        return Row(TableIndex.TypeRef, library, _added.AddText(Name), _added.AddText(Space));
    }

    // One that the slice refers to anyway, if there is one. What has no class and no attribute may refer to none.
    private int FindCoreLibrary()
    {
        var libraries = _reader.AssemblyReferences
            .Where(handle => _reader.GetString(_reader.GetAssemblyReference(handle).Name) is "mscorlib" or "System.Runtime" or "System.Private.CoreLib" or "netstandard")
            .Select(handle => MetadataTokens.GetToken(handle))
            .OrderByDescending(_selection.Rows.Contains)
            .ToList();
        return libraries.Count > 0 ? libraries[0] : _added.Add(TableIndex.AssemblyRef, 4, 0, 0, 0, 0, _added.AddBlob(s_keyOfMscorlib), _added.AddText("mscorlib"), 0, 0);
    }

    // Tokens stand as such in it for columns that name rows.
    private int Row(TableIndex table, params int[] cells)
    {
        var columns = TableCells.Columns(table);
        return _added.Add(table, [.. cells.Select((cell, i) => columns[i].Kind == 'i' ? columns[i].Encode(cell) : cell)]);
    }
}
