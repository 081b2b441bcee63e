using Microsoft.Build.Framework;
using WeakPack.NativeLibraries;

namespace WeakPack.Tasks;

/// <summary>Puts together the native libraries that a project needs itself and those that the projects need which it refers to.</summary>
[MSBuildMultiThreadableTask]
public sealed class CollectNativeLibraries : LinkerTask
{
    /// <summary>The lists of the project itself and of those that it refers to; some may not be there.</summary>
    [Required]
    public ITaskItem[] Lists { get; set; } = [];

    /// <summary>Simple names of the packages that nothing needs: neither is what they need themselves.</summary>
    public ITaskItem[] UnneededPackages { get; set; } = [];

    /// <summary>Where the list of all of them goes.</summary>
    [Required]
    public string Output { get; set; } = "";

    private protected override void Run()
    {
        var unneeded = new HashSet<string>(UnneededPackages.Select(item => item.ItemSpec), StringComparer.OrdinalIgnoreCase);
        var (needs, problems) = NativeLibrarySet.Join(Lists.SelectMany(list => Inputs.NativeLibraries(list.GetMetadata("FullPath"))).Where(need => !unneeded.Contains(need.Owner)));
        if (!Report(problems))
        {
            return;
        }

        // Written without a line, too: its being there tells that there may be an older list in the deps file.
        var files = new OutputFiles();
        files.Add(Output, needs.Select(need => need.ToLine()));
        files.Write();
    }
}
