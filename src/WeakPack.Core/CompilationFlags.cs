namespace WeakPack;

/// <summary>How an assembly was compiled, as far as it matters to who links code of it. Null stands for what nobody tells.</summary>
public sealed record CompilationFlags
{
    /// <summary>Visual Basic's name.</summary>
    internal const string VisualBasic = "VB";

    /// <summary>Nothing is known.</summary>
    public static CompilationFlags Unknown { get; } = new();

    /// <summary>The language as MSBuild names it: <c>C#</c>, <c>VB</c>, <c>F#</c>.</summary>
    public string? Language { get; init; }

    /// <summary>Arithmetic throws when it overflows, unless the source says otherwise.</summary>
    public bool? ChecksArithmetic { get; init; }

    /// <summary>The compiler optimized.</summary>
    public bool? IsOptimized { get; init; }

    /// <summary>Arithmetic is as the language has it where nobody asks for anything: Visual Basic checks it, others don't.</summary>
    internal bool HasArithmeticOfItsLanguage => ChecksArithmetic == (Language == VisualBasic);
}
