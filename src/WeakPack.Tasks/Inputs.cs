using Microsoft.Build.Framework;
using WeakPack.NativeLibraries;
using WeakPack.NuGetPackages;

namespace WeakPack.Tasks;

/// <summary>Turns MSBuild's items into what Core asks for.</summary>
internal static class Inputs
{
    /// <summary>Reads what the compiler wrote, under the name that it will have.</summary>
    /// <remarks>The PDB is the one that this build wrote, if any: one that lies about from an earlier build is not taken.</remarks>
    /// <param name="compiled">What the step before wrote.</param>
    /// <param name="symbols">Its PDB.</param>
    /// <param name="final">The place of what is made of it.</param>
    /// <param name="finalSymbols">The place of the PDB, as debug data names it.</param>
    public static AssemblyImage Read(string compiled, string? symbols, string final, string finalSymbols) =>
        new(final, File.ReadAllBytes(compiled), IsPresent(symbols) ? File.ReadAllBytes(symbols!) : null) { SymbolsPath = finalSymbols };

    /// <summary>Reads the compiler's reference assembly, when there is one.</summary>
    public static AssemblyImage? ReadReferenceAssembly(string? compiled, string? final) =>
        IsPresent(compiled) ? new(final!, File.ReadAllBytes(compiled!)) : null;

    /// <summary>What the project was compiled against.</summary>
    public static IReadOnlyList<Reference> References(IEnumerable<ITaskItem> items, ReferenceWishes? wishes = null) =>
        [.. items.Select(item => ToReference(item, wishes ?? ReferenceWishes.None))];

    /// <summary>What NuGet restored. The file is read when the result first depends on it, and then may throw an <see cref="IOException"/>.</summary>
    public static PackageGraph NuGetPackages(string? assets, string? targetFramework) =>
        IsPresent(assets) && !string.IsNullOrEmpty(targetFramework) ? PackageGraph.Deferred(() => ReadPackages(assets!, targetFramework!)) : PackageGraph.Empty;

    private static PackageGraph ReadPackages(string assets, string targetFramework)
    {
        try
        {
            return PackageGraph.Read(File.ReadAllBytes(assets), targetFramework);
        }
        catch (FormatException error)
        {
            throw new IOException($"'{assets}' can't be read: {error.Message}. Restore the project again.", error);
        }
    }

    /// <summary>The native libraries that an earlier step found to be needed; none when it wrote no file.</summary>
    /// <exception cref="IOException">The file can't be read.</exception>
    public static IReadOnlyList<NativeLibraryNeed> NativeLibraries(string? file)
    {
        if (!IsPresent(file))
            return [];
        try
        {
            return [.. NativeLibraryNeed.Parse(File.ReadAllLines(file!))];
        }
        catch (FormatException error)
        {
            throw new IOException($"'{file}' can't be read: {error.Message}. Delete it and build again.", error);
        }
    }

    // Nearly all references are the framework's, and nobody asks more of these: a targeting pack is a package, too, but none that anyone refers to.
    private static Reference ToReference(ITaskItem item, ReferenceWishes wishes) => IsFramework(item)
        ? Reference.FromFile(item.GetMetadata("FullPath"), isFramework: true, isAliased: IsAliased(item))
        : Reference.FromFile(RuntimeAssembly(item), NullIfEmpty(item.GetMetadata("ImportLibrary")), isAliased: IsAliased(item), origin: OriginOf(item, wishes));

    // What runs is what the import library belongs to, and what refers to other packages. The compiler may be given another file:
    // that in the ref/ folder of a NuGet package.
    private static string RuntimeAssembly(ITaskItem item) =>
        item.GetMetadata("WeakPackRuntimeAssembly") is { Length: > 0 } path ? path : item.GetMetadata("FullPath");

    private static ReferenceOrigin OriginOf(ITaskItem item, ReferenceWishes wishes) => new()
    {
        NuGetPackage = NullIfEmpty(item.GetMetadata("NuGetPackageId")),
        ProjectFile = NullIfEmpty(item.GetMetadata("MSBuildSourceProjectFile")),
        Version = NullIfEmpty(item.GetMetadata("NuGetPackageVersion")),
        IsKept = wishes.IsKept(item),
        IsWeakOnly = wishes.IsWeakOnly(item),
        DeniesWeakOnly = wishes.DeniesWeakOnly(item),
    };

    // A targeting pack says which framework its files belong to; the assemblies of .NET Framework say that they are of it.
    private static bool IsFramework(ITaskItem item) =>
        item.GetMetadata("FrameworkReferenceName").Length > 0
        || string.Equals(item.GetMetadata("FrameworkFile"), "true", StringComparison.OrdinalIgnoreCase);

    // The list holds "global" when the types can be named without an alias as well.
    private static bool IsAliased(ITaskItem item)
    {
        var aliases = item.GetMetadata("Aliases");
        return aliases.Length > 0 && !aliases.Split(',', ';').Any(alias => alias.Trim() == "global");
    }

    private static bool IsPresent(string? path) => !string.IsNullOrEmpty(path) && File.Exists(path);

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
