using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using WeakPack.DebugData;

namespace WeakPack.Slices;

/// <summary>The debug data of a slice: what the module's tells of the rows that are in it.</summary>
internal sealed class SliceSource(MetadataReader pdb, Slice slice) : DebugSource(pdb)
{
    /// <summary>Types and methods that are in the slice without their debug data.</summary>
    public Predicate<int> IsLeftBehind { get; init; } = _ => false;

    public override IEnumerable<int> MethodRows => slice.RowsOf(TableIndex.MethodDef).Where(row => Takes(MetadataTokens.GetToken(MetadataTokens.MethodDefinitionHandle(row))));

    public override bool Takes(int token) => Find(token) != 0;

    public override int Find(int token) => IsLeftBehind(token) ? 0 : slice.Find(token);

    public override int FindType(int token) => slice.Find(token);

    public override int FindAssembly(int row) => slice.Find(MetadataTokens.GetToken(MetadataTokens.AssemblyReferenceHandle(row))) & 0xFFFFFF;
}
