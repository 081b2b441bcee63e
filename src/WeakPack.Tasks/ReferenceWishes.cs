using Microsoft.Build.Framework;

namespace WeakPack.Tasks;

/// <summary>What a project says of its references: the items are packages by id, and projects by path.</summary>
internal sealed class ReferenceWishes(IEnumerable<ITaskItem> kept, IEnumerable<ITaskItem> weakOnly, IEnumerable<ITaskItem> notWeakOnly)
{
    private readonly HashSet<string> _kept = Names(kept);
    private readonly HashSet<string> _weakOnly = Names(weakOnly);
    private readonly HashSet<string> _notWeakOnly = Names(notWeakOnly);

    public static ReferenceWishes None { get; } = new([], [], []);

    public bool IsKept(ITaskItem reference) => IsNamed(_kept, reference);

    public bool IsWeakOnly(ITaskItem reference) => IsNamed(_weakOnly, reference);

    public bool DeniesWeakOnly(ITaskItem reference) => IsNamed(_notWeakOnly, reference);

    private static bool IsNamed(HashSet<string> names, ITaskItem reference) => names.Count > 0 && Origins(reference).Any(names.Contains);

    private static IEnumerable<string> Origins(ITaskItem reference) =>
        new[] { reference.GetMetadata("NuGetPackageId"), reference.GetMetadata("MSBuildSourceProjectFile"), reference.GetMetadata("FullPath") }.Where(name => name.Length > 0);

    private static HashSet<string> Names(IEnumerable<ITaskItem> items) =>
        new(items.SelectMany(item => new[] { item.ItemSpec, item.GetMetadata("FullPath") }), StringComparer.OrdinalIgnoreCase);
}
