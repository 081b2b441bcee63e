using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using Mono.Cecil;
using Mono.Cecil.Cil;
using MethodDebugInformation = Mono.Cecil.Cil.MethodDebugInformation;
using MethodDefinition = Mono.Cecil.MethodDefinition;
using ModuleDefinition = Mono.Cecil.ModuleDefinition;
using TypeReference = Mono.Cecil.TypeReference;

namespace WeakPack.DebugData;

/// <summary>Makes Cecil write rows for types that only debug data names, and learns which.</summary>
/// <remarks>
/// Cecil gives a type its row when something that it writes names the type, and tells the row in what it writes only. So it
/// is handed one method's debug data that imports them all, and the tokens are read from the PDB that it makes of that.
/// </remarks>
internal sealed class TypeTokens(IReadOnlyList<TypeReference> types) : ISymbolWriterProvider, ISymbolWriter
{
    private readonly MemoryStream _stream = new();
    private readonly Dictionary<TypeReference, int> _tokens = [];
    private ModuleDefinition? _module;
    private ISymbolWriter? _writer;

    /// <summary>The token of one of the types in the written module.</summary>
    public EntityHandle this[TypeReference type] => MetadataTokens.EntityHandle(_tokens[type]);

    public ISymbolWriter GetSymbolWriter(ModuleDefinition module, string fileName)
    {
        _module = module;
        _writer = new PortablePdbWriterProvider().GetSymbolWriter(module, _stream);
        module.Types[0].CustomDebugInformations.Add(new BinaryCustomDebugInformation(Guid.Empty, [])); // so that Cecil comes while tables still grow
        return this;
    }

    public ISymbolWriter GetSymbolWriter(ModuleDefinition module, Stream symbolStream) => GetSymbolWriter(module, "");

    public ISymbolReaderProvider GetReaderProvider() => _writer!.GetReaderProvider();

    public ImageDebugHeader GetDebugHeader() => new();

    public void Write(MethodDebugInformation info)
    {
        // The module was read without debug data, so there is none to write.
    }

    public void Write(ICustomDebugInformationProvider provider)
    {
        var imports = new ImportDebugInformation();
        foreach (var type in types)
            imports.Targets.Add(new ImportTarget(ImportTargetKind.ImportType) { Type = type });
        var bearer = new MethodDefinition("", MethodAttributes.Abstract, _module!.TypeSystem.Void).DebugInformation;
        bearer.Scope = new ScopeDebugInformation(Instruction.Create(OpCodes.Nop), null) { Import = imports };
        _writer!.Write(bearer);
    }

    public void Write()
    {
        _writer!.Write();
        using var provider = MetadataReaderProvider.FromPortablePdbImage(ImmutableArray.Create(_stream.ToArray()));
        var reader = provider.GetMetadataReader();
        var tokens = reader.GetImportScope(reader.ImportScopes.Single()).GetImports().GetEnumerator();
        foreach (var type in types)
        {
            tokens.MoveNext();
            _tokens.Add(type, MetadataTokens.GetToken(tokens.Current.TargetType));
        }
    }

    public void Dispose() => _writer?.Dispose();
}
