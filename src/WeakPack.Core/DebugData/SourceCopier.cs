using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using WeakPack.Metadata;

namespace WeakPack.DebugData;

/// <summary>Copies what is wanted of one PDB into the one that is written, row by row: blobs stay what they are but for the rows that they name.</summary>
internal sealed class SourceCopier(DebugSource source, MetadataBuilder builder, DocumentTable documents, DebugTypes types)
{
    private readonly MetadataReader _pdb = source.Pdb;
    private readonly Dictionary<EntityHandle, EntityHandle> _rows = []; // of what only a PDB has: documents, scopes, variables
    private readonly Dictionary<EntityHandle, DocumentHandle> _sharedDocuments = []; // another source's: what is attached to them is there already
    private readonly List<string> _documentNames = [];

    public DebugSource Source => source;

    /// <summary>The names of the documents that were copied.</summary>
    public IReadOnlyList<string> DocumentNames => _documentNames;

    public void AddDocuments()
    {
        foreach (var handle in DocumentTable.Wanted(source))
        {
            var document = _pdb.GetDocument(handle);
            if (documents.Add(_pdb, document, out var added))
                _rows.Add(handle, added);
            else
                _sharedDocuments.Add(handle, added);
            _documentNames.Add(_pdb.GetString(document.Name));
        }
    }

    public void AddMethod(MethodDefinitionHandle method, int localSignature)
    {
        var information = _pdb.GetMethodDebugInformation(method);
        if (information.SequencePointsBlob.IsNil)
        {
            builder.AddMethodDebugInformation(default, default);
            return;
        }

        var blob = new BlobBuilder();
        SequencePointBlob.Write(_pdb.GetBlobReader(information.SequencePointsBlob), information.Document.IsNil, localSignature, MapDocument, blob);
        var document = information.Document.IsNil ? default : MetadataTokens.DocumentHandle(MapDocument(MetadataTokens.GetRowNumber(information.Document)));
        builder.AddMethodDebugInformation(document, builder.GetOrAddBlob(blob));
    }

    /// <summary>Copies the scopes of a method, in the order that the table wants: outer ones first.</summary>
    public void AddScopes(MethodDefinitionHandle method, MethodDefinitionHandle written)
    {
        var scopes = _pdb.GetLocalScopes(method).Select(handle => (Handle: handle, Scope: _pdb.GetLocalScope(handle)));
        foreach (var (handle, scope) in scopes.OrderBy(scope => scope.Scope.StartOffset).ThenByDescending(scope => scope.Scope.Length))
        {
            _rows[handle] = builder.AddLocalScope(
                written,
                MapImports(scope.ImportScope),
                MetadataTokens.LocalVariableHandle(builder.GetRowCount(TableIndex.LocalVariable) + 1),
                MetadataTokens.LocalConstantHandle(builder.GetRowCount(TableIndex.LocalConstant) + 1),
                scope.StartOffset,
                scope.Length);
            foreach (var variable in scope.GetLocalVariables())
                Add(variable);
            foreach (var constant in scope.GetLocalConstants())
                Add(constant);
        }
    }

    public void AddStateMachine(MethodDefinitionHandle method, MethodDefinitionHandle written)
    {
        var kickOff = _pdb.GetMethodDebugInformation(method).GetStateMachineKickoffMethod();
        if (!kickOff.IsNil && MapDefinition(kickOff) is { IsNil: false } mapped)
            builder.AddStateMachineMethod(written, (MethodDefinitionHandle)mapped);
    }

    public void AddCustomInformation()
    {
        foreach (var information in _pdb.CustomDebugInformation.Select(_pdb.GetCustomDebugInformation))
        {
            var kind = _pdb.GetGuid(information.Kind);
            if (MapParent(information.Parent, kind) is { IsNil: false } parent)
                builder.AddCustomDebugInformation(parent, builder.GetOrAddGuid(kind), builder.GetOrAddBlob(MapValue(kind, information.Value)));
        }
    }

    /// <summary>The source's SourceLink file, or null.</summary>
    public byte[]? SourceLink() =>
        _pdb.GetCustomDebugInformation(EntityHandle.ModuleDefinition)
            .Select(_pdb.GetCustomDebugInformation)
            .Where(information => _pdb.GetGuid(information.Kind) == DebugDataKinds.SourceLink)
            .Select(information => _pdb.GetBlobBytes(information.Value))
            .FirstOrDefault();

    private void Add(LocalVariableHandle handle)
    {
        var variable = _pdb.GetLocalVariable(handle);
        _rows[handle] = builder.AddLocalVariable(variable.Attributes, variable.Index, builder.GetOrAddString(_pdb.GetString(variable.Name)));
    }

    private void Add(LocalConstantHandle handle)
    {
        var constant = _pdb.GetLocalConstant(handle);
        var signature = new BlobBuilder();
        ConstantSignature.Write(_pdb.GetBlobReader(constant.Signature), type => types.Map(source, type), signature);
        _rows[handle] = builder.AddLocalConstant(builder.GetOrAddString(_pdb.GetString(constant.Name)), builder.GetOrAddBlob(signature));
    }

    private ImportScopeHandle MapImports(ImportScopeHandle handle)
    {
        if (handle.IsNil)
            return default;
        if (_rows.TryGetValue(handle, out var known))
            return (ImportScopeHandle)known;

        _rows[handle] = default(ImportScopeHandle); // ends a circle, which only a damaged PDB has
        var scope = _pdb.GetImportScope(handle);
        var parent = MapImports(scope.Parent);
        var imports = new BlobBuilder();
        foreach (var import in scope.GetImports())
            Write(import, imports);
        var added = builder.AddImportScope(parent, builder.GetOrAddBlob(imports));
        _rows[handle] = added;
        return added;
    }

