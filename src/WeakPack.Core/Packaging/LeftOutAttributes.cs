using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using WeakPack.Inspection;
using WeakPack.Modules;
using WeakPack.Units;

namespace WeakPack.Packaging;

/// <summary>The attributes that a runtime package goes without: the annotations, which are for the build only, and what tells of types that are gone.</summary>
internal sealed class LeftOutAttributes(UnitGraph graph, Predicate<string> isRemoved)
{
    private readonly MetadataReader _reader = graph.Image.Reader;
    private readonly Dictionary<int, bool> _annotations = []; // by the token of the constructor

    /// <summary>Their tokens.</summary>
    public IEnumerable<int> Find()
    {
        foreach (var handle in _reader.CustomAttributes)
        {
            var attribute = _reader.GetCustomAttribute(handle);
            if (attribute.Parent.Kind switch
                {
                    HandleKind.TypeDefinition => IsAnnotation(handle, attribute),
                    HandleKind.AssemblyDefinition => IsMissingCopy(handle, attribute) || IsAboutRemoved(handle, attribute),
                    HandleKind.ModuleDefinition => IsAboutRemoved(handle, attribute),
                    _ => false,
                })
            {
                yield return MetadataTokens.GetToken(handle);
            }
        }
    }

    private bool IsAnnotation(CustomAttributeHandle handle, CustomAttribute attribute)
    {
        var constructor = MetadataTokens.GetToken(attribute.Constructor);
        if (!_annotations.TryGetValue(constructor, out var known))
            _annotations.Add(constructor, known = AssemblyMarks.IsAnnotation(graph.Image.AttributeName(handle)));
        return known;
    }

    // The origin of a copy that is not in the module any more.
    private bool IsMissingCopy(CustomAttributeHandle handle, CustomAttribute attribute) =>
        graph.Image.AttributeName(handle) == AssemblyMarks.MetadataAttribute
            && graph.Scanner.Texts(attribute) is { Count: 2 } texts && texts[0].Text == AssemblyMarks.Linked && LinkedCopy.TryParse(texts[1].Text) is { } copy
            && (graph.Image.FindTopLevel(copy.Type) is null || isRemoved(copy.Type));

    // A trimmer would miss the type.
    private bool IsAboutRemoved(CustomAttributeHandle handle, CustomAttribute attribute) =>
        Suppressions.Are(graph.Image, handle)
            && graph.Scanner.Texts(attribute).FirstOrDefault(text => text.Member == Suppressions.TargetMember).Text is { } target
            && Suppressions.OutermostType(target, name => graph.Image.FindTopLevel(name) is not null) is { } type && isRemoved(type);
}
