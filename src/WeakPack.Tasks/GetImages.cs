using Microsoft.Build.Framework;
using WeakPack.Diagnostics;
using WeakPack.Images;

namespace WeakPack.Tasks;

/// <summary>Package images: gets native code of assemblies from the cache, and compiles what is missing.</summary>
[MSBuildMultiThreadableTask]
public sealed class GetImages : LinkerTask
{
    /// <summary>The assemblies, with the place of the image in OutputR2RImage metadata, and a level of instruction sets in ImageLevel where one is asked for.</summary>
    [Required]
    public ITaskItem[] Assemblies { get; set; } = [];

    /// <summary>What they may be compiled against.</summary>
    public ITaskItem[] References { get; set; } = [];

    /// <summary>Folders with the framework's assemblies, where no references name them.</summary>
    public ITaskItem[] FrameworkFolders { get; set; } = [];

    /// <summary>Levels of instruction sets, of which the best for this machine is taken.</summary>
    public string[] InstructionLevels { get; set; } = [];

    /// <summary>Among the assemblies may be files of which there can be no image, and some that are being debugged.</summary>
    public bool PassesOverOthers { get; set; }

    /// <summary>crossgen2, with TargetOS and TargetArch metadata.</summary>
    [Required]
    public ITaskItem? Compiler { get; set; }

    /// <summary>The version of crossgen2's package.</summary>
    public string CompilerVersion { get; set; } = "";

    /// <summary>Flags of crossgen2.</summary>
    public string[] Flags { get; set; } = [];

    /// <summary>Profiles for crossgen2.</summary>
    public ITaskItem[] Profiles { get; set; } = [];

    /// <summary>Nothing is compiled: only what is in the cache is taken.</summary>
    public bool ExistingOnly { get; set; }

    /// <summary>Which images will do: exact, rules, band.</summary>
    public string Match { get; set; } = nameof(ImageMatch.Exact);

    /// <summary>The cache's folder; empty leaves it to the environment.</summary>
    public string? Cache { get; set; }

    /// <summary>Folders that are only read.</summary>
    public ITaskItem[] FallbackCaches { get; set; } = [];

    /// <summary>The folder that outputs, and the cache, are relative to.</summary>
    [Required]
    public string ProjectDirectory { get; set; } = "";

    /// <summary>Where to remember which image each output is.</summary>
    [Required]
    public string Stamps { get; set; } = "";

    /// <summary>Files that an output must not be older than.</summary>
    public ITaskItem[] Inputs { get; set; } = [];

    /// <summary>The images that are there now.</summary>
    [Output]
    public ITaskItem[] Images { get; set; } = [];

    private protected override void Run()
    {
        var stamps = ImageStamps.Read(Stamps);
        var levels = ImageLevels.Parse(InstructionLevels, ThisMachine.Level);
        Report(levels.Unknown.Select(name => Diagnostic.Create(Descriptors.UnknownImageTarget, null, name)));
        var assemblies = PassesOverOthers ? Assemblies.Where(item => IsReplaceable(item.GetMetadata("FullPath"))).ToArray() : Assemblies;
        var references = FindReferences();
        var targets = assemblies.Select(LevelOf).Distinct(StringComparer.Ordinal).ToDictionary(level => level, level => Target(level, references), StringComparer.Ordinal);
        var requests = assemblies.Select(item => ToRequest(item, targets[LevelOf(item)])).ToList();
        var current = requests.FindAll(stamps.IsCurrent);
        var outcomes = ImageService.Get(requests.Except(current).ToList(), ImageCachePlace.Open(Cache, FallbackCaches.Select(folder => folder.GetMetadata("FullPath")), ProjectDirectory, Environment.GetEnvironmentVariable), new()
        {
            Compiles = !ExistingOnly,
            Match = (ImageMatch)Enum.Parse(typeof(ImageMatch), Match, ignoreCase: true),
            Trace = Trace,
        });
        foreach (var outcome in outcomes)
        {
            Tell(outcome);
        }

        var made = outcomes.Where(outcome => outcome.Kind is ImageOutcomeKind.FromCache or ImageOutcomeKind.Compiled).Select(outcome => outcome.Request);
        var images = new HashSet<ImageRequest>(current.Concat(made));
        Remember(stamps, images);
        Images = [.. assemblies.Zip(requests, (item, request) => (item, request)).Where(pair => images.Contains(pair.request)).Select(pair => pair.item)];
        if (requests.Count > 0)
        {
            Log.LogMessage(MessageImportance.High, $"{ProjectName}: {Summary(outcomes, current.Count)}");
        }
    }

    private static bool IsReplaceable(string path) => CompilableFile.Is(path) && !CompilableFile.IsForDebugging(path);