    // Portable PDB, "Imports Blob". An import of what the module does not refer to is of no use to a debugger: it is left out.
    private void Write(ImportDefinition import, BlobBuilder target)
    {
        var assembly = NamesAssembly(import.Kind) ? MapAssembly(import.TargetAssembly) : default;
        var type = NamesType(import.Kind) ? types.Map(source, import.TargetType) : default;
        switch (import.Kind)
        {
            case ImportDefinitionKind.ImportNamespace:
                Write(import.Kind, target, Text(import.TargetNamespace));
                break;
            case ImportDefinitionKind.ImportAssemblyNamespace when !assembly.IsNil:
                Write(import.Kind, target, MetadataTokens.GetRowNumber(assembly), Text(import.TargetNamespace));
                break;
            case ImportDefinitionKind.ImportType when !type.IsNil:
                Write(import.Kind, target, CodedIndex.TypeDefOrRefOrSpec(type));
                break;
            case ImportDefinitionKind.ImportXmlNamespace or ImportDefinitionKind.AliasNamespace:
                Write(import.Kind, target, Text(import.Alias), Text(import.TargetNamespace));
                break;
            case ImportDefinitionKind.ImportAssemblyReferenceAlias:
                Write(import.Kind, target, Text(import.Alias));
                break;
            case ImportDefinitionKind.AliasAssemblyReference when !assembly.IsNil:
                Write(import.Kind, target, Text(import.Alias), MetadataTokens.GetRowNumber(assembly));
                break;
            case ImportDefinitionKind.AliasAssemblyNamespace when !assembly.IsNil:
                Write(import.Kind, target, Text(import.Alias), MetadataTokens.GetRowNumber(assembly), Text(import.TargetNamespace));
                break;
            case ImportDefinitionKind.AliasType when !type.IsNil:
                Write(import.Kind, target, Text(import.Alias), CodedIndex.TypeDefOrRefOrSpec(type));
                break;
            case var kind when NamesAssembly(kind) || NamesType(kind):
                break;
            default:
                throw new BadImageFormatException($"debug data has an import of the unknown kind {(int)import.Kind}");
        }
    }

    internal static bool NamesType(ImportDefinitionKind kind) => kind is ImportDefinitionKind.ImportType or ImportDefinitionKind.AliasType;

    private static bool NamesAssembly(ImportDefinitionKind kind) =>
        kind is ImportDefinitionKind.ImportAssemblyNamespace or ImportDefinitionKind.AliasAssemblyReference or ImportDefinitionKind.AliasAssemblyNamespace;

    private static void Write(ImportDefinitionKind kind, BlobBuilder target, params int[] values)
    {
        target.WriteCompressedInteger((int)kind);
        foreach (var value in values)
            target.WriteCompressedInteger(value);
    }

    private int Text(BlobHandle text) => MetadataTokens.GetHeapOffset(builder.GetOrAddBlob(_pdb.GetBlobBytes(text)));

    private int MapDocument(int row)
    {
        var handle = MetadataTokens.DocumentHandle(row);
        if (_rows.TryGetValue(handle, out var mapped))
            return MetadataTokens.GetRowNumber(mapped);
        return _sharedDocuments.TryGetValue(handle, out var shared)
            ? MetadataTokens.GetRowNumber(shared)
            : throw new BadImageFormatException($"debug data names document {row}, which it does not have");
    }

    private EntityHandle MapAssembly(AssemblyReferenceHandle handle) =>
        source.FindAssembly(MetadataTokens.GetRowNumber(handle)) is { } reference
            ? MetadataTokens.EntityHandle(reference.MetadataToken.ToInt32())
            : default;

    private EntityHandle MapDefinition(EntityHandle handle) =>
        source.Find(handle) is { } definition ? MetadataTokens.EntityHandle(definition.MetadataToken.ToInt32()) : default;

    // What else could bear debug data, no compiler writes any for.
    private EntityHandle MapParent(EntityHandle parent, Guid kind) => parent.Kind switch
    {
        HandleKind.MethodDefinition or HandleKind.TypeDefinition => MapDefinition(parent),
        HandleKind.ModuleDefinition or HandleKind.AssemblyDefinition =>
            kind != DebugDataKinds.SourceLink && source.LeftOutOfModule?.Contains(kind) == false ? parent : default,
        _ => _rows.TryGetValue(parent, out var mapped) ? mapped : default,
    };

    private BlobBuilder MapValue(Guid kind, BlobHandle value)
    {
        var blob = new BlobBuilder();
        var reader = _pdb.GetBlobReader(value);
        if (kind == DebugDataKinds.TypeDefinitionDocuments)
        {
            foreach (var document in DocumentTable.OfType(reader))
                blob.WriteCompressedInteger(MapDocument(MetadataTokens.GetRowNumber(document)));
        }
        else if (kind == DebugDataKinds.AsyncMethodStepping)
        {
            blob.WriteUInt32(reader.ReadUInt32()); // the catch handler
            while (reader.RemainingBytes > 0)
            {
                blob.WriteUInt32(reader.ReadUInt32()); // where it yields
                blob.WriteUInt32(reader.ReadUInt32()); // where it resumes
                blob.WriteCompressedInteger(MetadataTokens.GetRowNumber(MapDefinition(MetadataTokens.MethodDefinitionHandle(reader.ReadCompressedInteger()))));
            }
        }
        else
        {
            blob.WriteBytes(reader.ReadBytes(reader.RemainingBytes));
        }

        return blob;
    }
}
