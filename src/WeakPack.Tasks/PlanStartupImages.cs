using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using WeakPack.Diagnostics;
using WeakPack.Images;

namespace WeakPack.Tasks;

/// <summary>Says of which assemblies a program chooses an image when it starts, and which images these are.</summary>
[MSBuildMultiThreadableTask]
public sealed class PlanStartupImages : LinkerTask
{
    /// <summary>Why this program can't choose; empty when it can.</summary>
    public string? Obstacle { get; set; }

    /// <summary>The program.</summary>
    public string Application { get; set; } = "";

    /// <summary>Assemblies of which images are made, with the place of that for any machine in OutputR2RImage metadata.</summary>
    public ITaskItem[] Candidates { get; set; } = [];

    /// <summary>All that is published.</summary>
    public ITaskItem[] Published { get; set; } = [];

    /// <summary>The levels of instruction sets.</summary>
    public string[] Levels { get; set; } = [];

    /// <summary>Where the images go, a folder for each level.</summary>
    public string Folder { get; set; } = "";

    /// <summary>Those of the candidates of which an image is chosen.</summary>
    [Output]
    public ITaskItem[] Assemblies { get; set; } = [];

    /// <summary>The images of levels above the base: the assemblies, with OutputR2RImage and ImageLevel.</summary>
    [Output]
    public ITaskItem[] Images { get; set; } = [];

    private protected override void Run()
    {
        if (!string.IsNullOrEmpty(Obstacle))
        {
            Tell(Obstacle!);
            return;
        }

        var program = new AssemblyImage(Application, File.ReadAllBytes(Application));
        if (!StartupSelection.IsIn(program))
        {
            Tell("it was built without the code that chooses. Build it with the same properties.");
            return;
        }

        var levels = ImageLevels.Parse(Levels, ThisMachine.Level);
        Report(levels.Unknown.Select(name => Diagnostic.Create(Descriptors.UnknownImageTarget, null, name)));
        if (levels.Names.Count == 0)
        {
            Tell("there is no level to choose but the base. Name some in WeakPackImageTargets, as in 'base;x86-64-v3'.");
            return;
        }

        var needed = StartupSelection.NeededBefore(program, Published.Select(file => file.GetMetadata("FullPath")).Where(path => path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)));
        Assemblies = [.. Candidates.Where(candidate => !FrameworkItem.Is(candidate) && IsBesideTheProgram(candidate) && !needed.Contains(candidate.GetMetadata("Filename")))];
        Images = [.. levels.Names.SelectMany(level => Assemblies.Select(assembly => ImageOf(assembly, level)))];
        foreach (var candidate in Candidates.Where(candidate => needed.Contains(candidate.GetMetadata("Filename"))))
        {
            Log.LogMessage(MessageImportance.Normal, $"{candidate.GetMetadata("Filename")} is needed before any code of {ProjectName} runs, and is published as one image.");
        }
    }

    private void Tell(string obstacle) => Report([Diagnostic.Create(Descriptors.NoStartupImages, null, ProjectName, obstacle)]);

    private static bool IsBesideTheProgram(ITaskItem candidate) =>
        string.Equals(candidate.GetMetadata("RelativePath"), candidate.GetMetadata("Filename") + candidate.GetMetadata("Extension"), StringComparison.OrdinalIgnoreCase);

    private TaskItem ImageOf(ITaskItem assembly, string level)
    {
        var item = new TaskItem(assembly);
        item.SetMetadata("ImageLevel", level);
        item.SetMetadata("OutputR2RImage", Path.Combine(Folder.Replace('\\', Path.DirectorySeparatorChar), level, assembly.GetMetadata("Filename") + assembly.GetMetadata("Extension")).Replace("%", "%25"));
        return item;
    }
}
