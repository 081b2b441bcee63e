using System.Reflection.PortableExecutable;
using NuGet.Versioning;
using WeakPack.Metadata;

namespace WeakPack.Inspection;

/// <summary>Files that are deployed together, and the import libraries at hand.</summary>
/// <remarks>A copy does not change when its package is replaced: what was deployed long ago may hold what has been mended since.</remarks>
public sealed class Deployment
{
    private readonly List<DeployedAssembly> _assemblies = [];
    private readonly List<DeploymentFinding> _findings = [];
    private readonly IReadOnlyList<AvailablePackage> _packages;
    private readonly IReadOnlyList<AssemblyImage> _framework;

    private Deployment(IReadOnlyList<AvailableImportLibrary> importLibraries, IReadOnlyList<AssemblyImage> framework)
    {
        _packages = [.. importLibraries.Select(Read).OfType<AvailablePackage>()];
        _framework = framework;
    }

    /// <summary>Checks deployed assemblies.</summary>
    /// <param name="assemblies">All dlls and programs of one application.</param>
    /// <param name="importLibraries">The import libraries at hand.</param>
    /// <param name="isChecked">The assemblies to check; the others only stand by.</param>
    /// <param name="framework">The assemblies of the framework, as far as they are known.</param>
    public static IReadOnlyList<DeploymentFinding> Check(
        IReadOnlyList<AssemblyImage> assemblies, IReadOnlyList<AvailableImportLibrary> importLibraries, Func<AssemblyImage, bool> isChecked, IReadOnlyList<AssemblyImage> framework)
    {
        var deployment = new Deployment(importLibraries, framework);
        foreach (var file in assemblies)
            deployment.Add(file, isChecked(file));
        return [.. deployment.Find()];
    }

    private void Add(AssemblyImage file, bool isChecked)
    {
        try
        {
            CheckLength(file);
            _assemblies.Add(new(file, AssemblyContents.Read(file), isChecked));
        }
        catch (BadImageFormatException) when (NativeFile.Is(file))
        {
            // A native library; it has nothing to do with us.
        }
        catch (BadImageFormatException error)
        {
            _findings.Add(new(DeploymentFindingKind.Unreadable, file.Path, Path.GetFileName(file.Path), $"The file can't be read: {error.Message.TrimEnd('.')}. Deploy it anew."));
        }
    }

    // Of a file that was cut off the tables may be there, and the rest not.
    private static void CheckLength(AssemblyImage file)
    {
        using var pe = new PEReader(new MemoryStream(file.Bytes));
        if (pe.PEHeaders.SectionHeaders.Any(section => section.PointerToRawData + (long)section.SizeOfRawData > file.Bytes.Length))
            throw new BadImageFormatException("The file is cut off");
    }

    private AvailablePackage? Read(AvailableImportLibrary library)
    {
        try
        {
            return new(library.File, ImportLibraryContents.Read(library.File), library.PackageVersion);
        }
        catch (Exception error) when (error is FormatException or BadImageFormatException)
        {
            _findings.Add(new(DeploymentFindingKind.Unreadable, library.File.Path, Path.GetFileName(library.File.Path), $"The import library can't be read: {error.Message.TrimEnd('.')}."));
            return null;
        }
    }

    private IEnumerable<DeploymentFinding> Find() =>
        [.. _findings, .. Stale(), .. Mixed(), .. Mismatched(), .. UnresolvedReferences.Find(_assemblies, _framework)];

    private IEnumerable<DeploymentFinding> Stale() =>
        from assembly in _assemblies
        where assembly.IsChecked
        from copy in assembly.Contents.Copies
        let newest = NewestOf(copy.Package)
        where newest.Count > 0 && !newest.Any(package => HashOf(package, copy) == copy.Sha256)
        let now = newest[0]
        select new DeploymentFinding(DeploymentFindingKind.Stale, assembly.File.Path, copy.Type,
            newest.Any(package => HashOf(package, copy) is not null)
                ? $"The copy of '{copy.Type}' is that of {copy.Package} {copy.NuGetPackage?.Version ?? copy.Version}; {now} has another. Build '{assembly.Contents.Name}' again."
                : $"The copy of '{copy.Type}' is that of {copy.Package} {copy.NuGetPackage?.Version ?? copy.Version}; {now} has no such unit any more. Build '{assembly.Contents.Name}' again.");

