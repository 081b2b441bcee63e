namespace WeakPack.ImportLibraries;

/// <summary>The simple names of the assemblies, and the names of the other modules, that a surface refers to.</summary>
internal sealed class SurfaceScopes
{
    public HashSet<string> Assemblies { get; } = new(StringComparer.Ordinal);

    public HashSet<string> Modules { get; } = new(StringComparer.Ordinal);
}
