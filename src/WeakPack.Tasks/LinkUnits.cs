using System.Globalization;
using Microsoft.Build.Framework;
using WeakPack.Linking;
using WeakPack.LinkMaps;

namespace WeakPack.Tasks;

/// <summary>The consumer side: links the weak units that a project uses, and says which packages it no longer needs.</summary>
[MSBuildMultiThreadableTask]
public sealed class LinkUnits : ImageTask
{
    /// <summary>What else is shipped with the project, though the compiler did not see it.</summary>
    public ITaskItem[] RuntimeReferences { get; set; } = [];

    /// <summary>Frameworks whose packages the project takes where there is none for its own.</summary>
    public string? AssetTargetFallback { get; set; }

    /// <summary>The visibility that the project asks for: public or internal.</summary>
    public string? CopyVisibility { get; set; }

    /// <summary>Where goes what nothing needs, one a line: Acme.dll, and Acme.nupkg where nothing of a NuGet package is needed.</summary>
    [Required]
    public string Decision { get; set; } = "";

    /// <summary>The packages, projects and files that stay, needed or not.</summary>
    public ITaskItem[] KeptReferences { get; set; } = [];

    /// <summary>Those that are referenced for their weak units alone.</summary>
    public ITaskItem[] WeakOnlyReferences { get; set; } = [];

    /// <summary>Those that say that they are there for more.</summary>
    public ITaskItem[] NotWeakOnlyReferences { get; set; } = [];

    /// <summary>Where the ids of the packages go whose references could be for weak units alone, one a line.</summary>
    [Required]
    public string WeakOnlyCandidates { get; set; } = "";

    /// <summary>Where the paths of the import libraries go that units were taken from, one a line, when all else is written.</summary>
    [Required]
    public string Stamp { get; set; } = "";

    /// <summary>Where the link map goes.</summary>
    [Required]
    public string Map { get; set; } = "";

    /// <summary>Where the native libraries go that the linked assembly needs, one a line.</summary>
    public string? NativeLibraries { get; set; }

    /// <summary>Where the report goes, the link map for people; empty when nobody asked for it.</summary>
    public string? MapReport { get; set; }

    /// <summary>The project's package versions are managed centrally.</summary>
    public bool HasCentralVersions { get; set; }

    /// <summary>The central versions.</summary>
    public ITaskItem[] CentralVersions { get; set; } = [];

    /// <summary>The project is a source file.</summary>
    public bool IsFileBased { get; set; }

    private protected override void Run()
    {
        var packages = Inputs.NuGetPackages(ProjectAssetsFile, TargetFramework);
        var result = Linker.Link(new()
        {
            Consumer = ReadCompiled(),
            ReferenceAssembly = Inputs.ReadReferenceAssembly(CompiledReferenceAssembly, OutputReferenceAssembly),
            References = Inputs.References(References, new(KeptReferences, WeakOnlyReferences, NotWeakOnlyReferences)),
            NuGetPackages = packages,
            RuntimeReferences = Inputs.References(RuntimeReferences),
            TargetFramework = TargetFrameworkMoniker,
            TargetPlatform = TargetPlatformMoniker,
            FallbackFrameworks = [.. (AssetTargetFallback ?? "").Split(';').Select(name => name.Trim()).Where(name => name.Length > 0)],
            Flags = Flags,
            IsExecutable = IsExecutable,
            Key = Key,
            CopyVisibility = CopyVisibility,
            ReferenceStyle = new()
            {
                HasCentralVersions = HasCentralVersions,
                CentralVersions = VersionsById(),
                IsFileBased = IsFileBased,
            },
            MapsAllUnits = IsReported,
            ImportLibraries = ProcessLifetime.ImportLibraries(BuildEngine),
        });
        if (!Report(result.Diagnostics))
        {
            return;
        }

        var files = new OutputFiles();
        files.Add(OutputAssembly, result.Output!.Bytes);
        files.Add(OutputSymbols, result.Output.Symbols);
        files.Add(OutputReferenceAssembly, result.ReferenceAssembly?.Bytes);
        files.Add(Decision, Unneeded(result));
        files.AddList(WeakOnlyCandidates, result.WeakOnlyCandidates);
        files.Add(Digest, result.Digest is null ? null : [result.Digest]);
        files.Add(Map, LinkMapJson.Write(result.Map!));
        files.Add(NativeLibraries, result.NativeLibraries);
        if (IsReported)
        {
            files.Add(MapReport, LinkReport.Write(result.Map!));
        }

        files.Write();

        // Apart, for a stamp must not be there before what it stands for, be the build killed in between.
        var stamp = new OutputFiles();
        stamp.Add(Stamp, result.ImportLibraries);
        stamp.Write();
        Log.LogMessage(MessageImportance.Normal, Summary(result));
    }

    private bool IsReported => !string.IsNullOrEmpty(MapReport);

    private static IEnumerable<string> Unneeded(LinkResult result) =>
        result.UnneededPackages.OrderBy(name => name, StringComparer.OrdinalIgnoreCase).Select(name => name + ".dll")
            .Concat(result.OrphanedNuGetPackages.Select(id => id + ".nupkg"));

    // Of two for one package NuGet complains itself.
    private Dictionary<string, string> VersionsById()
    {
        var versions = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var item in CentralVersions)
        {
            versions[item.ItemSpec] = item.GetMetadata("Version");
        }

        return versions;
    }

    private string Summary(LinkResult result)
    {
        var linked = result.Units.Count == 0
            ? "links no unit"
            : "linked " + string.Join(", ", result.Units.GroupBy(unit => unit.Package).Select(Describe));
        var unneeded = result.UnneededPackages.Count switch
        {
            0 => "",
            1 => $"; {result.UnneededPackages[0]} is not needed at run time",
            _ => $"; {string.Join(", ", result.UnneededPackages)} are not needed at run time",
        };
        return $"{ProjectName}: {linked}{unneeded}";
    }

    private static string Describe(IGrouping<string, LinkedUnit> package)
    {
        var types = package.Sum(unit => unit.Types.Count);
        var size = package.Sum(unit => unit.Size);
        return string.Format(
            CultureInfo.InvariantCulture,
            "{0} {1} ({2} {3}, {4}) from {5}",
            package.Count(), package.Count() == 1 ? "unit" : "units",
            types, types == 1 ? "type" : "types",
            size < 1024 ? size + " bytes" : (size / 1024.0).ToString("0.0 KB", CultureInfo.InvariantCulture),
            package.Key);
    }
}
