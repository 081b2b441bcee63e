using WeakPack.Metadata;
using WeakPack.NuGetPackages;

namespace WeakPack.Linking;

/// <summary>Which packages are needed at run time: those that the linked consumer or anything else that is shipped refers to.</summary>
internal sealed class RuntimeNeeds
{
    private readonly LinkContext _link;
    private readonly HashSet<string> _own;
    private readonly Dictionary<string, List<string>> _users = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="link">The link.</param>
    /// <param name="consumer">The consumer, linked when there was something to link.</param>
    /// <param name="pulled">What was linked.</param>
    public RuntimeNeeds(LinkContext link, ConsumerModule consumer, IReadOnlyList<PulledNodes> pulled)
    {
        _link = link;
        _own = [.. consumer.Module.AssemblyReferences.Select(reference => reference.Name).Concat(consumer.StrongMarshalers)];
        foreach (var package in link.Libraries.Keys)
            _users[package] = [];
        var needed = FindNeeded();
        UnneededPackages = [.. link.Libraries.Keys.Where(package => !needed.Contains(package))];
        var orphans = OrphanedPackages.Find(link, pulled, UnneededPackages, _own, consumer.Module.ModuleReferences.Select(module => module.Name));
        OrphanedNuGetPackages = orphans.Ids;
        WeakOnlyCandidates = link.Request.IsExecutable ? [] : NuGetPackages.WeakOnlyCandidates.Find(link.Request.NuGetPackages, link.References, UnneededPackages, _own, orphans.NativePackages);
    }

    /// <summary>Simple names of the packages that nothing needs.</summary>
    public IReadOnlyList<string> UnneededPackages { get; }

    /// <summary>The ids of the NuGet packages that nothing needs, when these packages are not needed.</summary>
    public IReadOnlyList<string> OrphanedNuGetPackages { get; }

    /// <summary>The ids of the packages whose references could say <c>WeakOnly</c>. An executable hands nothing on, so it need not say so.</summary>
    public IReadOnlyList<string> WeakOnlyCandidates { get; }

    /// <summary>Simple names of the shipped assemblies, the consumer apart, that refer to a package.</summary>
    public IReadOnlyList<string> UsersOf(string package) => _users[package];

    private HashSet<string> FindNeeded()
    {
        var needed = new HashSet<string>(_own, StringComparer.OrdinalIgnoreCase);
        var queue = new Queue<Reference>(_link.References.All.Concat(_link.Request.RuntimeReferences)
            .Where(reference => !reference.IsFramework && reference.ImportLibraryPath is null));
        needed.UnionWith(_link.Libraries.Values.Where(library => library.Reference.Origin.IsKept).Select(library => library.Package));
        foreach (var package in _link.Libraries.Values.Where(library => needed.Contains(library.Package)))
            queue.Enqueue(package.Reference);

        var visited = new HashSet<Reference>();
        while (queue.Count > 0)
        {
            var reference = queue.Dequeue();
            if (!visited.Add(reference) || _link.References.Open(reference) is not { } image)
                continue;

            foreach (var name in AssemblyNeeds.Assemblies(image))
            {
                if (needed.Add(name) && _link.Libraries.TryGetValue(name, out var package))
                    queue.Enqueue(package.Reference);
                if (_users.TryGetValue(name, out var users))
                    users.Add(image.AssemblyName);
            }
        }

        return needed;
    }
}
