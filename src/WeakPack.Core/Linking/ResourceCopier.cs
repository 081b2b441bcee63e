using Mono.Cecil;
using WeakPack.Diagnostics;

namespace WeakPack.Linking;

/// <summary>Copies the manifest resources of linked units, so that a unit finds them in its assembly, which is the consumer now.</summary>
internal static class ResourceCopier
{
    /// <summary>WP3012: the consumer, or another unit, has a resource of that name and other content.</summary>
    public static IEnumerable<Diagnostic> Check(LinkContext link, Placement placement, ConsumerModule consumer)
    {
        var known = consumer.Module.Resources.OfType<EmbeddedResource>().ToDictionary(resource => resource.Name, resource => resource.GetResourceData(), StringComparer.Ordinal);
        foreach (var (library, unit, resource) in ResourcesOf(placement))
        {
            var data = resource.GetResourceData();
            if (!known.TryGetValue(resource.Name, out var other))
                known.Add(resource.Name, data);
            else if (!other.AsSpan().SequenceEqual(data))
                yield return Diagnostic.Create(Descriptors.ResourceCollision, null, resource.Name, unit, library.Pulled.Library.Package, link.Consumer.AssemblyName);
        }
    }

    public static void Copy(Placement placement, ModuleDefinition target)
    {
        var known = new HashSet<string>(target.Resources.Select(resource => resource.Name), StringComparer.Ordinal);
        foreach (var (_, _, resource) in ResourcesOf(placement))
        {
            if (known.Add(resource.Name))
                target.Resources.Add(new EmbeddedResource(resource.Name, resource.Attributes, resource.GetResourceData()));
        }
    }

    private static IEnumerable<UnitResource> ResourcesOf(Placement placement) =>
        from library in placement.Libraries
        from unit in library.Pulled.Units
        from name in unit.Resources
        select new UnitResource(library, unit.Name, library.Source.Resources.OfType<EmbeddedResource>().FirstOrDefault(resource => resource.Name == name)
            ?? throw new BadImageFormatException($"the import library of '{library.Pulled.Library.Package}' lacks resource '{name}'"));

    private sealed record UnitResource(LibraryPlacement Library, string Unit, EmbeddedResource Resource);
}
