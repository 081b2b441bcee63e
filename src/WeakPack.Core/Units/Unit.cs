using System.Reflection.Metadata;
using WeakPack.Diagnostics;
using WeakPack.Metadata;

namespace WeakPack.Units;

/// <summary>A weak unit: a top-level type with its nested types, or several that share a unit name.</summary>
internal sealed class Unit(string name, PackageModule module)
{
    public string Name => name;

    public PackageModule Module => module;

    /// <summary>Its top-level types.</summary>
    public List<GraphNode> Types { get; } = [];

    public MetadataImage Image => module.Image;

    /// <summary>Its types with all that are nested in them.</summary>
    /// <remarks>Here and in the rules there are no queries over structs of System.Reflection.Metadata: each would be compiled at run time, in each process anew.</remarks>
    public IEnumerable<TypeDefinitionHandle> AllTypes()
    {
        foreach (var node in Types)
        {
            foreach (var type in Image.WithNested((TypeDefinitionHandle)node.Definition))
                yield return type;
        }
    }

    public IEnumerable<FieldDefinitionHandle> AllFields()
    {
        foreach (var type in AllTypes())
        {
            foreach (var field in Image.Reader.GetTypeDefinition(type).GetFields())
                yield return field;
        }
    }

    public IEnumerable<MethodDefinitionHandle> AllMethods()
    {
        foreach (var type in AllTypes())
        {
            foreach (var method in Image.Reader.GetTypeDefinition(type).GetMethods())
                yield return method;
        }
    }

    public SourceLocation Location => module.Symbols.LocationOf(Types[0].Definition);
}

/// <summary>A compiled package with all that the rules ask: its tables, its graph, its debug data.</summary>
internal sealed class PackageModule(MetadataImage image, UnitGraph graph, SymbolMap symbols, bool isExecutable)
{
    public MetadataImage Image => image;

    public UnitGraph Graph => graph;

    public SymbolMap Symbols => symbols;

    public bool IsExecutable => isExecutable;

    /// <summary>The classes of this module from which a type derives, the nearest first.</summary>
    public IEnumerable<TypeDefinitionHandle> BasesOf(TypeDefinitionHandle type)
    {
        for (var at = image.Reader.GetTypeDefinition(type).BaseType; !at.IsNil; at = image.Reader.GetTypeDefinition(type).BaseType)
        {
            if (graph.Scanner.Expand(at)[0] is not { Kind: HandleKind.TypeDefinition } parent)
                yield break;
            type = (TypeDefinitionHandle)parent;
            yield return type;
        }
    }
}

/// <summary>A rule that every weak unit must keep; the ids are in <see cref="Descriptors"/>.</summary>
internal interface IUnitRule
{
    /// <summary>What is said of a type that breaks the rule: "contains global data".</summary>
    string Offence { get; }

    /// <summary>What in the unit breaks the rule.</summary>
    IEnumerable<Diagnostic> Check(Unit unit);
}
