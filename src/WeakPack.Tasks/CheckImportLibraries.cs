using Microsoft.Build.Framework;
using WeakPack.ImportLibraries;

namespace WeakPack.Tasks;

/// <summary>Finds packages among references that have no import library next to them.</summary>
[MSBuildMultiThreadableTask]
public sealed class CheckImportLibraries : LinkerTask
{
    /// <summary>References without an import library that may be packages.</summary>
    [Required]
    public ITaskItem[] References { get; set; } = [];

    private protected override void Run() => Report(ImportLibraryCheck.Check(Inputs.References(References)));
}
