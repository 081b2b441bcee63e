using System.Reflection.Metadata.Ecma335;
using WeakPack.Metadata;
using WeakPack.Modules;
using WeakPack.Slices;
using WeakPack.Units;
using ModuleDefinition = Mono.Cecil.ModuleDefinition;
using TypeDefinition = Mono.Cecil.TypeDefinition;

namespace WeakPack.Linking;

/// <summary>What of one import library is copied, under which names, and what stands for what is not copied again.</summary>
internal sealed class LibraryPlacement : IDisposable
{
    public LibraryPlacement(PulledNodes pulled, ModuleResolver resolver, ReferenceSet references)
    {
        Pulled = pulled;
        Content = TypeContent.ToCompare(pulled.Library.Graph, references, pulled.Nodes.Contains);
        Slice = Slice.Of(pulled.Library.Graph, pulled.Nodes, pulled.Units.SelectMany(unit => unit.Resources), pulled.Library.Pdb);
        File = new ModuleFile(new(pulled.Library.Reference.ImportLibraryPath!, Slice.Image), resolver);
    }

    public PulledNodes Pulled { get; }

    /// <summary>The pulled types alone.</summary>
    public Slice Slice { get; }

    /// <summary>The slice, open.</summary>
    public ModuleFile File { get; }

    public ModuleDefinition Source => File.Module;

    /// <summary>The content of its types.</summary>
    public TypeContent Content { get; }

    /// <summary>The top-level types to copy, and the name of each copy.</summary>
    public Dictionary<TypeDefinition, string> Copied { get; } = [];

    /// <summary>The top-level types to copy, in the order of the import library.</summary>
    public IEnumerable<TypeDefinition> CopiedInOrder => Copied.Keys.OrderBy(type => type.MetadataToken.ToInt32());

    /// <summary>The pulled types, without the members of implementation details, in the order of the import library.</summary>
    public IEnumerable<GraphNode> Types => Pulled.Nodes.Where(node => node.Shell is null).OrderBy(node => MetadataTokens.GetToken(node.Definition));

    /// <summary>Types that are in the target already, alike: its own helpers, or copies from another package.</summary>
    public Dictionary<TypeDefinition, Func<TypeDefinition>> Unified { get; } = [];

    /// <summary>The copy of a type of this library, once it is made.</summary>
    public Func<TypeDefinition, TypeDefinition>? CopyOf { get; set; }

    /// <summary>The type itself, which is made when it is asked for.</summary>
    public TypeDefinition TypeOf(GraphNode node) => (TypeDefinition)Source.LookupToken(Slice.Find(MetadataTokens.GetToken(node.Definition)));

    public void Dispose() => File.Dispose();
}
