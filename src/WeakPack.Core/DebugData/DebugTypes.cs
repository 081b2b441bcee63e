using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using Mono.Cecil;
using TypeDefinition = Mono.Cecil.TypeDefinition;
using TypeReference = Mono.Cecil.TypeReference;

namespace WeakPack.DebugData;

/// <summary>The types that the debug data of what Cecil writes names: in imports, and as types of local constants.</summary>
/// <remarks>They are collected before the module is written, and have their tokens afterwards.</remarks>
internal sealed class DebugTypes
{
    private readonly Dictionary<ModuleSource, Dictionary<int, TypeReference?>> _types = []; // by their tokens there

    public DebugTypes(IEnumerable<ModuleSource> sources)
    {
        foreach (var source in sources)
            Collect(source);
        References = [.. _types.Values.SelectMany(types => types.Values).Where(type => type is not null and not TypeDefinition).Distinct()!];
        Tokens = new TypeTokens(References);
    }

    /// <summary>Those that are no definitions of the module.</summary>
    public IReadOnlyList<TypeReference> References { get; }

    /// <summary>To be handed to Cecil when there are <see cref="References"/>.</summary>
    public TypeTokens Tokens { get; }

    /// <summary>The written module's token for one of the source's; nil when it has none.</summary>
    public EntityHandle Map(ModuleSource source, int type) => _types[source][type] switch
    {
        null => default,
        TypeDefinition definition => MetadataTokens.EntityHandle(definition.MetadataToken.ToInt32()),
        var reference => Tokens[reference],
    };

    /// <summary>The tokens of the types that the debug data of some methods names.</summary>
    public static IEnumerable<int> TokensOf(MetadataReader pdb, IEnumerable<int> methodRows)
    {
        var imports = new HashSet<int>();
        foreach (var row in methodRows)
        {
            foreach (var handle in pdb.GetLocalScopes(MetadataTokens.MethodDefinitionHandle(row)))
            {
                var scope = pdb.GetLocalScope(handle);
                foreach (var token in OfImports(pdb, scope.ImportScope, imports))
                    yield return token;
                foreach (var constant in scope.GetLocalConstants())
                {
                    foreach (var token in ConstantSignature.Types(pdb.GetBlobReader(pdb.GetLocalConstant(constant).Signature)))
                        yield return token;
                }
            }
        }
    }

    private static IEnumerable<int> OfImports(MetadataReader pdb, ImportScopeHandle handle, HashSet<int> visited)
    {
        while (!handle.IsNil && visited.Add(MetadataTokens.GetRowNumber(handle)))
        {
            var scope = pdb.GetImportScope(handle);
            foreach (var import in scope.GetImports())
            {
                if (SourceCopier.NamesType(import.Kind))
                    yield return MetadataTokens.GetToken(import.TargetType);
            }

            handle = scope.Parent;
        }
    }

    private void Collect(ModuleSource source)
    {
        source.Use(this);
        var types = _types[source] = [];
        foreach (var token in TokensOf(source.Pdb, source.MethodRows))
        {
            if (!types.ContainsKey(token))
                types.Add(token, source.NamedType(token));
        }
    }
}
