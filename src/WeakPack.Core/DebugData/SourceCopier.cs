using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using WeakPack.Metadata;

namespace WeakPack.DebugData;

/// <summary>Copies what is wanted of one PDB into the one that is written, row by row: blobs stay what they are but for the rows that they name.</summary>
/// <remarks>It counts in tokens and loops: queries and tables over the reader's structs would be compiled anew in each process.</remarks>
internal sealed class SourceCopier(DebugSource source, PdbTables tables, DocumentTable documents)
{
    private readonly MetadataReader _pdb = source.Pdb;
    private readonly Dictionary<int, int> _rows = []; // tokens of what only a PDB has: documents, scopes, variables
    private readonly Dictionary<int, int> _sharedDocuments = []; // rows of another source's: what is attached to them is there already
    private readonly List<string> _documentNames = [];
    private readonly BlobBuilder _blob = new(); // the one at hand: each takes 256 bytes from the start
    private readonly List<int> _scopes = []; // of the method at hand
    private Func<int, int>? _mapDocument;
    private Func<EntityHandle, EntityHandle>? _mapType;

    public DebugSource Source => source;

    /// <summary>The names of the documents that were copied.</summary>
    public IReadOnlyList<string> DocumentNames => _documentNames;

    public void AddDocuments()
    {
        foreach (var handle in DocumentTable.Wanted(source))
        {
            var document = _pdb.GetDocument(handle);
            if (documents.Add(_pdb, document, out var added))
                Note(handle, TableIndex.Document, added);
            else
                _sharedDocuments.Add(MetadataTokens.GetRowNumber(handle), added);
            _documentNames.Add(_pdb.GetString(document.Name));
        }
    }

    public void AddMethod(MethodDefinitionHandle method, int localSignature)
    {
        var information = _pdb.GetMethodDebugInformation(method);
        if (information.SequencePointsBlob.IsNil)
        {
            tables.Add(TableIndex.MethodDebugInformation, 0, 0);
            return;
        }

        _blob.Clear();
        SequencePointBlob.Write(_pdb.GetBlobReader(information.SequencePointsBlob), information.Document.IsNil, localSignature, _mapDocument ??= MapDocument, _blob);
        var document = information.Document.IsNil ? 0 : MapDocument(MetadataTokens.GetRowNumber(information.Document));
        tables.Add(TableIndex.MethodDebugInformation, document, tables.Heaps.Blob(_blob.ToArray()));
    }

    /// <summary>Copies the scopes of a method, in the order that the table wants: outer ones first.</summary>
    public void AddScopes(MethodDefinitionHandle method, int written)
    {
        foreach (var row in InOrder(_pdb.GetLocalScopes(method)))
        {
            var handle = MetadataTokens.LocalScopeHandle(row);
            var scope = _pdb.GetLocalScope(handle);
            var imports = MapImports(scope.ImportScope);
            var added = tables.Add(
                TableIndex.LocalScope, written, imports, tables.Rows(TableIndex.LocalVariable) + 1, tables.Rows(TableIndex.LocalConstant) + 1, scope.StartOffset, scope.Length);
            Note(handle, TableIndex.LocalScope, added);
            foreach (var variable in scope.GetLocalVariables())
                Add(variable);
            foreach (var constant in scope.GetLocalConstants())
                Add(constant);
        }
    }

    public void AddStateMachine(MethodDefinitionHandle method, int written)
    {
        var kickOff = _pdb.GetMethodDebugInformation(method).GetStateMachineKickoffMethod();
        if (!kickOff.IsNil && MapDefinition(kickOff) is { IsNil: false } mapped)
            tables.Add(TableIndex.StateMachineMethod, written, MetadataTokens.GetRowNumber(mapped));
    }

    public void AddCustomInformation()
    {
        foreach (var handle in _pdb.CustomDebugInformation)
        {
            var information = _pdb.GetCustomDebugInformation(handle);
            var kind = _pdb.GetGuid(information.Kind);
            if (MapParent(information.Parent, kind) is { IsNil: false } parent)
            {
                tables.Add(
                    TableIndex.CustomDebugInformation, CodedIndex.HasCustomDebugInformation(parent), tables.Heaps.Guid(kind), tables.Heaps.Blob(MapValue(kind, information.Value).ToArray()));
            }
        }
    }

    /// <summary>The source's SourceLink file, or null.</summary>
    public byte[]? SourceLink()
    {
        foreach (var handle in _pdb.GetCustomDebugInformation(EntityHandle.ModuleDefinition))
        {
            var information = _pdb.GetCustomDebugInformation(handle);
            if (_pdb.GetGuid(information.Kind) == DebugDataKinds.SourceLink)
                return _pdb.GetBlobBytes(information.Value);
        }

        return null;
    }

    private void Note(EntityHandle original, TableIndex table, int added) => _rows[MetadataTokens.GetToken(original)] = ((int)table << 24) | added;

