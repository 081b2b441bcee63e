using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using WeakPack.NativeLibraries;

namespace WeakPack.Tasks;

/// <summary>Says where in the output folder the native libraries of linked units go.</summary>
[MSBuildMultiThreadableTask]
public sealed class PlaceNativeLibraries : LinkerTask
{
    /// <summary>The list of what is needed.</summary>
    [Required]
    public string NativeLibraries { get; set; } = "";

    /// <summary>Only what the assembly of this simple name needs itself; empty for all.</summary>
    public string? Owner { get; set; }

    /// <summary>The platform that the project is built for; empty for all.</summary>
    public string? RuntimeIdentifier { get; set; }

    /// <summary>The .NET SDK's file that says which platform may use what. Where there is none, a platform uses what is for it, or for all.</summary>
    public string? RuntimeGraph { get; set; }

    /// <summary>What NuGet packages bring: a package that retains a unit ships its library as it always was done.</summary>
    public ITaskItem[] Existing { get; set; } = [];

    /// <summary>The files, with DestinationSubDirectory and the list's line.</summary>
    [Output]
    public ITaskItem[] Files { get; set; } = [];

    private protected override void Run()
    {
        var existing = new HashSet<string>(Existing.Select(Destination), StringComparer.OrdinalIgnoreCase);
        Files =
        [
            .. NativeLayout.Place(Inputs.NativeLibraries(NativeLibraries).Where(need => string.IsNullOrEmpty(Owner) || need.Owner == Owner), RuntimeIdentifier ?? "", ReadGraph())
                .Where(library => !existing.Contains(library.Path))
                .Select(ToItem),
        ];
    }

    private RuntimeGraph ReadGraph()
    {
        try
        {
            return string.IsNullOrEmpty(RuntimeGraph) ? WeakPack.NativeLibraries.RuntimeGraph.Empty : WeakPack.NativeLibraries.RuntimeGraph.Read(File.ReadAllBytes(RuntimeGraph!));
        }
        catch (FormatException error)
        {
            throw new IOException($"'{RuntimeGraph}' can't be read: {error.Message}", error);
        }
    }

    // MSBuild takes the name for an escaped one.
    private static TaskItem ToItem(PlacedNativeLibrary library)
    {
        var item = new TaskItem(library.Need.Path.Replace("%", "%25"));
        item.SetMetadata("DestinationSubDirectory", library.Folder);
        item.SetMetadata("AssetType", "native");
        item.SetMetadata("Hash", library.Need.Asset.Hash);
        item.SetMetadata("WeakPackNativeLibrary", library.Need.ToLine().Replace("%", "%25"));
        return item;
    }

    private static string Destination(ITaskItem item) =>
        (item.GetMetadata("DestinationSubDirectory") + item.GetMetadata("Filename") + item.GetMetadata("Extension")).Replace('\\', '/');
}
