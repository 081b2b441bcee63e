using WeakPack.Diagnostics;
using WeakPack.ImportLibraries;
using WeakPack.LinkMaps;
using WeakPack.NativeLibraries;
using WeakPack.NuGetPackages;

namespace WeakPack.Linking;

/// <summary>What to link.</summary>
public sealed class LinkRequest
{
    /// <summary>The consumer as the compiler wrote it.</summary>
    public required AssemblyImage Consumer { get; init; }

    /// <summary>The reference assembly that the compiler wrote with it, or null.</summary>
    public AssemblyImage? ReferenceAssembly { get; init; }

    /// <summary>What the consumer was compiled against; those with an import library are packages.</summary>
    public IReadOnlyList<Reference> References { get; init; } = [];

    /// <summary>What else is shipped with the consumer, though the compiler did not see it: a package that one of these refers to is needed.</summary>
    public IReadOnlyList<Reference> RuntimeReferences { get; init; } = [];

    /// <summary>The target framework in its long form; null leaves it to the consumer's attribute.</summary>
    public string? TargetFramework { get; init; }

    /// <summary>The target platform in its long form, such as <c>Windows,Version=7.0</c>; left to the consumer's attribute where that tells the framework.</summary>
    public string? TargetPlatform { get; init; }

    /// <summary>Frameworks, by long or short names, whose packages the project takes where there is none for its own: <c>AssetTargetFallback</c>.</summary>
    public IReadOnlyList<string> FallbackFrameworks { get; init; } = [];

    /// <summary>What the project asks of its compiler. It counts where the compiler's output does not tell.</summary>
    public CompilationFlags Flags { get; init; } = CompilationFlags.Unknown;

    /// <summary>What NuGet restored for the consumer.</summary>
    public PackageGraph NuGetPackages { get; init; } = PackageGraph.Empty;

    /// <summary>How the project writes its references to packages.</summary>
    public ReferenceStyle ReferenceStyle { get; init; } = ReferenceStyle.Default;

    /// <summary>Nobody compiles against an executable, so it may expose weak types.</summary>
    public bool IsExecutable { get; init; }

    /// <summary>The key pair that the compiler signed with; null when there is none.</summary>
    public SigningKey? Key { get; init; }

    /// <summary>
    /// <c>public</c> leaves public what was public in its package, for serializers and XAML that need it; only an
    /// executable may ask for it. <c>internal</c>, or nothing, is what copies are otherwise.
    /// </summary>
    public string? CopyVisibility { get; init; }

    /// <summary>The map tells of all units of the packages, not only of those that were linked.</summary>
    public bool MapsAllUnits { get; init; }

    /// <summary>Where import libraries wait, open, for the next of many links; null opens each for this one alone.</summary>
    public ImportLibraryPool? ImportLibraries { get; init; }
}

/// <summary>A unit that was linked.</summary>
/// <param name="Name">The unit's name.</param>
/// <param name="Package">The simple name of the package that it comes from.</param>
/// <param name="Types">Full names of the copied top-level types, helpers included.</param>
/// <param name="Size">Bytes of IL and data that came with it.</param>
public sealed record LinkedUnit(string Name, string Package, IReadOnlyList<string> Types, int Size);

/// <summary>A linked consumer. When <see cref="Succeeded"/> is false there are diagnostics and nothing else.</summary>
public sealed class LinkResult
{
    /// <summary>What was found.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; init; } = [];

    /// <summary>No error was found.</summary>
    public bool Succeeded => Diagnostics.All(d => d.Descriptor.Severity != DiagnosticSeverity.Error);

    /// <summary>The consumer with its units; the very image of the request when it uses none.</summary>
    public AssemblyImage? Output { get; init; }

    /// <summary>The consumer's reference assembly without references to units, when there was one.</summary>
    public AssemblyImage? ReferenceAssembly { get; init; }

    /// <summary>The units that were linked, by package and name.</summary>
    public IReadOnlyList<LinkedUnit> Units { get; init; } = [];

    /// <summary>Simple names of the packages that nothing needs at run time.</summary>
    public IReadOnlyList<string> UnneededPackages { get; init; } = [];

    /// <summary>The ids of the NuGet packages that nothing needs: those of the unneeded packages, and what only they brought.</summary>
    public IReadOnlyList<string> OrphanedNuGetPackages { get; init; } = [];

    /// <summary>The ids of the NuGet packages, and of those that projects make, whose references in a library could say <c>WeakOnly</c>.</summary>
    public IReadOnlyList<string> WeakOnlyCandidates { get; init; } = [];

    /// <summary>Paths of the import libraries that units were taken from.</summary>
    public IReadOnlyList<string> ImportLibraries { get; init; } = [];

    /// <summary>What links of the consumer's own consumers depend on (<see cref="Metadata.ReferenceDigest"/>); null when there was no reference assembly.</summary>
    public string? Digest { get; init; }

    /// <summary>What was done, and why; null when it was not.</summary>
    public LinkMap? Map { get; init; }

    /// <summary>The native libraries of linked units, and of units that packages retain which are needed at run time.</summary>
    public IReadOnlyList<NativeLibraryNeed> NativeLibraries { get; init; } = [];
}