    // All target frameworks of the newest version: nobody can tell any more which of them a copy was taken from. Authors often
    // leave the assembly's version alone, so that of the NuGet package counts too, where it is known.
    private List<AvailablePackage> NewestOf(string name)
    {
        var all = _packages.Where(package => package.Contents.Manifest.Package == name).ToList();
        var version = all.Select(package => Version.Parse(package.Contents.Version)).DefaultIfEmpty().Max();
        var newest = all.FindAll(package => Version.Parse(package.Contents.Version) == version);
        var packageVersion = newest.Select(package => package.PackageVersion).Max();
        return newest.FindAll(package => Equals(package.PackageVersion, packageVersion));
    }

    private static string? HashOf(AvailablePackage package, LinkedCopy copy) =>
        package.Contents.Manifest.Units.SelectMany(unit => unit.Types).FirstOrDefault(type => type.Name == copy.Type)?.Hash;

    private IEnumerable<DeploymentFinding> Mixed() =>
        from copies in _assemblies.SelectMany(assembly => assembly.Contents.Copies.Select(copy => (Assembly: assembly, Copy: copy))).GroupBy(found => (found.Copy.Package, found.Copy.Type))
        let versions = copies.GroupBy(found => found.Copy.Sha256).Select(version => version.First()).OrderBy(found => found.Assembly.Contents.Name, StringComparer.Ordinal).ToList()
        where versions.Count > 1 && copies.Any(found => found.Assembly.IsChecked)
        select new DeploymentFinding(DeploymentFindingKind.Mixed, versions[0].Assembly.File.Path, copies.Key.Type,
            $"'{copies.Key.Type}' of {copies.Key.Package} is there in {versions.Count} versions: {string.Join(", ", versions.Select(found => $"{found.Copy.Version} ({Short(found.Copy)}) in '{found.Assembly.Contents.Name}'"))}. Build all of them against one version of {copies.Key.Package}.");

    private static string Short(LinkedCopy copy) => copy.Sha256.Substring(0, 8);

    private IEnumerable<DeploymentFinding> Mismatched()
    {
        foreach (var package in _packages)
        {
            if (!package.Contents.IsIntact)
            {
                yield return new(DeploymentFindingKind.Mismatched, package.File.Path, package.Contents.Manifest.Package,
                    "The import library was changed after it was written: its checksum does not hold. Take it from the build or the package again.");
            }

            // Only the dll beside it: another folder may hold another version.
            var folder = Path.GetDirectoryName(package.File.Path);
            var dll = _assemblies.FirstOrDefault(assembly => assembly.Contents.Name == package.Contents.Manifest.Package && Path.GetDirectoryName(assembly.File.Path) == folder);
            if (dll is not null && dll.Contents.ImportLibrary != package.Contents.Manifest.Checksum)
            {
                yield return new(DeploymentFindingKind.Mismatched, package.File.Path, package.Contents.Manifest.Package,
                    $"'{Path.GetFileName(package.File.Path)}' and '{Path.GetFileName(dll.File.Path)}' are not of the same build. Take both from one build, or the import library away: it is not needed at run time.");
            }
        }
    }
}

/// <summary>An assembly of a deployment.</summary>
internal sealed record DeployedAssembly(AssemblyImage File, AssemblyContents Contents, bool IsChecked);

/// <summary>An import library at hand.</summary>
internal sealed record AvailablePackage(AssemblyImage File, ImportLibraryContents Contents, NuGetVersion? PackageVersion)
{
    /// <summary>As a message names it.</summary>
    public override string ToString() => $"{Contents.Manifest.Package} {PackageVersion?.ToNormalizedString() ?? Contents.Version} ({File.Path})";
}

/// <summary>An import library at hand.</summary>
/// <param name="File">Its bytes and where it is.</param>
/// <param name="PackageVersion">The version of the NuGet package that it is from; null when it is from none.</param>
public sealed record AvailableImportLibrary(AssemblyImage File, NuGetVersion? PackageVersion);
