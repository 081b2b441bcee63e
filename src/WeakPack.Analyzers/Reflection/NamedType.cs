using Microsoft.CodeAnalysis;

namespace WeakPack.Analyzers.Reflection;

/// <summary>Where reflection looks for a type that is named by text.</summary>
internal enum NameSearch
{
    /// <summary>In the assembly that the text itself names.</summary>
    InNamedAssembly,

    /// <summary>In the assembly of the code or attribute that has the text.</summary>
    InOwnAssembly,

    /// <summary>In the assembly of a type that stands beside the text: <c>typeof(Canvas).Assembly.GetType("…")</c>.</summary>
    InAssemblyOfType,

    /// <summary>In an assembly that nobody can tell without running the code.</summary>
    InSomeAssembly,
}

/// <summary>A type that a literal text names for reflection.</summary>
/// <param name="Text">The whole text.</param>
/// <param name="FullName">The name of the type as reflection gives it; one text can name several.</param>
/// <param name="Search">Where it is looked for.</param>
/// <param name="Assembly">The simple name of the assembly that the text names, or null.</param>
/// <param name="Beside">The type whose assembly is searched, or null.</param>
internal sealed record NamedType(string Text, string FullName, NameSearch Search, string? Assembly = null, INamedTypeSymbol? Beside = null)
{
    public string TopLevelName => FullName.Split('+')[0];

    /// <summary>Stands among the arguments of an attribute. In a copy it is rewritten.</summary>
    public bool IsInAttribute { get; init; }

    /// <summary>Stands in an attribute for trimmers alone, which is turned to the copy.</summary>
    public bool IsHint { get; init; }
}
