using System.Globalization;

namespace WeakPack.Images;

/// <summary>Where the cache is and how much it may hold, by the environment and by what a project says.</summary>
public static class ImageCachePlace
{
    private const string Layout = "v1";

    /// <summary>The cache of this user.</summary>
    /// <param name="root">The folder that a project names; null or empty leaves it to the environment: <c>WEAKPACK_IMAGE_CACHE</c>, or the user's cache folder.</param>
    /// <param name="fallbacks">Folders that are only read.</param>
    /// <param name="folder">What a relative folder is relative to. In a build that is the project's: the threads of one process have no current directory each.</param>
    /// <param name="variable">Reads an environment variable.</param>
    public static ImageCache Open(string? root, IEnumerable<string> fallbacks, string folder, Func<string, string?> variable)
    {
        var limits = int.TryParse(variable("WEAKPACK_MAX_NUM_IMAGES"), NumberStyles.None, CultureInfo.InvariantCulture, out var variants) && variants > 0
            ? ImageLimits.Default with { Variants = variants }
            : ImageLimits.Default;
        return new(Path.GetFullPath(Path.Combine(folder, string.IsNullOrEmpty(root) ? Default(variable) : root!)), fallbacks, limits);
    }

    private static string Default(Func<string, string?> variable)
    {
        if (variable("WEAKPACK_IMAGE_CACHE") is { Length: > 0 } named)
            return named;
        var home = variable("XDG_CACHE_HOME") is { Length: > 0 } cache && Path.IsPathRooted(cache)
            ? cache
            : Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return Path.Combine(home.Length > 0 ? home : Path.GetTempPath(), "weakpack", "images", Layout);
    }
}
