using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using Mono.Cecil;
using MethodDefinition = Mono.Cecil.MethodDefinition;
using TypeReference = Mono.Cecil.TypeReference;

namespace WeakPack.DebugData;

/// <summary>A PDB from which debug data is taken, and where what it tells of is in the module that is written.</summary>
/// <remarks>Definitions are found by the row that they have in the source; what is not here leaves its debug data behind.</remarks>
internal sealed class DebugSource(MetadataReader pdb)
{
    private readonly Dictionary<int, IMemberDefinition> _definitions = [];

    public MetadataReader Pdb => pdb;

    /// <summary>It is the PDB of the module that is written, not of one from which types were copied.</summary>
    public bool IsOwn { get; init; }

    /// <summary>The token by which the PDB knows what has another one in the module that it was read from.</summary>
    public Func<int, int> TokenInPdb { get; init; } = token => token;

    /// <summary>The type in the written module for a token of the source; null when naming it would need a reference that the module lacks.</summary>
    public required Func<int, TypeReference?> FindType { get; init; }

    /// <summary>The written module's reference for a row of the source's assembly references, or null.</summary>
    public required Func<int, AssemblyNameReference?> FindAssembly { get; init; }

    /// <summary>Documents that neither code nor types name are kept, too.</summary>
    public bool KeepsLooseDocuments { get; init; }

    /// <summary>What the PDB tells of the whole module is kept, but for these kinds; null keeps nothing of it.</summary>
    public IReadOnlyCollection<Guid>? LeftOutOfModule { get; init; }

    /// <summary>Takes the debug data of a definition along.</summary>
    /// <param name="token">Its token in the module that it was read from.</param>
    /// <param name="definition">What it is in the written module.</param>
    public void Add(MetadataToken token, IMemberDefinition definition) => _definitions.Add(TokenInPdb(token.ToInt32()), definition);

    /// <summary>What a definition of the source is in the written module, or null.</summary>
    public IMemberDefinition? Find(EntityHandle source) => _definitions.TryGetValue(MetadataTokens.GetToken(source), out var found) ? found : null;

    /// <summary>The rows in the source of the methods whose debug data is taken.</summary>
    public IEnumerable<int> MethodRows
    {
        get
        {
            foreach (var (handle, _) in Methods)
                yield return MetadataTokens.GetRowNumber(handle);
        }
    }

    /// <summary>The methods whose debug data is taken, by their rows in the source.</summary>
    public IEnumerable<(MethodDefinitionHandle Source, MethodDefinition Method)> Methods
    {
        get
        {
            foreach (var pair in _definitions)
            {
                if (pair.Value is MethodDefinition method)
                    yield return ((MethodDefinitionHandle)MetadataTokens.EntityHandle(pair.Key), method);
            }
        }
    }
}
