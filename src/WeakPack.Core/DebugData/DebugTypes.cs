using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using Mono.Cecil;
using TypeDefinition = Mono.Cecil.TypeDefinition;
using TypeReference = Mono.Cecil.TypeReference;

namespace WeakPack.DebugData;

/// <summary>The types that debug data names: in imports, and as types of local constants.</summary>
/// <remarks>They are collected before the module is written, and have their tokens afterwards.</remarks>
internal sealed class DebugTypes
{
    private readonly Dictionary<(DebugSource Source, int Token), TypeReference?> _types = [];

    public DebugTypes(IEnumerable<DebugSource> sources)
    {
        foreach (var source in sources)
            Collect(source);
        References = [.. _types.Values.Where(type => type is not null and not TypeDefinition).Distinct()!];
        Tokens = new TypeTokens(References);
    }

    /// <summary>Those that are no definitions of the module.</summary>
    public IReadOnlyList<TypeReference> References { get; }

    /// <summary>To be handed to Cecil when there are <see cref="References"/>.</summary>
    public TypeTokens Tokens { get; }

    /// <summary>The written module's token for one of the source's; nil when it has none.</summary>
    public EntityHandle Map(DebugSource source, EntityHandle type) => _types[(source, MetadataTokens.GetToken(type))] switch
    {
        null => default,
        TypeDefinition definition => MetadataTokens.EntityHandle(definition.MetadataToken.ToInt32()),
        var reference => Tokens[reference],
    };

    private void Collect(DebugSource source)
    {
        var imports = new HashSet<int>();
        foreach (var (method, _) in source.Methods)
        {
            foreach (var handle in source.Pdb.GetLocalScopes(method))
            {
                var scope = source.Pdb.GetLocalScope(handle);
                CollectImports(source, scope.ImportScope, imports);
                foreach (var constant in scope.GetLocalConstants())
                {
                    foreach (var token in ConstantSignature.Types(source.Pdb.GetBlobReader(source.Pdb.GetLocalConstant(constant).Signature)))
                        Add(source, token);
                }
            }
        }
    }

    private void CollectImports(DebugSource source, ImportScopeHandle handle, HashSet<int> visited)
    {
        while (!handle.IsNil && visited.Add(MetadataTokens.GetRowNumber(handle)))
        {
            var scope = source.Pdb.GetImportScope(handle);
            foreach (var import in scope.GetImports())
            {
                if (SourceCopier.NamesType(import.Kind))
                    Add(source, MetadataTokens.GetToken(import.TargetType));
            }

            handle = scope.Parent;
        }
    }

    private void Add(DebugSource source, int token)
    {
        if (!_types.ContainsKey((source, token)))
            _types.Add((source, token), source.FindType(token));
    }
}
