namespace WeakPack.Inspection;

/// <summary>Something that is wrong with deployed files.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="File">The file that has it.</param>
/// <param name="Subject">The unit, type, member or assembly that it is about.</param>
/// <param name="Message">What is wrong, and what to do.</param>
public sealed record DeploymentFinding(DeploymentFindingKind Kind, string File, string Subject, string Message);

/// <summary>What can be wrong with deployed files.</summary>
public enum DeploymentFindingKind
{
    /// <summary>A copy is not what the import library at hand holds: the unit has changed since.</summary>
    Stale,

    /// <summary>Two assemblies carry the same unit in different versions.</summary>
    Mixed,

    /// <summary>An import library does not belong to the dll beside it, or was changed.</summary>
    Mismatched,

    /// <summary>A reference leads nowhere.</summary>
    Unresolved,

    /// <summary>A file can't be read.</summary>
    Unreadable,
}
