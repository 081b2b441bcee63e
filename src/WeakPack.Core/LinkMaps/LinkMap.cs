namespace WeakPack.LinkMaps;

/// <summary>What a link did and why: the linker's map file, of which docs/link-map.md describes the schema.</summary>
/// <remarks>The same inputs give the same map: it holds neither times nor folders.</remarks>
public sealed record LinkMap
{
    /// <summary>The format that this version writes. A reader takes newer minor formats, and no newer major ones.</summary>
    public static Version CurrentFormat { get; } = new(1, 1);

    /// <summary>The consumer.</summary>
    public required LinkMapConsumer Consumer { get; init; }

    /// <summary>The packages that it was compiled against, by name.</summary>
    public required IReadOnlyList<LinkMapPackage> Packages { get; init; }

    /// <summary>What need not be shipped.</summary>
    public required LinkMapDropped Dropped { get; init; }
}

/// <summary>The consumer of a link.</summary>
/// <param name="Name">Its simple name.</param>
/// <param name="Version">Its assembly version.</param>
/// <param name="TargetFramework">The long name of its target framework; empty when it is not known.</param>
/// <param name="IsExecutable">Nobody compiles against it.</param>
/// <param name="CompiledBytes">The size of the file that the compiler wrote.</param>
/// <param name="LinkedBytes">The size of the linked file.</param>
public sealed record LinkMapConsumer(string Name, string Version, string TargetFramework, bool IsExecutable, long CompiledBytes, long LinkedBytes);

/// <summary>A package with weak units that the consumer was compiled against.</summary>
public sealed record LinkMapPackage
{
    /// <summary>Its simple name.</summary>
    public required string Name { get; init; }

    /// <summary>Its assembly version.</summary>
    public required string Version { get; init; }

    /// <summary>The NuGet package that brought it, or null.</summary>
    public LinkMapNuGetPackage? NuGetPackage { get; init; }

    /// <summary>The import library that its units come from.</summary>
    public required LinkMapFile ImportLibrary { get; init; }

    /// <summary>It has to be there at run time.</summary>
    public bool IsNeeded { get; init; }

    /// <summary>Why it is needed; empty when it is not.</summary>
    public IReadOnlyList<LinkMapNeed> NeededBy { get; init; } = [];

    /// <summary>Its units: those that were linked or dropped, and the others too when the map was asked for all.</summary>
    public IReadOnlyList<LinkMapUnit> Units { get; init; } = [];

    /// <summary>How many units it has, told of here or not.</summary>
    public int UnitCount { get; init; }
}

/// <summary>A NuGet package in the version that was restored.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Version">Its version.</param>
public sealed record LinkMapNuGetPackage(string Id, string Version);

/// <summary>A file.</summary>
/// <param name="Name">Its name, without a folder.</param>
/// <param name="Sha256">SHA-256 of its bytes, in hexadecimal digits.</param>
public sealed record LinkMapFile(string Name, string Sha256);

/// <summary>What became of a unit.</summary>
public enum LinkMapState
{
    /// <summary>The consumer does not use it, and it is in the import library only.</summary>
    Unused,

    /// <summary>The consumer does not use it, and the package carries it for its own use.</summary>
    Retained,

    /// <summary>Its copy is in the consumer.</summary>
    Linked,

    /// <summary>The consumer uses it, and has a copy of the very same unit from another package.</summary>
    Dropped,
}

/// <summary>A weak unit.</summary>
public sealed record LinkMapUnit
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What became of it.</summary>
    public required LinkMapState State { get; init; }

    /// <summary>The package carries it too, for a sibling uses it.</summary>
    public bool IsRetained { get; init; }

    /// <summary>Bytes of code that came with it, what travels with it included.</summary>
    public int Bytes { get; init; }

    /// <summary>Its own types.</summary>
    public required IReadOnlyList<LinkMapType> Types { get; init; }

    /// <summary>Internal types of the package, and what compilers made, that travel with it; units of the package that it uses are no part of this.</summary>
    public IReadOnlyList<LinkMapType> Travelling { get; init; } = [];

    /// <summary>How it came in: from a member of the consumer to one of its types. Empty when it did not.</summary>
    public IReadOnlyList<LinkMapStep> Chain { get; init; } = [];

    /// <summary>What it needs.</summary>
    public required LinkMapNeeds Needs { get; init; }
}

