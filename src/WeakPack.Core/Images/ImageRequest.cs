using WeakPack.ImportLibraries;

namespace WeakPack.Images;

/// <summary>An image that a build wants.</summary>
public sealed class ImageRequest
{
    private readonly Lazy<ImageInputs> _inputs;

    private ImageRequest(string assembly, string output, ImageTarget target)
    {
        Assembly = assembly;
        Output = output;
        Target = target;
        _inputs = new(FindInputs);
    }

    /// <summary>The assembly with IL.</summary>
    public string Assembly { get; }

    /// <summary>Where the image goes.</summary>
    public string Output { get; }

    /// <summary>What it is compiled for, and how.</summary>
    public ImageTarget Target { get; }

    /// <summary>The NuGet package that the assembly comes from, for the cache's bookkeeping; empty when it comes from none.</summary>
    public string Package { get; private init; } = "";

    /// <summary>All that the image depends on.</summary>
    /// <exception cref="BadImageFormatException">The assembly is none.</exception>
    /// <exception cref="IOException">A file can't be read.</exception>
    public ImageInputs Inputs => _inputs.Value;

    /// <summary>Makes a request.</summary>
    public static ImageRequest For(string assembly, string output, ImageTarget target, string package = "") => new(assembly, output, target) { Package = package };

    /// <summary>The hash by which an assembly's code is told.</summary>
    /// <exception cref="IOException">The file can't be read.</exception>
    public static string CodeOf(string assembly) => Checksum.Of(File.ReadAllBytes(assembly));

    private ImageInputs FindInputs()
    {
        var flags = CompilerFlags.Parse(Target.Flags);
        var values = new List<KeyValuePair<string, string>>
        {
            new(ImageInputs.SchemaName, ImageInputs.Schema),
            new(ImageInputs.Compiler, Target.Compiler.Identity),
            new(ImageInputs.OperatingSystem, Target.OperatingSystem),
            new(ImageInputs.Architecture, Target.Architecture),
            new(ImageInputs.Runtime, Target.References.RuntimeVersion),
            new(ImageInputs.Optimization, flags.Optimization),
            new(ImageInputs.InstructionSet, flags.InstructionSet),
            new(ImageInputs.Code, CodeOf(Assembly)),
        };
        values.AddRange(flags.Others.Select(flag => new KeyValuePair<string, string>(ImageInputs.Flag, flag)));
        values.AddRange(Target.Profiles.Select(profile => new KeyValuePair<string, string>(ImageInputs.Profile, Checksum.Of(File.ReadAllBytes(profile)))));
        values.AddRange(Target.References.Closure(Assembly, flags.IsBubble).Select(reference => new KeyValuePair<string, string>(ImageInputs.Reference, reference)));
        return new(values);
    }
}

/// <summary>What images are compiled for, and how.</summary>
public sealed class ImageTarget
{
    /// <summary>The compiler.</summary>
    public required ImageCompiler Compiler { get; init; }

    /// <summary>As crossgen2 names it: linux, windows, osx.</summary>
    public required string OperatingSystem { get; init; }

    /// <summary>As crossgen2 names it: x64, arm64.</summary>
    public required string Architecture { get; init; }

    /// <summary>What may be compiled against.</summary>
    public required ImageReferences References { get; init; }

    /// <summary>Flags for crossgen2, each an element; the instruction sets among them.</summary>
    public IReadOnlyList<string> Flags { get; init; } = [];

    /// <summary>Profiles (.mibc) for crossgen2.</summary>
    public IReadOnlyList<string> Profiles { get; init; } = [];
}
