namespace WeakPack.Images;

/// <summary>Which images may serve a request. docs/images.md holds the table.</summary>
internal static class ImageRules
{
    // Each name on a line of its own: what is rejected by none of them serves.
    private static readonly (string Name, string Reason)[] s_exact =
    [
        (ImageInputs.SchemaName, "other cache format"),
        (ImageInputs.Code, "IL changed"),
        (ImageInputs.OperatingSystem, "target mismatch: operating system"),
        (ImageInputs.Architecture, "target mismatch: architecture"),
        (ImageInputs.Runtime, "target mismatch: runtime version"),
        (ImageInputs.Flag, "mismatched flags"),
        (ImageInputs.Profile, "mismatched profile"),
    ];

    /// <summary>Why an image can't serve a request; null when it can.</summary>
    /// <param name="image">What the image was made of.</param>
    /// <param name="request">What is asked for.</param>
    /// <param name="matchesBand">A compiler of the same band will do.</param>
    public static string? WhyRejected(ImageInputs image, ImageInputs request, bool matchesBand)
    {
        foreach (var (name, reason) in s_exact)
        {
            if (!image.All(name).SequenceEqual(request.All(name), StringComparer.Ordinal))
                return reason;
        }

        if (!IsSameCompiler(image.One(ImageInputs.Compiler), request.One(ImageInputs.Compiler), matchesBand))
            return "other compiler";
        if (OptimizationLevel.Of(image.One(ImageInputs.Optimization)) < OptimizationLevel.Of(request.One(ImageInputs.Optimization)))
            return "mismatched flags: optimization";
        if (!InstructionLevel.Serves(image.One(ImageInputs.InstructionSet), request.One(ImageInputs.InstructionSet)))
            return "target mismatch: instruction set";
        return WrongReference(image.All(ImageInputs.Reference), request.All(ImageInputs.Reference));
    }

    private static bool IsSameCompiler(string image, string request, bool matchesBand) =>
        image == request || (matchesBand && Band(image) == Band(request));

    // "10.0.12 sha512": the band is what servicing releases share.
    private static string Band(string compiler) => string.Join(".", compiler.Split(' ')[0].Split('.').Take(2));

    private static string? WrongReference(IReadOnlyList<string> image, IReadOnlyList<string> request)
    {
        if (image.SequenceEqual(request, StringComparer.Ordinal))
            return null;
        var wrong = request.Except(image, StringComparer.Ordinal).Concat(image.Except(request, StringComparer.Ordinal)).First();
        return $"wrong dependency MVID: {wrong.Split(' ')[0]}";
    }
}
