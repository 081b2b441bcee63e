using Microsoft.Build.Framework;
using WeakPack.ImportLibraries;

namespace WeakPack.Tasks;

/// <summary>Looks at packages before the compiler does: is each one's import library there, and whole?</summary>
[MSBuildMultiThreadableTask]
public sealed class CheckImportLibraries : LinkerTask
{
    /// <summary>Packages with their import libraries, and references without one that may be packages.</summary>
    [Required]
    public ITaskItem[] References { get; set; } = [];

    private protected override void Run() => Report(ImportLibraryCheck.Check(Inputs.References(References), ProcessLifetime.ImportLibraries(BuildEngine)));
}
