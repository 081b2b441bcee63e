namespace WeakPack.Units;

/// <summary>The marks that a project file sets, besides the attributes in the source.</summary>
public sealed class UnitMarks
{
    /// <summary>No marks but attributes.</summary>
    public static UnitMarks None { get; } = new();

    /// <summary>Full names of types, as in <c>&lt;WeakUnit Include="Acme.PenWin" /&gt;</c>.</summary>
    public IReadOnlyList<string> Units { get; init; } = [];

    /// <summary>Namespaces, with their sub-namespaces, as in <c>&lt;WeakNamespace Include="Acme.Interop" /&gt;</c>.</summary>
    public IReadOnlyList<NamespaceMark> Namespaces { get; init; } = [];

    /// <summary>Source files, as in <c>&lt;Compile Update="PenWin.cs" WeakUnit="true" /&gt;</c>.</summary>
    public IReadOnlyList<FileMark> Files { get; init; } = [];

    /// <summary>The project files that may hold these marks, in which a mark that names nothing is looked up.</summary>
    public IReadOnlyList<string> ProjectFiles { get; init; } = [];
}

/// <summary>A namespace that is marked weak, and the types in it that are not.</summary>
/// <param name="Namespace">The namespace; its sub-namespaces are marked with it.</param>
/// <param name="Except">Full names of types that stay strong.</param>
public sealed record NamespaceMark(string Namespace, IReadOnlyList<string> Except);

/// <summary>A source file whose types are marked weak.</summary>
/// <param name="Document">Its name in debug data.</param>
/// <param name="Path">Where it is, when path maps make debug data name it otherwise.</param>
public sealed record FileMark(string Document, string? Path = null);