    // Rows, outer scopes first. Compilers write them so, and the format wants it.
    private List<int> InOrder(LocalScopeHandleCollection scopes)
    {
        _scopes.Clear();
        var isInOrder = true;
        LocalScope last = default;
        foreach (var handle in scopes)
        {
            var scope = _pdb.GetLocalScope(handle);
            isInOrder &= _scopes.Count == 0 || scope.StartOffset > last.StartOffset || (scope.StartOffset == last.StartOffset && scope.Length <= last.Length);
            _scopes.Add(MetadataTokens.GetRowNumber(handle));
            last = scope;
        }

        return isInOrder ? _scopes : [.. _scopes.OrderBy(row => Scope(row).StartOffset).ThenByDescending(row => Scope(row).Length)];

        LocalScope Scope(int row) => _pdb.GetLocalScope(MetadataTokens.LocalScopeHandle(row));
    }

    private void Add(LocalVariableHandle handle)
    {
        var variable = _pdb.GetLocalVariable(handle);
        Note(handle, TableIndex.LocalVariable, tables.Add(TableIndex.LocalVariable, (int)variable.Attributes, variable.Index, tables.Heaps.String(_pdb.GetString(variable.Name))));
    }

    private void Add(LocalConstantHandle handle)
    {
        var constant = _pdb.GetLocalConstant(handle);
        _blob.Clear();
        ConstantSignature.Write(_pdb.GetBlobReader(constant.Signature), _mapType ??= MapType, _blob);
        Note(handle, TableIndex.LocalConstant, tables.Add(TableIndex.LocalConstant, tables.Heaps.String(_pdb.GetString(constant.Name)), tables.Heaps.Blob(_blob.ToArray())));
    }

    private int MapImports(ImportScopeHandle handle)
    {
        const int row = 0xFFFFFF;
        if (handle.IsNil)
            return 0;
        if (_rows.TryGetValue(MetadataTokens.GetToken(handle), out var known))
            return known & row;

        _rows[MetadataTokens.GetToken(handle)] = 0; // ends a circle, which only a damaged PDB has
        var scope = _pdb.GetImportScope(handle);
        var parent = MapImports(scope.Parent);
        var imports = new BlobBuilder();
        foreach (var import in scope.GetImports())
            Write(import, imports);
        var added = tables.Add(TableIndex.ImportScope, parent, tables.Heaps.Blob(imports.ToArray()));
        Note(handle, TableIndex.ImportScope, added);
        return added;
    }

    // Portable PDB, "Imports Blob". An import of what the module does not refer to is of no use to a debugger: it is left out.
    private void Write(ImportDefinition import, BlobBuilder target)
    {
        var assembly = NamesAssembly(import.Kind) ? MapAssembly(import.TargetAssembly) : default;
        var type = NamesType(import.Kind) ? MapType(import.TargetType) : default;
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

    private int Text(BlobHandle text) => tables.Heaps.Blob(_pdb.GetBlobBytes(text));

    private int MapDocument(int row)
    {
        if (_rows.TryGetValue(MetadataTokens.GetToken(MetadataTokens.DocumentHandle(row)), out var mapped))
            return MetadataTokens.GetRowNumber(MetadataTokens.EntityHandle(mapped));
        return _sharedDocuments.TryGetValue(row, out var shared)
            ? shared
            : throw new BadImageFormatException($"debug data names document {row}, which it does not have");
    }

    private EntityHandle MapAssembly(AssemblyReferenceHandle handle) => MetadataTokens.AssemblyReferenceHandle(source.FindAssembly(MetadataTokens.GetRowNumber(handle)));

    private EntityHandle MapType(EntityHandle handle) => HandleOf(source.FindType(MetadataTokens.GetToken(handle)));

    private EntityHandle MapDefinition(EntityHandle handle) => HandleOf(source.Find(MetadataTokens.GetToken(handle)));

    private static EntityHandle HandleOf(int token) => token == 0 ? default : MetadataTokens.EntityHandle(token);

    // What else could bear debug data, no compiler writes any for.
    private EntityHandle MapParent(EntityHandle parent, Guid kind) => parent.Kind switch
    {
        HandleKind.MethodDefinition or HandleKind.TypeDefinition => MapDefinition(parent),
        HandleKind.ModuleDefinition or HandleKind.AssemblyDefinition =>
            kind != DebugDataKinds.SourceLink && source.LeftOutOfModule?.Contains(kind) == false ? parent : default,
        _ => _rows.TryGetValue(MetadataTokens.GetToken(parent), out var mapped) && mapped != 0 ? MetadataTokens.EntityHandle(mapped) : default,
    };

    private BlobBuilder MapValue(Guid kind, BlobHandle value)
    {
        var blob = _blob;
        blob.Clear();
        var reader = _pdb.GetBlobReader(value);
        if (kind == DebugDataKinds.TypeDefinitionDocuments)
        {
            foreach (var document in DocumentTable.OfType(reader))
                blob.WriteCompressedInteger(MapDocument(document));
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
