using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace WeakPack.Tasks;

/// <summary>Puts the images of which a program chooses into folders of what is published, each with its PDB beside it: only there debuggers and stack traces look for it.</summary>
[MSBuildMultiThreadableTask]
public sealed class PlaceStartupImages : LinkerTask
{
    /// <summary>The assemblies, with the image for any machine in OutputR2RImage metadata.</summary>
    public ITaskItem[] Assemblies { get; set; } = [];

    /// <summary>The images that were got, with ImageLevel metadata where they are for a level above the base.</summary>
    public ITaskItem[] Images { get; set; } = [];

    /// <summary>All that is published.</summary>
    public ITaskItem[] Published { get; set; } = [];

    /// <summary>Those of the published files whose place is taken.</summary>
    [Output]
    public ITaskItem[] Replaced { get; set; } = [];

    /// <summary>The files in their folders.</summary>
    [Output]
    public ITaskItem[] Files { get; set; } = [];

    private protected override void Run()
    {
        var published = Published.ToLookup(file => Normalized(file.GetMetadata("RelativePath")), StringComparer.OrdinalIgnoreCase);
        var levels = Images.Where(image => image.GetMetadata("ImageLevel").Length > 0).ToLookup(image => image.GetMetadata("Filename"), StringComparer.OrdinalIgnoreCase);
        var (replaced, files) = (new List<ITaskItem>(), new List<ITaskItem>());
        foreach (var assembly in Assemblies)
        {
            var name = assembly.GetMetadata("Filename");
            var (images, symbols) = (published[name + ".dll"].ToList(), published[name + ".pdb"].ToList());
            replaced.AddRange(images.Concat(symbols));
            files.AddRange(images.Concat(symbols).Select(file => In("base", file, file.ItemSpec)));
            foreach (var level in levels[name])
            {
                files.AddRange(images.Select(file => In(level.GetMetadata("ImageLevel"), file, level.GetMetadata("OutputR2RImage"))));
                files.AddRange(symbols.Select(file => In(level.GetMetadata("ImageLevel"), file, file.ItemSpec)));
            }
        }

        (Replaced, Files) = ([.. replaced], [.. files]);
    }

    private static TaskItem In(string level, ITaskItem file, string path)
    {
        var item = new TaskItem(file) { ItemSpec = path.Replace("%", "%25") };
        item.SetMetadata("RelativePath", $"images/{level}/{Normalized(file.GetMetadata("RelativePath"))}".Replace("%", "%25"));
        return item;
    }

    private static string Normalized(string path) => path.Replace('\\', '/');
}
