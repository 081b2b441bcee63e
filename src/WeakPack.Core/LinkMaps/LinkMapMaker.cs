using WeakPack.ImportLibraries;
using WeakPack.Linking;
using WeakPack.Metadata;

namespace WeakPack.LinkMaps;

/// <summary>Draws the map of a link that has been made.</summary>
internal sealed class LinkMapMaker
{
    // It is among the packages of each library that uses it, and ships nothing.
    private const string Sdk = "WeakPack.Sdk";

    private readonly LinkContext _link;
    private readonly RuntimeNeeds _needs;
    private readonly FirstUses _uses;
    private readonly IReadOnlyList<LibraryPlacement> _placements;

    private LinkMapMaker(LinkContext link, IReadOnlyList<LibraryPlacement> placements, RuntimeNeeds needs)
    {
        _link = link;
        _placements = placements;
        _needs = needs;
        _uses = FirstUses.Of(link.Consumer, link.References, link.Libraries.Keys);
    }

    /// <param name="link">The link.</param>
    /// <param name="placements">What was linked of each import library.</param>
    /// <param name="needs">What is needed at run time.</param>
    /// <param name="output">The linked consumer.</param>
    public static LinkMap Make(LinkContext link, IReadOnlyList<LibraryPlacement> placements, RuntimeNeeds needs, AssemblyImage output)
    {
        var maker = new LinkMapMaker(link, placements, needs);
        return new()
        {
            Consumer = maker.DescribeConsumer(output),
            Packages = [.. link.Libraries.Values.Select(maker.Describe)],
            Dropped = new(needs.UnneededPackages, [.. needs.OrphanedNuGetPackages.Where(id => id != Sdk)]),
        };
    }

    private LinkMapConsumer DescribeConsumer(AssemblyImage output)
    {
        var image = _link.Consumer;
        return new(image.AssemblyName, VersionOf(image), _link.Request.TargetFramework ?? TargetFrameworkName.Of(image).Moniker,
            _link.Request.IsExecutable, _link.Request.Consumer.Bytes.Length, output.Bytes.Length);
    }

    private LinkMapPackage Describe(ImportLibrary library)
    {
        var placement = _placements.FirstOrDefault(placement => placement.Pulled.Library == library);
        var isNeeded = !_needs.UnneededPackages.Contains(library.Package);
        return new()
        {
            Name = library.Package,
            Version = VersionOf(library.Image),
            NuGetPackage = library.Reference.Origin is { NuGetPackage: { } id, Version: { } version } ? new(id, version) : null,
            ImportLibrary = new(Path.GetFileName(library.Reference.ImportLibraryPath!), library.FileHash),
            IsNeeded = isNeeded,
            NeededBy = isNeeded ? [.. PackageUsers.Find(_link, _uses, _needs, _placements, library)] : [],
            Units = Units(library, placement),
            UnitCount = library.Manifest.Units.Count,
        };
    }

    private IReadOnlyList<LinkMapUnit> Units(ImportLibrary library, LibraryPlacement? placement)
    {
        var runtime = _link.References.Open(library.Reference);
        var linked = placement is null ? null : new LinkedUnitDescriber(placement, new PullChains(placement.Pulled, _uses, _link.Consumer.AssemblyName), _link.References);
        return
        [
            .. from unit in (_link.Request.MapsAllUnits ? library.Manifest.Units : placement?.Pulled.Units ?? []).OrderBy(unit => unit.Name, StringComparer.Ordinal)
               let isLinked = placement?.Pulled.UnitsByName.ContainsKey(unit.Name) == true
               let isRetained = unit.Types.Any(type => runtime?.FindTopLevel(type.Name) is not null)
               select isLinked ? linked!.Describe(unit, isRetained) : NotLinkedUnits.Describe(library, unit, isRetained, _link.References),
        ];
    }

    private static string VersionOf(MetadataImage image) => image.Reader.GetAssemblyDefinition().Version.ToString();
}
