using WeakPack.Diagnostics;
using WeakPack.Units;

namespace WeakPack.Linking;

/// <summary>WP3003: a library's public surface exposes a weak type, which nobody else could use: each has a copy of its own.</summary>
internal static class IdentityCheck
{
    public static IEnumerable<Diagnostic> Check(LinkContext link, SymbolTable symbols)
    {
        var image = link.Consumer;
        var surface = new PublicSurface(image, new UseScanner(image, link.References));

        // A forward leads to the package, which has no such type: not even an executable may have one.
        var exposed = surface.Forwards();
        if (!link.Request.IsExecutable)
            exposed = image.Reader.TypeDefinitions.SelectMany(surface.Of).Concat(surface.OfAssembly()).Concat(exposed);

        var reported = new HashSet<(string, string)>();
        foreach (var type in exposed)
        {
            if (type.Assembly is { } package && symbols.Find(package, type.TopLevelName) is not null && reported.Add((image.DescribeMember(type.User), type.FullName)))
                yield return Diagnostic.Create(Descriptors.ConsumerExposesWeak, link.Symbols.LocationOf(type.User), image.DescribeMember(type.User), type.DisplayName, package);
        }
    }
}
