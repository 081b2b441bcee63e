using Microsoft.Build.Framework;
using WeakPack.NativeLibraries;
using WeakPack.Packaging;
using WeakPack.Units;

namespace WeakPack.Tasks;

/// <summary>The package side: parts what the compiler wrote into runtime package, reference assembly and import library.</summary>
[MSBuildMultiThreadableTask]
public sealed class SplitPackage : ImageTask
{
    /// <summary>Full names of types that the project marks.</summary>
    public ITaskItem[] WeakUnits { get; set; } = [];

    /// <summary>Namespaces that the project marks, with Except metadata.</summary>
    public ITaskItem[] WeakNamespaces { get; set; } = [];

    /// <summary>Source files that the project marks.</summary>
    public ITaskItem[] WeakFiles { get; set; } = [];

    /// <summary>Where the import library goes.</summary>
    [Required]
    public string ImportLibrary { get; set; } = "";

    /// <summary>Where that goes which consumers compile against.</summary>
    public string? CompileSurface { get; set; }

    /// <summary>The resources that go where weak units go, with WeakUnit metadata.</summary>
    public ITaskItem[] WeakResources { get; set; } = [];

    /// <summary>The resources for one culture, with Culture metadata, and WeakUnit where they are marked.</summary>
    public ITaskItem[] TranslatedResources { get; set; } = [];

    /// <summary>The native libraries that go where weak units go, with Unit and RuntimeIdentifier metadata.</summary>
    public ITaskItem[] WeakNativeLibraries { get; set; } = [];

    /// <summary>The native libraries that the linker found to be needed before, one a line.</summary>
    public string? LinkedNativeLibraries { get; set; }

    /// <summary>The folder that gets the native libraries of the import library.</summary>
    public string? NativeFolder { get; set; }

    /// <summary>Where the names of the files in that folder go, one a line.</summary>
    public string? NativeFiles { get; set; }

    /// <summary>Where the native libraries go that the runtime package needs itself, one a line.</summary>
    public string? NativeLibraries { get; set; }

    /// <summary>Where the ids of the NuGet packages go that only weak units need, one a line.</summary>
    [Required]
    public string OptionalPackages { get; set; } = "";

    /// <summary>Packing will tell of optional packages, once for all target frameworks.</summary>
    public bool IsToldWhenPacked { get; set; }

    private protected override void Run()
    {
        var packages = Inputs.NuGetPackages(ProjectAssetsFile, TargetFramework);
        var result = Splitter.Split(new()
        {
            Assembly = ReadCompiled(),
            ReferenceAssembly = Inputs.ReadReferenceAssembly(CompiledReferenceAssembly, OutputReferenceAssembly),
            Marks = Marks(),
            References = Inputs.References(References),
            Resources = [.. WeakResources.Where(item => !IsTranslated(item)).Select(item => new UnitResource(ResourceName(item), item.GetMetadata("WeakUnit"), item.ItemSpec))],
            TranslatedResources = [.. TranslatedResources.Select(item => new TranslatedResource(item.ItemSpec, item.GetMetadata("Culture"), item.GetMetadata("WeakUnit") is { Length: > 0 } unit ? unit : null))],
            NativeLibraries = [.. WeakNativeLibraries.Select(item => new UnitNativeLibrary(item.ItemSpec, item.GetMetadata("FullPath"), item.GetMetadata("RuntimeIdentifier").Trim(), item.GetMetadata("Unit").Trim()))],
            LinkedNativeLibraries = Inputs.NativeLibraries(LinkedNativeLibraries),
            NuGetPackages = packages,
            TargetFramework = TargetFrameworkMoniker,
            TargetPlatform = TargetPlatformMoniker,
            Flags = Flags,
            IsExecutable = IsExecutable,
            Key = Key,
        });
        if (!Report(result.Diagnostics))
        {
            return;
        }

        var files = new OutputFiles();
        files.Add(OutputAssembly, result.Runtime!.Bytes);
        files.Add(OutputSymbols, result.Runtime.Symbols);
        files.Add(OutputReferenceAssembly, result.ReferenceAssembly?.Bytes);
        files.Add(ImportLibrary, result.ImportLibrary);
        files.Add(CompileSurface, result.CompileSurface);
        files.Add(Digest, result.Digest is null ? null : [result.Digest]);
        files.AddList(OptionalPackages, result.OptionalNuGetPackages);
        AddNativeLibraries(files, result);
        files.Write();
        foreach (var line in Summary(result))
        {
            Log.LogMessage(MessageImportance.Normal, line);
        }

        if (result.OptionalNuGetPackages.Count > 0)
        {
            Log.LogMessage(
                IsToldWhenPacked ? MessageImportance.Low : MessageImportance.Normal,
                $"{ProjectName}: only weak units need {string.Join(", ", result.OptionalNuGetPackages)}: no dependency of the NuGet package");
        }
    }

    // Copied here, so that what is packed or published later is what was looked at now.
    private void AddNativeLibraries(OutputFiles files, SplitResult result)
    {
        foreach (var file in result.ShippedNativeLibraries.Where(_ => NativeFolder is not null))
        {
            files.Add(PathOf(file.Asset), File.ReadAllBytes(file.Path));
        }

        files.AddList(NativeFiles, [.. result.ShippedNativeLibraries.Select(file => file.Asset.Place)]);
        files.Add(NativeLibraries, [.. result.NativeLibraries.Select(need => need with { Path = result.ShippedNativeLibraries.Any(file => file.Asset.Place == need.Asset.Place) ? PathOf(need.Asset) : need.Path })]);
    }

    private string PathOf(NativeAsset asset) => Path.Combine([NativeFolder!, .. asset.Place.Split('/')]);

    private UnitMarks Marks() => new()
    {
        Units = [.. WeakUnits.Select(item => item.ItemSpec)],
        Namespaces = [.. WeakNamespaces.Select(item => new NamespaceMark(item.ItemSpec, Names(item.GetMetadata("Except"))))],
        Files = [.. WeakFiles.Select(item => item.GetMetadata("FullPath")).Select(path => new FileMark(SourcePaths.Map(path), path))],
        ProjectFiles = [.. WeakUnits.Concat(WeakNamespaces).Select(item => item.GetMetadata("DefiningProjectFullPath")).Append(ProjectFile ?? "").Where(path => path.Length > 0).Distinct(StringComparer.Ordinal)],
    };

    private IEnumerable<string> Summary(SplitResult result)
    {
        var outside = result.Units.Where(unit => !unit.IsRetained).Select(unit => unit.Name).ToList();
        var retained = result.Units.Where(unit => unit.IsRetained).Select(unit => unit.Name).ToList();
        if (outside.Count > 0)
        {
            yield return $"{ProjectName}: weak, in the import library only: {string.Join(", ", outside)}";
        }

        if (retained.Count > 0)
        {
            yield return $"{ProjectName}: weak, and retained because the package itself uses them: {string.Join(", ", retained)}";
        }
    }

    // It is in a satellite, and not in what is split.
    private static bool IsTranslated(ITaskItem item) => item.GetMetadata("WithCulture") == "true";

    // As the compiler is told to name it. A .resx is compiled into a .resources.
    private static string ResourceName(ITaskItem item) =>
        item.GetMetadata("LogicalName") is { Length: > 0 } name ? name
        : item.GetMetadata("Type") == "Resx" ? item.GetMetadata("ManifestResourceName") + ".resources"
        : item.GetMetadata("ManifestResourceName");

    private static string[] Names(string list) =>
        [.. list.Split([';'], StringSplitOptions.RemoveEmptyEntries).Select(name => name.Trim()).Where(name => name.Length > 0)];
}