    private string LevelOf(ITaskItem assembly) => assembly.GetMetadata("ImageLevel") is { Length: > 0 } level ? level : ThisMachine.Best(InstructionLevels);

    private ImageTarget Target(string level, ImageReferences references) => new()
    {
        Compiler = ImageCompiler.At(Compiler!.ItemSpec, CompilerVersion),
        OperatingSystem = Compiler.GetMetadata("TargetOS"),
        Architecture = Compiler.GetMetadata("TargetArch"),
        Flags = level.Length > 0 ? [.. Flags, "--instruction-set:" + level] : Flags,
        Profiles = [.. Profiles.Select(profile => profile.GetMetadata("FullPath"))],
        References = references,
    };

    private ImageReferences FindReferences() => new([
        .. References.Select(reference => new ImageReference(reference.GetMetadata("FullPath"), FrameworkItem.Is(reference))),
        .. FrameworkFolders.SelectMany(folder => Directory.EnumerateFiles(folder.GetMetadata("FullPath"), "*.dll")).Where(CompilesAgainst).Select(path => new ImageReference(path, IsFramework: true)),
    ]);

    private ImageRequest ToRequest(ITaskItem item, ImageTarget target) => ImageRequest.For(
        item.GetMetadata("FullPath"),
        Path.Combine(ProjectDirectory, item.GetMetadata("OutputR2RImage")),
        target,
        $"{item.GetMetadata("NuGetPackageId")} {item.GetMetadata("NuGetPackageVersion")}".Trim());

    // Beside the framework's assemblies lie native libraries, on Windows with the same ending.
    private static bool CompilesAgainst(string path)
    {
        var name = Path.GetFileName(path);
        return name.StartsWith("System.", StringComparison.OrdinalIgnoreCase) || name.StartsWith("Microsoft.", StringComparison.OrdinalIgnoreCase)
            || name is "mscorlib.dll" or "netstandard.dll" or "WindowsBase.dll" or "PresentationCore.dll" or "PresentationFramework.dll";
    }

    private void Tell(ImageOutcome outcome)
    {
        Report(outcome.Spoiled.Select(path => Diagnostic.Create(Descriptors.SpoiledImage, null, path, Path.GetFileName(outcome.Request.Assembly))));
        foreach (var rejection in outcome.Rejections)
        {
            Log.LogMessage(MessageImportance.Low, $"Rejecting image {rejection.Key} of {Path.GetFileName(outcome.Request.Assembly)}: {rejection.Reason}");
        }

        if (outcome.Kind == ImageOutcomeKind.Failed)
        {
            Log.LogMessage(MessageImportance.Normal, $"No image of {Path.GetFileName(outcome.Request.Assembly)}: {outcome.Reason}");
        }
    }

    // An output that is older than a project file would be made anew by the SDK.
    private void Remember(ImageStamps stamps, IEnumerable<ImageRequest> images)
    {
        var newest = Inputs.Select(input => File.GetLastWriteTimeUtc(input.GetMetadata("FullPath"))).DefaultIfEmpty(DateTime.MinValue).Max();
        foreach (var image in images)
        {
            if (File.GetLastWriteTimeUtc(image.Output) < newest)
            {
                File.SetLastWriteTimeUtc(image.Output, DateTime.UtcNow);
            }

            stamps.Remember(image);
        }

        var files = new OutputFiles();
        files.Add(Stamps, stamps.Lines);
        files.Write();
    }

    private void Trace(string text)
    {
        var importance = Environment.GetEnvironmentVariable("WEAKPACK_VERBOSE_LINKING") == "1" ? MessageImportance.High : MessageImportance.Low;
        Log.LogMessage(importance, text);
    }

    private static string Summary(IReadOnlyList<ImageOutcome> outcomes, int current)
    {
        var parts = new List<string>();
        Add(current, "up to date");
        Add(Count(ImageOutcomeKind.FromCache), "from cache");
        Add(Count(ImageOutcomeKind.Compiled), "compiled", outcomes.FirstOrDefault(outcome => outcome.Kind == ImageOutcomeKind.Compiled)?.Reason);
        Add(Count(ImageOutcomeKind.Missing), "not in the cache");
        Add(Count(ImageOutcomeKind.Failed), "without an image");
        return "images: " + string.Join(", ", parts);

        int Count(ImageOutcomeKind kind) => outcomes.Count(outcome => outcome.Kind == kind);

        void Add(int count, string what, string? reason = null)
        {
            if (count > 0)
            {
                parts.Add($"{count} {what}{(reason is null ? "" : $" ({reason})")}");
            }
        }
    }
}
