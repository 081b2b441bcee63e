using WeakPack.Linking;
using WeakPack.Metadata;

namespace WeakPack.NuGetPackages;

/// <summary>The assemblies that stay beside a consumer when some packages do not.</summary>
/// <param name="link">The link.</param>
/// <param name="unneeded">Simple names of the assemblies that nothing needs.</param>
internal sealed class StayingAssemblies(LinkContext link, IReadOnlyCollection<string> unneeded)
{
    /// <summary>Those that stay without the packages of these ids.</summary>
    public IEnumerable<StayingAssembly> Without(ISet<string> packages) =>
        from reference in link.References.All.Concat(link.Request.RuntimeReferences)
        where !reference.IsFramework
        let owner = link.Request.NuGetPackages.PackageOf(reference.Origin)
        where owner is null || !packages.Contains(owner)
        let image = link.References.Open(reference)
        where image is not null && !unneeded.Contains(image.AssemblyName)
        select new StayingAssembly(owner, image);
}

/// <summary>An assembly that stays, and the id of the package that it comes from; null when it is referenced by its path.</summary>
internal sealed record StayingAssembly(string? Package, MetadataImage Image);
