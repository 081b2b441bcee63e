using Microsoft.Build.Framework;
using WeakPack.NativeLibraries;

namespace WeakPack.Tasks;

/// <summary>Lists the native libraries of linked units in a deps file, and takes out those that an earlier build listed.</summary>
[MSBuildMultiThreadableTask]
public sealed class ListNativeLibraries : LinkerTask
{
    /// <summary>The files as PlaceNativeLibraries placed them.</summary>
    public ITaskItem[] Files { get; set; } = [];

    /// <summary>The deps file.</summary>
    [Required]
    public string DepsFile { get; set; } = "";

    private protected override void Run()
    {
        var placed = Files.Select(item => new PlacedNativeLibrary(
            NativeLibraryNeed.Parse([item.GetMetadata("WeakPackNativeLibrary")]).Single(),
            item.GetMetadata("DestinationSubDirectory")));
        try
        {
            var files = new OutputFiles();
            files.Add(DepsFile, WeakPack.NativeLibraries.DepsFile.List(File.ReadAllBytes(DepsFile), [.. placed]));
            files.Write();
        }
        catch (FormatException error)
        {
            throw new IOException($"'{DepsFile}' can't be read: {error.Message}. Delete it and build again.", error);
        }
    }
}
