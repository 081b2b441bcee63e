using WeakPack.Diagnostics;
using WeakPack.Units;

namespace WeakPack.Linking;

/// <summary>WP3003: a library's public surface exposes a weak type, which nobody else could use: each has a copy of its own.</summary>
internal static class IdentityCheck
{
    // The modifier of init accessors. Nobody has an object of it or names it: whoever calls the accessor names that of the library,
    // by its full name and assembly, which is the copy and may be internal.
    private const string InitModifier = "System.Runtime.CompilerServices.IsExternalInit";

    public static IEnumerable<Diagnostic> Check(LinkContext link, SymbolTable symbols)
    {
        if (link.Request.IsExecutable)
            return [];

        var surface = new PublicSurface(link.Consumer, new UseScanner(link.Consumer, link.References));
        return Describe(link, symbols, link.Consumer.Reader.TypeDefinitions.SelectMany(surface.Of).Concat(surface.OfAssembly()).Where(type => type.FullName != InitModifier));
    }

    /// <summary>A forward leads to the package, which has no such type: not even an executable may have one.</summary>
    public static IEnumerable<Diagnostic> CheckForwards(LinkContext link, SymbolTable symbols) =>
        Describe(link, symbols, new PublicSurface(link.Consumer, new UseScanner(link.Consumer, link.References)).Forwards());

    private static IEnumerable<Diagnostic> Describe(LinkContext link, SymbolTable symbols, IEnumerable<ExposedType> exposed)
    {
        var image = link.Consumer;
        var reported = new HashSet<(string, string)>();
        foreach (var type in exposed)
        {
            if (type.Assembly is { } package && symbols.Find(package, type.TopLevelName) is not null && reported.Add((image.DescribeMember(type.User), type.FullName)))
                yield return Diagnostic.Create(Descriptors.ConsumerExposesWeak, link.Symbols.LocationOf(type.User), image.DescribeMember(type.User), type.DisplayName, package);
        }
    }
}
