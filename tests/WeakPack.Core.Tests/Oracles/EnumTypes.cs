using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace WeakPack.Core.Tests.Oracles;

/// <summary>What enums are made of: an attribute's blob does not tell how long an argument of an enum's type is.</summary>
internal sealed class EnumTypes
{
    private static readonly Lazy<EnumTypes> s_framework = new(() => new EnumTypes(Framework.Paths.Select(File.ReadAllBytes), null));

    private readonly Dictionary<string, PrimitiveTypeCode> _types = [];
    private readonly EnumTypes? _others;

    private EnumTypes(IEnumerable<byte[]> images, EnumTypes? others)
    {
        _others = others;
        foreach (var image in images)
            Add(image);
    }

    public static EnumTypes OfFramework => s_framework.Value;

    /// <summary>Those of these images, and the framework's.</summary>
    public static EnumTypes Of(params IEnumerable<byte[]> images) => new(images, OfFramework);

    public PrimitiveTypeCode? UnderlyingType(string fullName) =>
        _types.TryGetValue(fullName, out var type) ? type : _others?.UnderlyingType(fullName);

    private void Add(byte[] image)
    {
        using var pe = new PEReader(new MemoryStream(image));
        if (!pe.HasMetadata)
            return;
        var metadata = pe.GetMetadataReader();
        var names = new MetadataNames(pe, metadata, this);
        foreach (var handle in metadata.TypeDefinitions)
        {
            if (MetadataNames.UnderlyingType(metadata, handle) is { } type)
                _types.TryAdd(names.Name(handle), type);
        }
    }
}
