namespace WeakPack.NuGetPackages;

/// <summary>What is to be done about a package on which a nupkg would depend.</summary>
public enum PackDecisionKind
{
    /// <summary>Only weak units use it: no dependency.</summary>
    Optional,

    /// <summary>It serves nobody who gets the nupkg: no dependency, and not worth a word.</summary>
    Private,

    /// <summary>Nothing needs it at run time, and yet it is a dependency until the author says otherwise.</summary>
    WeakOnlyCandidate,
}

/// <summary>What was decided of a package for one of the project's target frameworks.</summary>
/// <param name="Id">The package's id.</param>
/// <param name="TargetFramework">The framework, as the project writes it.</param>
/// <param name="Kind">What was decided.</param>
public sealed record PackDecision(string Id, string TargetFramework, PackDecisionKind Kind);
