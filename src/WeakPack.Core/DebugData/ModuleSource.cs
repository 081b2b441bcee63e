using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using Mono.Cecil;
using MethodDefinition = Mono.Cecil.MethodDefinition;
using TypeReference = Mono.Cecil.TypeReference;

namespace WeakPack.DebugData;

/// <summary>The debug data of what Cecil writes.</summary>
/// <remarks>Definitions are found by the row that they have in the source; what is not here leaves its debug data behind.</remarks>
internal sealed class ModuleSource(MetadataReader pdb) : DebugSource(pdb)
{
    private readonly Dictionary<int, IMemberDefinition> _definitions = [];
    private DebugTypes? _types;

    /// <summary>The token by which the PDB knows what has another one in the module that it was read from.</summary>
    public Func<int, int> TokenInPdb { get; init; } = token => token;

    /// <summary>The type in the written module for a token of the source; null when naming it would need a reference that the module lacks.</summary>
    public required Func<int, TypeReference?> NamedType { get; init; }

    /// <summary>The written module's reference for a row of the source's assembly references, or null.</summary>
    public required Func<int, AssemblyNameReference?> NamedAssembly { get; init; }

    public override IEnumerable<int> MethodRows
    {
        get
        {
            foreach (var pair in _definitions)
            {
                if (pair.Value is MethodDefinition)
                    yield return pair.Key & 0xFFFFFF;
            }
        }
    }

    /// <summary>Takes the debug data of a definition along.</summary>
    /// <param name="token">Its token in the module that it was read from.</param>
    /// <param name="definition">What it is in the written module.</param>
    public void Add(MetadataToken token, IMemberDefinition definition) => _definitions.Add(TokenInPdb(token.ToInt32()), definition);

    /// <summary>Has its types looked up there; before the module is written.</summary>
    public void Use(DebugTypes types) => _types = types;

    public override bool Takes(int token) => _definitions.ContainsKey(token);

    public override int Find(int token) => _definitions.TryGetValue(token, out var definition) ? definition.MetadataToken.ToInt32() : 0;

    public override int FindType(int token) => MetadataTokens.GetToken(_types!.Map(this, token));

    public override int FindAssembly(int row) => NamedAssembly(row) is { } reference ? (int)reference.MetadataToken.RID : 0;
}
