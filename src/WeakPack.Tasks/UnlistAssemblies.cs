using Microsoft.Build.Framework;
using WeakPack.Images;

namespace WeakPack.Tasks;

/// <summary>Takes assemblies out of a deps file, for the program itself finds them.</summary>
[MSBuildMultiThreadableTask]
public sealed class UnlistAssemblies : LinkerTask
{
    /// <summary>The assemblies.</summary>
    public ITaskItem[] Assemblies { get; set; } = [];

    /// <summary>The deps file.</summary>
    [Required]
    public string DepsFile { get; set; } = "";

    /// <summary>Where the edited one goes; it may be the same place.</summary>
    [Required]
    public string Output { get; set; } = "";

    private protected override void Run()
    {
        try
        {
            var files = new OutputFiles();
            files.Add(Output, UnlistedAssemblies.Without(File.ReadAllBytes(DepsFile), Assemblies.Select(assembly => assembly.GetMetadata("Filename"))));
            files.Write();
        }
        catch (FormatException error)
        {
            throw new IOException($"'{DepsFile}' can't be read: {error.Message}. Delete it and build again.", error);
        }
    }
}
