namespace WeakPack.Images;

/// <summary>How far code is optimized. An image at a higher level serves who asks for a lower one.</summary>
internal static class OptimizationLevel
{
    /// <summary>The name of the level that a compiler is asked for.</summary>
    /// <remarks>crossgen2 takes the last that is given.</remarks>
    public static string? FromFlag(string flag) => flag switch
    {
        "--Od" or "--optimize-disabled" => "disabled",
        "-O" or "--optimize" => "blended",
        "--Os" or "--optimize-space" => "space",
        "--Ot" or "--optimize-time" => "time",
        _ => null,
    };

    /// <summary>A number that grows with the level: off, not asked for, on.</summary>
    public static int Of(string name) => name switch
    {
        "disabled" => 0,
        "" => 1,
        "blended" or "space" or "time" => 2,
        _ => throw new ArgumentException($"There is no optimization level '{name}'."),
    };
}
