using Microsoft.Build.Framework;
using WeakPack.NuGetPackages;

namespace WeakPack.Tasks;

/// <summary>Hands NuGet's pack a copy of <c>project.assets.json</c> in which the packages that only weak units need are private, and tells of it.</summary>
[MSBuildMultiThreadableTask]
public sealed class KeepOptionalPackagesPrivate : LinkerTask
{
    /// <summary>What NuGet's restore wrote.</summary>
    [Required]
    public string ProjectAssetsFile { get; set; } = "";

    /// <summary>Ids of packages, each with Kind and TargetFramework metadata.</summary>
    [Required]
    public ITaskItem[] Decisions { get; set; } = [];

    /// <summary>The project names WeakPack.Sdk as an SDK, so that restore sees what its targets say.</summary>
    public bool NamesSdk { get; set; }

    /// <summary>Where the copy goes.</summary>
    [Required]
    public string Output { get; set; } = "";

    private protected override void Run()
    {
        var assets = File.ReadAllBytes(ProjectAssetsFile);
        var decisions = Decisions.Select(ToDecision).ToList();
        var files = new OutputFiles();
        files.Add(Output, AssetsEditor.MakePrivate(assets, decisions));
        files.Write();
        foreach (var line in new PackReport(ProjectName, ProjectFile, NamesSdk).Lines(assets, decisions))
        {
            Log.LogMessage(MessageImportance.High, line);
        }
    }

    private static PackDecision ToDecision(ITaskItem item) =>
        new(item.ItemSpec, item.GetMetadata("TargetFramework"), (PackDecisionKind)Enum.Parse(typeof(PackDecisionKind), item.GetMetadata("Kind")));
}
