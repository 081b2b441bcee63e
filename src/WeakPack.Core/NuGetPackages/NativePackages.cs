using WeakPack.Linking;
using WeakPack.Metadata;

namespace WeakPack.NuGetPackages;

/// <summary>The NuGet packages whose native libraries may be needed though the weak-packed package that brought them is not.</summary>
/// <param name="link">The link.</param>
/// <param name="pulled">What is linked.</param>
/// <param name="left">The ids of the packages that are not needed.</param>
/// <param name="assemblies">What else stays.</param>
/// <param name="called">The native libraries that the consumer calls.</param>
/// <remarks>
/// No code refers to a native library as it does to an assembly: a P/Invoke names a file, which another package brings, and which may
/// need other files in turn. So one that may be needed stays, with all that came with it. One too many is a file too many, and
/// one that is missing ends the program.
/// </remarks>
internal sealed class NativePackages(
    LinkContext link, IReadOnlyList<PulledNodes> pulled, IReadOnlyCollection<string> left, StayingAssemblies assemblies, IEnumerable<string> called)
{
    private readonly PackageGraph _graph = link.Request.NuGetPackages;
    private readonly PackageOwners _owners = new(link.References, link.Request.NuGetPackages);

    /// <summary>The ids of those among some packages that nothing else needs.</summary>
    public HashSet<string> NeededAmong(HashSet<string> absent)
    {
        var needed = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var package in left)
        {
            var brought = _graph.Closure(package);
            var natives = brought.Where(id => absent.Contains(id) && _graph.NativeFilesOf(id).Count > 0).ToList();
            if (natives.Count > 0 && (UnitsMayCall(package, brought) || AnyMayCall(brought, absent, natives)))
                needed.UnionWith(natives);
        }

        return needed;
    }

    // A unit calls a native library itself, or by an assembly that its package brought.
    private bool UnitsMayCall(string package, ISet<string> brought) =>
        pulled.Where(nodes => IsOf(package, nodes.Library.Reference)).SelectMany(nodes => nodes.Units)
            .Any(unit => unit.NativeLibraries.Count > 0 || _owners.Of(unit.Assemblies.Select(assembly => assembly.Name)).Overlaps(brought));

    // What came along with a native library may find it by other means than its name. What depends on the package, such as a library
    // that linked a unit of it, calls it by its name; and so does the consumer.
    private bool AnyMayCall(ISet<string> brought, HashSet<string> absent, IReadOnlyList<string> natives)
    {
        var files = new HashSet<string>(natives.SelectMany(_graph.NativeFilesOf).Select(Stem), StringComparer.OrdinalIgnoreCase);
        return called.Any(name => files.Contains(Stem(name)))
            || assemblies.Without(absent).Any(assembly =>
                AssemblyNeeds.NativeLibraries(assembly.Image).Any(name => (assembly.Package is { } id && brought.Contains(id)) || files.Contains(Stem(name))));
    }

    private bool IsOf(string package, Reference reference) => string.Equals(_graph.PackageOf(reference.Origin), package, StringComparison.OrdinalIgnoreCase);

    // 'rare', 'librare', 'rare.dll' and 'librare.so.1' are all one name, for the runtime tries prefixes and endings.
    private static string Stem(string library)
    {
        var name = library.Split('/', '\\').Last();
        foreach (var ending in new[] { ".dll", ".so", ".dylib" })
        {
            if (name.IndexOf(ending, StringComparison.OrdinalIgnoreCase) is > 0 and var end)
                name = name.Substring(0, end);
        }

        return name.StartsWith("lib", StringComparison.OrdinalIgnoreCase) ? name.Substring(3) : name;
    }
}
