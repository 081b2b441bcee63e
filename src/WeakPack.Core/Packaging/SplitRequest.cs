using WeakPack.Diagnostics;
using WeakPack.NativeLibraries;
using WeakPack.NuGetPackages;
using WeakPack.Units;

namespace WeakPack.Packaging;

/// <summary>What to split.</summary>
public sealed class SplitRequest
{
    /// <summary>The package as the compiler wrote it.</summary>
    public required AssemblyImage Assembly { get; init; }

    /// <summary>The reference assembly that the compiler wrote with it, or null.</summary>
    public AssemblyImage? ReferenceAssembly { get; init; }

    /// <summary>The project's marks.</summary>
    public UnitMarks Marks { get; init; } = UnitMarks.None;

    /// <summary>What the package was compiled against.</summary>
    public IReadOnlyList<Reference> References { get; init; } = [];

    /// <summary>The target framework in its long form, such as <c>.NETCoreApp,Version=v10.0</c>; null leaves it to the assembly's attribute.</summary>
    public string? TargetFramework { get; init; }

    /// <summary>The target platform in its long form, such as <c>Windows,Version=7.0</c>; left to the assembly's attribute where that tells the framework.</summary>
    public string? TargetPlatform { get; init; }

    /// <summary>What the project asks of its compiler. It counts where the compiler's output does not tell.</summary>
    public CompilationFlags Flags { get; init; } = CompilationFlags.Unknown;

    /// <summary>The resources that go where weak units go.</summary>
    public IReadOnlyList<UnitResource> Resources { get; init; } = [];

    /// <summary>The resources of the project that are for one culture, whether they are of units or not.</summary>
    public IReadOnlyList<TranslatedResource> TranslatedResources { get; init; } = [];

    /// <summary>The native libraries that go where weak units go.</summary>
    public IReadOnlyList<UnitNativeLibrary> NativeLibraries { get; init; } = [];

    /// <summary>The native libraries of units that were linked into the package before it is split.</summary>
    public IReadOnlyList<NativeLibraryNeed> LinkedNativeLibraries { get; init; } = [];

    /// <summary>What NuGet restored for the package.</summary>
    public PackageGraph NuGetPackages { get; init; } = PackageGraph.Empty;

    /// <summary>An executable holds no units.</summary>
    public bool IsExecutable { get; init; }

    /// <summary>The key pair that the compiler signed with; null when there is none.</summary>
    public SigningKey? Key { get; init; }
}

/// <summary>A weak unit of a split package.</summary>
/// <param name="Name">The unit's name: its type's full name, or the name that its types share.</param>
/// <param name="Types">Full names of its top-level types.</param>
/// <param name="IsRetained">The runtime package has it too, because strong code uses it.</param>
public sealed record SplitUnit(string Name, IReadOnlyList<string> Types, bool IsRetained);

/// <summary>A split package. When <see cref="Succeeded"/> is false there are diagnostics and nothing else.</summary>
public sealed class SplitResult
{
    /// <summary>What was found.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; init; } = [];

    /// <summary>No error was found.</summary>
    public bool Succeeded => Diagnostics.All(d => d.Descriptor.Severity != DiagnosticSeverity.Error);

    /// <summary>The runtime package.</summary>
    public AssemblyImage? Runtime { get; init; }

    /// <summary>The reference assembly without weak units, when there was one.</summary>
    public AssemblyImage? ReferenceAssembly { get; init; }

    /// <summary>The import library; null when the package has no weak units.</summary>
    public byte[]? ImportLibrary { get; init; }

    /// <summary>What a compiler needs of the package, weak units included; null when there was no reference assembly or there are no weak units.</summary>
    public byte[]? CompileSurface { get; init; }

    /// <summary>What links of consumers depend on (<see cref="Metadata.ReferenceDigest"/>); null when there was no reference assembly.</summary>
    public string? Digest { get; init; }

    /// <summary>The weak units.</summary>
    public IReadOnlyList<SplitUnit> Units { get; init; } = [];

    /// <summary>The ids of the NuGet packages that the project names and only its weak units need.</summary>
    public IReadOnlyList<string> OptionalNuGetPackages { get; init; } = [];

    /// <summary>The native libraries that belong beside the import library.</summary>
    public IReadOnlyList<NativeLibraryFile> ShippedNativeLibraries { get; init; } = [];

    /// <summary>The native libraries that the runtime package needs itself.</summary>
    public IReadOnlyList<NativeLibraryNeed> NativeLibraries { get; init; } = [];
}
