using System.Reflection.Metadata;

namespace WeakPack.DebugData;

/// <summary>A PDB from which debug data is taken, and where what it tells of is in the module that is written.</summary>
/// <remarks>All is told in tokens: those of the PDB's module, and those of the written one, which are asked for when it is written.</remarks>
internal abstract class DebugSource(MetadataReader pdb)
{
    public MetadataReader Pdb => pdb;

    /// <summary>It is the PDB of the module that is written, not of one from which types were copied.</summary>
    public bool IsOwn { get; init; }

    /// <summary>Documents that neither code nor types name are kept, too.</summary>
    public bool KeepsLooseDocuments { get; init; }

    /// <summary>What the PDB tells of the whole module is kept, but for these kinds; null keeps nothing of it.</summary>
    public IReadOnlyCollection<Guid>? LeftOutOfModule { get; init; }

    /// <summary>The rows in the source of the methods whose debug data is taken.</summary>
    public abstract IEnumerable<int> MethodRows { get; }

    /// <summary>Whether the debug data of a type or method of the source is taken.</summary>
    public abstract bool Takes(int token);

    /// <summary>What a type or method of the source is in the written module; 0 when it is not there, or leaves its debug data behind.</summary>
    public abstract int Find(int token);

    /// <summary>What a type that debug data names is in the written module; 0 when naming it would need a reference that the module lacks.</summary>
    public abstract int FindType(int token);

    /// <summary>The written module's row for one of the source's assembly references, or 0.</summary>
    public abstract int FindAssembly(int row);
}
