using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using WeakPack.DebugData;

namespace WeakPack.Slices;

/// <summary>The debug data of a slice: what the module's tells of the rows that are in it.</summary>
internal sealed class SliceSource(MetadataReader pdb, Slice slice) : DebugSource(pdb)
{
    public override IEnumerable<int> MethodRows => slice.RowsOf(TableIndex.MethodDef);

    public override bool Takes(int token) => Find(token) != 0;

    public override int Find(int token) => slice.Find(token);

    public override int FindType(int token) => slice.Find(token);

    public override int FindAssembly(int row) => slice.Find(MetadataTokens.GetToken(MetadataTokens.AssemblyReferenceHandle(row))) & 0xFFFFFF;
}
