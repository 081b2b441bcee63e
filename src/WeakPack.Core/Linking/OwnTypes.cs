using System.Reflection.Metadata.Ecma335;
using Mono.Cecil;
using WeakPack.Metadata;
using WeakPack.Units;

namespace WeakPack.Linking;

/// <summary>The consumer's own top-level types, as what is linked meets them.</summary>
internal sealed class OwnTypes(ConsumerModule consumer, ReferenceSet references) : IDisposable
{
    private readonly Dictionary<string, TypeDefinition> _byName = consumer.Module.Types.ToDictionary(type => type.FullName, StringComparer.Ordinal);
    private ILookup<string, TypeDefinition>? _byKey;
    private MetadataImage? _image;
    private UnitGraph? _graph;
    private TypeContent? _content;

    public TypeDefinition? Find(string fullName) => _byName.TryGetValue(fullName, out var type) ? type : null;

    /// <summary>The type that has the same content as one that is to be linked, whatever number its compiler gave it; or null.</summary>
    public TypeDefinition? FindAlike(string fullName, Func<string> content)
    {
        _byKey ??= _byName.Values.ToLookup(type => ContentNames.KeyOf(type.FullName), StringComparer.Ordinal);
        return _byKey[ContentNames.KeyOf(fullName)].FirstOrDefault(type => ContentOf(type) == content());
    }

    public void Dispose() => _image?.Dispose();

    // Few links meet a name that the consumer has too: only they look into its code.
    private string ContentOf(TypeDefinition type)
    {
        _image ??= new MetadataImage(consumer.Image);
        _graph ??= new UnitGraph(_image, references);
        _content ??= TypeContent.ToCompare(_graph, references, _ => true);
        return _content.Of(_graph.NodeOf(MetadataTokens.EntityHandle(type.MetadataToken.ToInt32())));
    }
}
