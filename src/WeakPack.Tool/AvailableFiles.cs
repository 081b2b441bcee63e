using NuGet.Versioning;
using WeakPack.Inspection;

namespace WeakPack.Tool;

/// <summary>The import libraries in some folders and files, and what among these can't be read.</summary>
internal sealed class AvailableFiles
{
    private readonly List<AvailableImportLibrary> _importLibraries = [];
    private readonly List<DeploymentFinding> _unreadable = [];

    public AvailableFiles(IReadOnlyList<string> places)
    {
        foreach (var file in places.SelectMany(FilesOf).Distinct(StringComparer.Ordinal))
        {
            if (Path.GetExtension(file).Equals(".wpi", StringComparison.OrdinalIgnoreCase))
                _importLibraries.Add(new(InputFiles.Read(file), VersionOf(file)));
            else
                AddPackage(file);
        }
    }

    public IReadOnlyList<AvailableImportLibrary> ImportLibraries => _importLibraries;

    public IReadOnlyList<DeploymentFinding> Unreadable => _unreadable;

    private static IEnumerable<string> FilesOf(string place) => File.Exists(place) ? [Path.GetFullPath(place)] : InputFiles.Below(place, ".wpi", ".nupkg").Select(Path.GetFullPath);

    private void AddPackage(string file)
    {
        try
        {
            _importLibraries.AddRange(NuGetPackage.ImportLibraries(file));
        }
        catch (InputException problem)
        {
            _unreadable.Add(new(DeploymentFindingKind.Unreadable, file, Path.GetFileName(file), problem.Message));
        }
    }

    // NuGet unpacks to acme/1.2.0/lib/net10.0/Acme.wpi.
    private static NuGetVersion? VersionOf(string file)
    {
        var lib = Path.GetDirectoryName(Path.GetDirectoryName(file));
        return Path.GetFileName(lib) == "lib" && NuGetVersion.TryParse(Path.GetFileName(Path.GetDirectoryName(lib)), out var version) ? version : null;
    }
}
