using Microsoft.Build.Framework;

namespace WeakPack.Tasks;

/// <summary>What a project says of its references: the items are packages by id, and projects by path.</summary>
internal sealed class ReferenceWishes(IEnumerable<ITaskItem> kept, IEnumerable<ITaskItem> weakOnly, IEnumerable<ITaskItem> notWeakOnly)
{
    private readonly HashSet<string> _kept = Names(kept);
    private readonly HashSet<string> _weakOnly = Names(weakOnly);
    private readonly HashSet<string> _notWeakOnly = Names(notWeakOnly);

    public static ReferenceWishes None { get; } = new([], [], []);

    public bool IsKept(ITaskItem reference) => Origins(reference).Any(_kept.Contains);

    public bool IsWeakOnly(ITaskItem reference) => Origins(reference).Any(_weakOnly.Contains);

    public bool DeniesWeakOnly(ITaskItem reference) => Origins(reference).Any(_notWeakOnly.Contains);

    private static IEnumerable<string> Origins(ITaskItem reference) =>
        new[] { reference.GetMetadata("NuGetPackageId"), reference.GetMetadata("MSBuildSourceProjectFile"), reference.GetMetadata("FullPath") }.Where(name => name.Length > 0);

    private static HashSet<string> Names(IEnumerable<ITaskItem> items) =>
        new(items.SelectMany(item => new[] { item.ItemSpec, item.GetMetadata("FullPath") }), StringComparer.OrdinalIgnoreCase);
}
