using System.Reflection.Metadata;

namespace WeakPack.Reflection;

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

/// <summary>A type that a literal text of a module names for reflection.</summary>
/// <param name="User">The method, type, field, assembly-level attribute or embedded file that has the text.</param>
/// <param name="Offset">The place in the method's IL; -1 for a text in an attribute.</param>
/// <param name="Text">The whole text.</param>
/// <param name="FullName">The name of the type as reflection gives it; one text can name several.</param>
/// <param name="Search">Where it is looked for.</param>
/// <param name="Assembly">The simple name of the assembly that the text names, or null.</param>
/// <param name="Beside">The type whose assembly is searched, or nil.</param>
internal sealed record NamedType(EntityHandle User, int Offset, string Text, string FullName, NameSearch Search, string? Assembly = null, EntityHandle Beside = default)
{
    public string TopLevelName => FullName.Split('+')[0];

    /// <summary>Stands in an attribute for trimmers alone, which is turned to the copy.</summary>
    public bool IsHint { get; init; }

    public bool IsInAttribute => Offset < 0 && !IsInDescriptor;

    /// <summary>Stands in a file for trimmers that is embedded in the module.</summary>
    public bool IsInDescriptor => User.Kind == HandleKind.ManifestResource;
}
