using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using WeakPack.DebugData;
using WeakPack.Diagnostics;
using WeakPack.Metadata;
using WeakPack.Reflection;

namespace WeakPack.Units;

/// <summary>Where in the source definitions are, from the portable PDB, beside the assembly or embedded.</summary>
/// <remarks>Without a PDB, or with a Windows one, every place is the assembly's file.</remarks>
internal sealed class SymbolMap : IDisposable
{
    private readonly MetadataImage _image;
    private readonly PortablePdb? _pdb;

    public SymbolMap(MetadataImage image, byte[]? symbols)
    {
        _image = image;
        _pdb = PortablePdb.Open(image.Pe, symbols);
    }

    /// <summary>The portable PDB itself, or null.</summary>
    public MetadataReader? Pdb => _pdb?.Reader;

    /// <summary>Full paths of the documents that hold a type, as the compiler recorded them.</summary>
    public IEnumerable<string> DocumentsOf(TypeDefinitionHandle type)
    {
        if (Pdb is null)
            return [];

        var documents = new HashSet<string>(TypeDocuments(type), StringComparer.Ordinal);
        foreach (var nested in _image.WithNested(type))
        {
            foreach (var method in _image.Reader.GetTypeDefinition(nested).GetMethods())
                documents.UnionWith(Points(method).Select(point => Name(point.Document)));
        }

        return documents;
    }

    /// <summary>The best place known for a type, method or field.</summary>
    public SourceLocation LocationOf(EntityHandle definition) => definition.Kind switch
    {
        HandleKind.MethodDefinition => OfMethod((MethodDefinitionHandle)definition) ?? InText(definition),
        HandleKind.FieldDefinition => OfInitializer((FieldDefinitionHandle)definition) ?? InText(definition),
        HandleKind.TypeDefinition => OfType((TypeDefinitionHandle)definition),
        _ => new(_image.Path),
    };

    /// <summary>The place of an instruction in a method's IL, or the best that is known; a negative offset stands for the definition itself.</summary>
    public SourceLocation LocationOf(EntityHandle definition, int offset) =>
        offset >= 0 && definition.Kind == HandleKind.MethodDefinition
            ? Points((MethodDefinitionHandle)definition).Where(point => point.Offset <= offset).Select(point => (SourceLocation?)At(point)).LastOrDefault() ?? LocationOf(definition)
            : LocationOf(definition);

    /// <summary>The place of a text that names a type.</summary>
    public SourceLocation LocationOf(NamedType name) => name.IsInAttribute ? LocationOfText(name.User, name.Text) : LocationOf(name.User, name.Offset);

    /// <summary>The place of a string in an attribute, for which debug data has none: where the source has it, or the best that is known of its owner.</summary>
    /// <param name="user">The type, method or field that has the attribute; anything else stands for the assembly.</param>
    /// <param name="text">The string.</param>
    private SourceLocation LocationOfText(EntityHandle user, string text)
    {
        if (!UnitGraph.IsDefinition(user))
            return AllDocuments().Select(file => SourceSearch.FindText(file, text, line: 0)).FirstOrDefault(place => place is not null) ?? LocationOf(user);

        var owner = user.Kind == HandleKind.TypeDefinition ? InText(user) : LocationOf(user);
        return (owner.Line > 0 ? SourceSearch.FindText(owner.File, text, owner.Line) : null) ?? LocationOf(user);
    }

    public void Dispose() => _pdb?.Dispose();

    // The line of something else that has code would mislead more than no line.
    private SourceLocation InText(EntityHandle definition)
    {
        var type = _image.TypeOf(definition);
        var name = definition.Kind == HandleKind.FieldDefinition
            ? AuthorNames.SimpleName(_image, (FieldDefinitionHandle)definition)
            : _image.DescribeMember(definition).Split('.').Last();
        return SourceSearch.Find(OfType(type).File, SimpleName(type), definition.Kind == HandleKind.TypeDefinition ? null : name);
    }

    private string SimpleName(TypeDefinitionHandle type) => _image.Reader.GetString(_image.Reader.GetTypeDefinition(type).Name).Split('`')[0];

    private SourceLocation? OfMethod(MethodDefinitionHandle method) =>
        Points(method).Select(point => (SourceLocation?)At(point)).FirstOrDefault();

    // A field has no place of its own; its initializer in the static constructor has.
    private SourceLocation? OfInitializer(FieldDefinitionHandle field)
    {
        var reader = _image.Reader;
        foreach (var handle in reader.GetTypeDefinition(_image.TypeOf(field)).GetMethods())
        {
            var method = reader.GetMethodDefinition(handle);
            if (method.RelativeVirtualAddress == 0 || !reader.StringComparer.Equals(method.Name, ".cctor"))
                continue;

            foreach (var (offset, code, token) in IlTokens.Of(_image.Pe.GetMethodBody(method.RelativeVirtualAddress)))
            {
                if (code == ILOpCode.Stsfld && token == (EntityHandle)field)
                    return Points(handle).Where(point => point.Offset <= offset).Select(point => (SourceLocation?)At(point)).LastOrDefault();
            }
        }

        return null;
    }

    private SourceLocation OfType(TypeDefinitionHandle type)
    {
        var first = _image.WithNested(type)
            .SelectMany(nested => _image.Reader.GetTypeDefinition(nested).GetMethods())
            .Select(OfMethod)
            .Where(location => location is not null)
            .OrderBy(location => location!.Line)
            .FirstOrDefault();
        if (first is not null)
            return first;

        // Without code it has its document only, and a nested one that of the types around it.
        if (TypeDocuments(type).FirstOrDefault() is { } document)
            return SourceSearch.Find(document, SimpleName(type), member: null);
        var declaring = _image.Reader.GetTypeDefinition(type).GetDeclaringType();
        return declaring.IsNil ? new(_image.Path) : SourceSearch.Find(OfType(declaring).File, SimpleName(type), member: null);
    }

    private IEnumerable<SequencePoint> Points(MethodDefinitionHandle method) =>
        Pdb is null
            ? []
            : Pdb.GetMethodDebugInformation(method).GetSequencePoints().Where(point => !point.IsHidden && !point.Document.IsNil);

    private IEnumerable<string> TypeDocuments(TypeDefinitionHandle type)
    {
        if (Pdb is null)
            yield break;

        foreach (var information in Pdb.GetCustomDebugInformation(type).Select(Pdb.GetCustomDebugInformation))
        {
            if (Pdb.GetGuid(information.Kind) != DebugDataKinds.TypeDefinitionDocuments)
                continue;

            var blob = Pdb.GetBlobReader(information.Value);
            while (blob.RemainingBytes > 0)
                yield return Name(MetadataTokens.DocumentHandle(blob.ReadCompressedInteger()));
        }
    }

    private SourceLocation At(SequencePoint point) =>
        new(Name(point.Document), point.StartLine, point.StartColumn, point.EndLine, point.EndColumn);

    private IEnumerable<string> AllDocuments() => Pdb is null ? [] : Pdb.Documents.Select(Name);

    private string Name(DocumentHandle handle) => Pdb!.GetString(Pdb.GetDocument(handle).Name);
}