/// <summary>A top-level type of a unit, or one that travels with it.</summary>
/// <param name="Name">Its full name in the package.</param>
/// <param name="Copy">The full name of its copy, or of what stands for it; null when it was not linked.</param>
/// <param name="Sha256">SHA-256 of its content; null for a type that only travels.</param>
/// <param name="Bytes">Bytes of its code.</param>
public sealed record LinkMapType(string Name, string? Copy, string? Sha256, int Bytes);

/// <summary>A step of a chain: one member names another.</summary>
/// <param name="Assembly">The assembly that the member is in.</param>
/// <param name="Member">The member that names the other; null when only the assembly is known.</param>
/// <param name="Uses">What it names.</param>
public sealed record LinkMapStep(string Assembly, string? Member, string Uses);

/// <summary>What a unit needs where it is linked.</summary>
/// <param name="Units">Other units of its package that it names.</param>
/// <param name="Assemblies">Assemblies, and the NuGet packages that bring them.</param>
/// <param name="NativeLibraries">Native libraries that it calls.</param>
/// <param name="Resources">Manifest resources that go with it.</param>
public sealed record LinkMapNeeds(
    IReadOnlyList<string> Units, IReadOnlyList<LinkMapAssembly> Assemblies, IReadOnlyList<string> NativeLibraries, IReadOnlyList<string> Resources)
{
    /// <summary>Native libraries that the package ships for it, of which each program gets those for its platform. Since format 1.1.</summary>
    public IReadOnlyList<LinkMapNativeFile> NativeFiles { get; init; } = [];
}

/// <summary>A native library that a package ships.</summary>
/// <param name="RuntimeIdentifier">The platform that it is for; <c>any</c> for every one.</param>
/// <param name="Name">The file's name.</param>
/// <param name="Sha256">SHA-256 of its bytes, in hexadecimal digits.</param>
public sealed record LinkMapNativeFile(string RuntimeIdentifier, string Name, string Sha256);

/// <summary>An assembly that a unit needs.</summary>
/// <param name="Name">Its simple name.</param>
/// <param name="NuGetPackage">The NuGet package that it came from when the unit was compiled, and the versions that will do; or null.</param>
/// <param name="IsFramework">The consumer has it from its framework. Since format 1.1.</param>
public sealed record LinkMapAssembly(string Name, LinkMapNuGetPackage? NuGetPackage, bool IsFramework = false);

/// <summary>Why a package is needed at run time.</summary>
/// <param name="Kind">Who needs it.</param>
/// <param name="Assembly">The assembly that refers to it: the consumer, or one that is shipped with it.</param>
/// <param name="Unit">The linked unit that uses it, or null.</param>
/// <param name="Member">The member that uses it, or null.</param>
/// <param name="Uses">The type or member that is used, or null.</param>
public sealed record LinkMapNeed(LinkMapNeedKind Kind, string? Assembly = null, string? Unit = null, string? Member = null, string? Uses = null);

/// <summary>Who needs a package.</summary>
public enum LinkMapNeedKind
{
    /// <summary>The consumer's own code uses a strong type.</summary>
    Consumer,

    /// <summary>A linked unit uses a strong type.</summary>
    Unit,

    /// <summary>Another assembly that is shipped refers to it.</summary>
    Reference,

    /// <summary>The project wants to keep it: <c>WeakPackKeep="true"</c>.</summary>
    Kept,
}

/// <summary>What need not be shipped.</summary>
/// <param name="Packages">Simple names of the packages that nothing needs.</param>
/// <param name="NuGetPackages">Ids of the NuGet packages that go with them.</param>
public sealed record LinkMapDropped(IReadOnlyList<string> Packages, IReadOnlyList<string> NuGetPackages);
