namespace WeakPack.Inspection;

/// <summary>A type of an assembly: what it uses, and whether it could be a weak unit as the code stands.</summary>
public sealed record UnitCandidate
{
    /// <summary>The type's full name.</summary>
    public required string Name { get; init; }

    /// <summary>The unit that it is of already, or null.</summary>
    public string? WeakUnit { get; init; }

    /// <summary>The type can be seen outside of the assembly. One that can't be is nobody's to use, and travels by itself where it is needed.</summary>
    public bool IsPublic { get; init; }

    /// <summary>What stops it; nothing does when this is empty.</summary>
    public IReadOnlyList<CandidateObstacle> Obstacles { get; init; } = [];

    /// <summary>
    /// Members of other types that look for it by its identity: <c>is</c>, <c>as</c>, <c>typeof</c>, a cast, <c>catch</c>, and attributes that are asked
    /// for. They would not know a consumer's copy. This stops nothing, for they may never meet one.
    /// </summary>
    public IReadOnlyList<string> LookedForBy { get; init; } = [];

    /// <summary>Types of the assembly that use it: as long as they are strong, the package carries it too.</summary>
    public IReadOnlyList<string> UsedBy { get; init; } = [];

    /// <summary>Types of the assembly that it uses.</summary>
    public IReadOnlyList<string> Uses { get; init; } = [];

    /// <summary>Assemblies, the framework's apart, that it and what would travel with it refer to: what the package might do without.</summary>
    public IReadOnlyList<string> Assemblies { get; init; } = [];

    /// <summary>Native libraries that it calls.</summary>
    public IReadOnlyList<string> NativeLibraries { get; init; } = [];

    /// <summary>Bytes of its code.</summary>
    public int Bytes { get; init; }

    /// <summary>It could be marked today.</summary>
    public bool IsPossible => IsPublic && Obstacles.Count == 0;
}

/// <summary>What keeps a type from being a weak unit.</summary>
/// <param name="Id">The diagnostic that a build would show.</param>
/// <param name="Message">Its message.</param>
public sealed record CandidateObstacle(string Id, string Message);
