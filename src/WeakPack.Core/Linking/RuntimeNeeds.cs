using System.Reflection.Metadata;
using WeakPack.Metadata;

namespace WeakPack.Linking;

/// <summary>Which packages are needed at run time: those that the linked consumer or anything else that is shipped refers to.</summary>
internal static class RuntimeNeeds
{
    /// <summary>Simple names of the packages that nothing needs.</summary>
    /// <param name="link">The link.</param>
    /// <param name="consumer">The consumer, linked when there was something to link.</param>
    public static IReadOnlyList<string> UnneededPackages(LinkContext link, ConsumerModule consumer)
    {
        var needed = new HashSet<string>(Own(consumer), StringComparer.OrdinalIgnoreCase);
        var queue = new Queue<Reference>(link.References.All.Concat(link.Request.RuntimeReferences)
            .Where(reference => !reference.IsFramework && reference.ImportLibraryPath is null));
        needed.UnionWith(link.Libraries.Values.Where(library => library.Reference.Origin.IsKept).Select(library => library.Package));
        foreach (var package in link.Libraries.Values.Where(library => needed.Contains(library.Package)))
            queue.Enqueue(package.Reference);

        var visited = new HashSet<Reference>();
        while (queue.Count > 0)
        {
            var reference = queue.Dequeue();
            if (!visited.Add(reference) || link.References.Open(reference) is not { } image)
                continue;

            foreach (var name in ReferencesOf(image).Where(needed.Add))
            {
                if (link.Libraries.TryGetValue(name, out var package))
                    queue.Enqueue(package.Reference);
            }
        }

        return [.. link.Libraries.Keys.Where(package => !needed.Contains(package))];
    }

    /// <summary>The ids of the NuGet packages that nothing needs, when these packages are not needed.</summary>
    public static IReadOnlyList<string> OrphanedPackages(LinkContext link, ConsumerModule consumer, IReadOnlyList<string> unneeded) =>
        NuGetPackages.OrphanedPackages.Find(link.Request.NuGetPackages, link.References, unneeded, Own(consumer));

    private static IEnumerable<string> Own(ConsumerModule consumer) =>
        consumer.Module.AssemblyReferences.Select(reference => reference.Name).Concat(consumer.StrongMarshalers);

    private static IEnumerable<string> ReferencesOf(MetadataImage image) =>
        image.Reader.AssemblyReferences.Select(handle => image.Reader.GetString(image.Reader.GetAssemblyReference(handle).Name));
}
