using Microsoft.Build.Framework;

namespace WeakPack.Tasks;

/// <summary>A task that makes an assembly of an assembly: what goes in and where the result goes.</summary>
public abstract class ImageTask : LinkerTask
{
    /// <summary>The project's assembly as the step before wrote it.</summary>
    [Required]
    public string CompiledAssembly { get; set; } = "";

    /// <summary>The PDB that was written with it, if any.</summary>
    public string? CompiledSymbols { get; set; }

    /// <summary>The reference assembly that was written with it, if any.</summary>
    public string? CompiledReferenceAssembly { get; set; }

    /// <summary>What the project was compiled against; packages have ImportLibrary metadata.</summary>
    [Required]
    public ITaskItem[] References { get; set; } = [];

    /// <summary>NuGet's <c>project.assets.json</c>, if the project has one.</summary>
    public string? ProjectAssetsFile { get; set; }

    /// <summary>The project's target framework as it writes it itself.</summary>
    public string? TargetFramework { get; set; }

    /// <summary>The project's target framework in its long form.</summary>
    public string? TargetFrameworkMoniker { get; set; }

    /// <summary>The project's target platform in its long form, if any.</summary>
    public string? TargetPlatformMoniker { get; set; }

    /// <summary>The project's language.</summary>
    public string? Language { get; set; }

    /// <summary>The project asks for overflow checks: true, false, or nothing where that is not known.</summary>
    public string? ChecksArithmetic { get; set; }

    /// <summary>The project asks for optimization: true, false, or nothing where that is not known.</summary>
    public string? Optimizes { get; set; }

    /// <summary>Nobody compiles against the project, and it holds no units.</summary>
    public bool IsExecutable { get; set; }

    /// <summary>The file of the key pair that the compiler signed with, if any.</summary>
    public string? KeyFile { get; set; }

    /// <summary>The container of the key pair that the compiler signed with, if any.</summary>
    public string? KeyContainer { get; set; }

    /// <summary>Where the assembly goes.</summary>
    [Required]
    public string OutputAssembly { get; set; } = "";

    /// <summary>Where its PDB goes.</summary>
    public string? OutputSymbols { get; set; }

    /// <summary>Where the reference assembly goes.</summary>
    public string? OutputReferenceAssembly { get; set; }

    /// <summary>Where one line goes that changes when links of consumers depend on what changed.</summary>
    public string? Digest { get; set; }

    // Without a PDB beside it, too: that of an embedded one is the place where it would be, as the compiler has it.
    private protected AssemblyImage ReadCompiled() => Inputs.Read(
        CompiledAssembly, CompiledSymbols, OutputAssembly, SourcePaths.Map(string.IsNullOrEmpty(OutputSymbols) ? Path.ChangeExtension(OutputAssembly, ".pdb") : OutputSymbols!));

    private protected CompilationFlags Flags => new()
    {
        Language = Language,
        ChecksArithmetic = ToFlag(ChecksArithmetic),
        IsOptimized = ToFlag(Optimizes),
    };

    // The compiler, too, takes the container when it is given both.
    private protected SigningKey? Key =>
        !string.IsNullOrEmpty(KeyContainer) ? SigningKey.FromContainer(KeyContainer!)
        : !string.IsNullOrEmpty(KeyFile) ? SigningKey.FromFile(KeyFile!)
        : null;

    private static bool? ToFlag(string? text) => bool.TryParse(text, out var flag) ? flag : null;
}
