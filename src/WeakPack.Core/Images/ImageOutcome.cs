namespace WeakPack.Images;

/// <summary>What came of a request.</summary>
/// <param name="Request">The request.</param>
/// <param name="Kind">What came of it.</param>
/// <param name="Reason">Why it was compiled, is missing, or failed.</param>
/// <param name="Rejections">Images that were looked at, and why they did not serve.</param>
/// <param name="Spoiled">Images in the cache that are not what was stored.</param>
public sealed record ImageOutcome(ImageRequest Request, ImageOutcomeKind Kind, string Reason, IReadOnlyList<ImageRejection> Rejections, IReadOnlyList<string> Spoiled);

/// <summary>What can come of a request.</summary>
public enum ImageOutcomeKind
{
    /// <summary>The image was in the cache.</summary>
    FromCache,

    /// <summary>The image was compiled.</summary>
    Compiled,

    /// <summary>There is no image, and none was to be compiled.</summary>
    Missing,

    /// <summary>The compiler could not compile it. The assembly with IL serves.</summary>
    Failed,
}
