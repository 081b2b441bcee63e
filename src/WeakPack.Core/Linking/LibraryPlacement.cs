using System.Reflection.Metadata.Ecma335;
using Mono.Cecil;
using WeakPack.Metadata;
using WeakPack.Modules;
using WeakPack.Units;

namespace WeakPack.Linking;

/// <summary>What of one import library is copied, under which names, and what stands for what is not copied again.</summary>
internal sealed class LibraryPlacement(PulledNodes pulled, ModuleFile file, ReferenceSet references) : IDisposable
{
    public PulledNodes Pulled => pulled;

    public ModuleFile File => file;

    public ModuleDefinition Source => file.Module;

    /// <summary>The content of its types.</summary>
    public TypeContent Content { get; } = TypeContent.ToCompare(pulled.Library.Graph, references, pulled.Nodes.Contains);

    /// <summary>The top-level types to copy, and the name of each copy.</summary>
    public Dictionary<TypeDefinition, string> Copied { get; } = [];

    /// <summary>The top-level types to copy, in the order of the import library.</summary>
    public IEnumerable<TypeDefinition> CopiedInOrder => Copied.Keys.OrderBy(type => type.MetadataToken.ToInt32());

    /// <summary>The pulled types, without the members of implementation details, in the order of the import library.</summary>
    public IEnumerable<GraphNode> Types => pulled.Nodes.Where(node => node.Shell is null).OrderBy(node => MetadataTokens.GetToken(node.Definition));

    /// <summary>Types that are in the target already, alike: its own helpers, or copies from another package.</summary>
    public Dictionary<TypeDefinition, Func<TypeDefinition>> Unified { get; } = [];

    /// <summary>The copy of a type of this library, once it is made.</summary>
    public Func<TypeDefinition, TypeDefinition>? CopyOf { get; set; }

    /// <summary>The type itself, which is made when it is asked for.</summary>
    public TypeDefinition TypeOf(GraphNode node) => (TypeDefinition)file.Module.LookupToken(MetadataTokens.GetToken(node.Definition));

    public void Dispose() => file.Dispose();
}
