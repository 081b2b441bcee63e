using WeakPack.Diagnostics;
using WeakPack.Metadata;

namespace WeakPack.Linking;

/// <summary>WP3104: a linked unit was compiled for a framework that the consumer's can't use.</summary>
/// <remarks>Asked of what is linked alone: of a package whose units nobody uses, NuGet and the compiler have their own to say.</remarks>
internal static class FrameworkCheck
{
    public static IEnumerable<Diagnostic> Check(LinkContext link, IReadOnlyList<PulledNodes> pulled)
    {
        var consumer = TargetFrameworkName.Of(link.Request.TargetFramework, link.Request.TargetPlatform, link.Consumer);
        return from nodes in pulled
               let library = nodes.Library
               let framework = new TargetFrameworkName(library.Manifest.TargetFramework, library.Manifest.TargetPlatform)
               where !consumer.CanUse(framework, link.Request.FallbackFrameworks)
               let units = UnitNames.Of(nodes.Units.Select(unit => unit.Name))
               select Diagnostic.Create(Descriptors.IncompatibleFramework, new(library.Reference.ImportLibraryPath!), library.Reference.ImportLibraryPath!, framework, consumer, units, library.Package);
    }
}
