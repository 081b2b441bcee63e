namespace WeakPack.Linking;

/// <summary>How a project writes its references to NuGet packages, so that advice can be copied as it stands.</summary>
public sealed record ReferenceStyle
{
    /// <summary>A version on each reference.</summary>
    public static ReferenceStyle Default { get; } = new();

    /// <summary>Versions are managed centrally, in <c>Directory.Packages.props</c>.</summary>
    public bool HasCentralVersions { get; init; }

    /// <summary>The central versions by the packages' ids.</summary>
    public IReadOnlyDictionary<string, string> CentralVersions { get; init; } = new Dictionary<string, string>();

    /// <summary>The project is a source file, with references in lines of its own: <c>dotnet run app.cs</c>.</summary>
    public bool IsFileBased { get; init; }
}
