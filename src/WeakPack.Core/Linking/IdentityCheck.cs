using System.Reflection.Metadata;
using WeakPack.Diagnostics;
using WeakPack.Units;

namespace WeakPack.Linking;

/// <summary>WP3003: a library's public surface exposes a weak type, which nobody else could use: each has a copy of its own.</summary>
internal static class IdentityCheck
{
    public static IEnumerable<Diagnostic> Check(LinkContext link, SymbolTable symbols)
    {
        if (link.Request.IsExecutable)
            yield break;

        var image = link.Consumer;
        var surface = new PublicSurface(image, new UseScanner(image, link.References));
        var reported = new HashSet<(string, EntityHandle)>();
        foreach (var use in image.Reader.TypeDefinitions.SelectMany(surface.Of))
        {
            if (use.Used.Kind != HandleKind.TypeReference || WeakType(link, symbols, (TypeReferenceHandle)use.Used) is not var (name, package) || !reported.Add((image.DescribeMember(use.User), use.Used)))
                continue;
            yield return Diagnostic.Create(Descriptors.ConsumerExposesWeak, link.Symbols.LocationOf(use.User), image.DescribeMember(use.User), name, package);
        }
    }

    private static (string Name, string Package)? WeakType(LinkContext link, SymbolTable symbols, TypeReferenceHandle handle)
    {
        var reader = link.Consumer.Reader;
        if (link.Consumer.Scope(handle) is not { Kind: HandleKind.AssemblyReference } scope)
            return null;

        var package = reader.GetString(reader.GetAssemblyReference((AssemblyReferenceHandle)scope).Name);
        var name = link.Consumer.FullName(handle);
        return symbols.Find(package, name.Split('+')[0]) is null ? null : (name.Replace('+', '.'), package);
    }
}
