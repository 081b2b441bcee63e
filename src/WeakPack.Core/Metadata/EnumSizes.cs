using System.Reflection.Metadata;

namespace WeakPack.Metadata;

/// <summary>Measures enums by handle or by serialized name: the module's own, and those of its references.</summary>
internal sealed class EnumSizes(MetadataImage image, ReferenceSet references) : IEnumSizes
{
    // Those of attributes that compilers write unasked, in nearly each assembly: the core library is large, and need not be read for them.
    private static readonly HashSet<string> s_ofCompilers = new(StringComparer.Ordinal) { "System.Diagnostics.DebuggableAttribute+DebuggingModes", "System.Diagnostics.DebuggerBrowsableState" };

    public int SizeOf(object enumType) => enumType switch
    {
        TypeDefinitionHandle handle => Underlying(image, handle),
        TypeReferenceHandle handle => OfReference(handle),
        EntityHandle { Kind: HandleKind.TypeDefinition } handle => Underlying(image, (TypeDefinitionHandle)handle),
        EntityHandle { Kind: HandleKind.TypeReference } handle => OfReference((TypeReferenceHandle)handle),
        string name => OfName(name),
        _ => throw new InvalidOperationException($"{enumType} is no enum."),
    };

    private int OfReference(TypeReferenceHandle handle)
    {
        var name = image.FullName(handle);
        if (s_ofCompilers.Contains(name))
            return sizeof(int);
        return image.Scope(handle) switch
        {
            { Kind: HandleKind.AssemblyReference } scope =>
                Find(image.Reader.GetString(image.Reader.GetAssemblyReference((AssemblyReferenceHandle)scope).Name), name),
            _ => FindHere(name),
        } ?? throw new UnknownEnumException(name);
    }

    private int OfName(string text)
    {
        var name = SerializedTypeName.TryParse(text) ?? throw new BadImageFormatException($"'{text}' is no type name.");
        var size = name.AssemblySimpleName is { } assembly && assembly != image.AssemblyName
            ? Find(assembly, name.Name)
            : FindHere(name.Name) ?? FindInCore(name.Name);
        return size ?? throw new UnknownEnumException(text);
    }

    private int? FindHere(string name) =>
        image.Find(name) is { } type ? Underlying(image, type) : null;

    // A name without an assembly is looked up in the core library after the module itself.
    private int? FindInCore(string name) =>
        image.Reader.AssemblyReferences
            .Select(handle => Find(image.Reader.GetString(image.Reader.GetAssemblyReference(handle).Name), name))
            .FirstOrDefault(size => size is not null);

    private int? Find(string assembly, string name) =>
        references.FindType(assembly, name) is var (owner, type) ? Underlying(owner, type) : null;

    private static int Underlying(MetadataImage owner, TypeDefinitionHandle handle)
    {
        foreach (var row in owner.Reader.GetTypeDefinition(handle).GetFields())
        {
            var field = owner.Reader.GetFieldDefinition(row);
            if ((field.Attributes & System.Reflection.FieldAttributes.Static) != 0)
                continue;

            var blob = owner.Reader.GetBlobReader(field.Signature);
            blob.ReadSignatureHeader();
            return blob.ReadSignatureTypeCode() switch
            {
                SignatureTypeCode.Boolean or SignatureTypeCode.SByte or SignatureTypeCode.Byte => 1,
                SignatureTypeCode.Char or SignatureTypeCode.Int16 or SignatureTypeCode.UInt16 => 2,
                SignatureTypeCode.Int32 or SignatureTypeCode.UInt32 => 4,
                SignatureTypeCode.Int64 or SignatureTypeCode.UInt64 => 8,
                var code => throw new BadImageFormatException($"An enum over {code}."),
            };
        }

        throw new UnknownEnumException(owner.FullName(handle));
    }
}
