using Microsoft.Build.Framework;
using WeakPack.NuGetPackages;

namespace WeakPack.Tasks;

/// <summary>Hands NuGet's pack a copy of <c>project.assets.json</c> in which the packages that only weak units need are private.</summary>
[MSBuildMultiThreadableTask]
public sealed class KeepOptionalPackagesPrivate : LinkerTask
{
    /// <summary>What NuGet's restore wrote.</summary>
    [Required]
    public string ProjectAssetsFile { get; set; } = "";

    /// <summary>Ids of packages, each with TargetFramework metadata.</summary>
    [Required]
    public ITaskItem[] Packages { get; set; } = [];

    /// <summary>Where the copy goes.</summary>
    [Required]
    public string Output { get; set; } = "";

    private protected override void Run()
    {
        var files = new OutputFiles();
        files.Add(Output, AssetsEditor.MakePrivate(File.ReadAllBytes(ProjectAssetsFile), Packages.Select(item => (item.ItemSpec, item.GetMetadata("TargetFramework")))));
        files.Write();
    }
}
