using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using WeakPack.Inspection;
using WeakPack.Modules;
using WeakPack.Units;

namespace WeakPack.Packaging;

/// <summary>The attributes that outputs of a split go without: the annotations, which are for the build only, and what tells of types that are gone.</summary>
internal sealed class LeftOutAttributes(UnitGraph graph)
{
    // A new commit must not make a new import library, or a new compile surface.
    private static readonly HashSet<string> OfBuild = new(StringComparer.Ordinal)
    {
        "System.Reflection.AssemblyInformationalVersionAttribute", "System.Reflection.AssemblyFileVersionAttribute", "System.Reflection.AssemblyConfigurationAttribute",
        "System.Diagnostics.DebuggableAttribute",
    };

    private readonly MetadataReader _reader = graph.Image.Reader;
    private readonly Dictionary<int, bool> _annotations = []; // by the token of the constructor

    /// <summary>Types that are gone: what tells of them goes as well.</summary>
    public Predicate<string> IsRemoved { get; init; } = _ => false;

    /// <summary>What tells of the build, and not of what is in the assembly, goes as well.</summary>
    public bool LeavesOutBuild { get; init; }

    /// <summary>Their tokens.</summary>
    public IEnumerable<int> Find()
    {
        foreach (var handle in _reader.CustomAttributes)
        {
            var attribute = _reader.GetCustomAttribute(handle);
            if (attribute.Parent.Kind switch
                {
                    HandleKind.TypeDefinition => IsAnnotation(handle, attribute),
                    HandleKind.AssemblyDefinition => IsOfBuild(handle) || IsRemovedCopy(handle) || IsAboutRemoved(handle, attribute),
                    HandleKind.ModuleDefinition => IsAboutRemoved(handle, attribute),
                    _ => false,
                })
            {
                yield return MetadataTokens.GetToken(handle);
            }
        }
    }

    /// <summary>The full name of the type of whose origin an attribute tells; null for another attribute.</summary>
    public static string? CopyOf(UnitGraph graph, CustomAttributeHandle handle) =>
        graph.Image.AttributeName(handle) == AssemblyMarks.MetadataAttribute
            && graph.Scanner.Texts(graph.Image.Reader.GetCustomAttribute(handle)) is { Count: 2 } texts && texts[0].Text == AssemblyMarks.Linked
            ? LinkedCopy.TryParse(texts[1].Text)?.Type
            : null;

    private bool IsAnnotation(CustomAttributeHandle handle, CustomAttribute attribute)
    {
        var constructor = MetadataTokens.GetToken(attribute.Constructor);
        if (!_annotations.TryGetValue(constructor, out var known))
            _annotations.Add(constructor, known = AssemblyMarks.IsAnnotation(graph.Image.AttributeName(handle)));
        return known;
    }

    private bool IsOfBuild(CustomAttributeHandle handle) => LeavesOutBuild && OfBuild.Contains(graph.Image.AttributeName(handle));

    private bool IsRemovedCopy(CustomAttributeHandle handle) =>
        CopyOf(graph, handle) is { } copy && (graph.Image.FindTopLevel(copy) is null || IsRemoved(copy));

    // A trimmer would miss the type.
    private bool IsAboutRemoved(CustomAttributeHandle handle, CustomAttribute attribute) =>
        Suppressions.Are(graph.Image, handle)
            && graph.Scanner.Texts(attribute).FirstOrDefault(text => text.Member == Suppressions.TargetMember)?.Text is { } target
            && Suppressions.OutermostType(target, name => graph.Image.FindTopLevel(name) is not null) is { } type && IsRemoved(type);
}
