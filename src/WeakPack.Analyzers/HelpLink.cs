using System.Reflection;

namespace WeakPack.Analyzers;

/// <summary>Where a diagnostic is explained: the same page to which the build tasks' links lead.</summary>
/// <remarks>
/// The pages are in the package, beside the folder of this assembly. A compiler or editor that loads a copy of it from
/// elsewhere has no page there, and shows no link rather than a dead one. A build with PackageProjectUrl set links there.
/// </remarks>
internal static class HelpLink
{
    private const string MetadataKey = "WeakPack.Documentation";

    private static readonly string[] PackageFolders = ["cs", "dotnet", "analyzers"]; // the innermost first

    /// <summary>The link to a page of the documentation; empty where none can be told.</summary>
    public static string To(string page)
    {
        var assembly = typeof(HelpLink).Assembly;
        var address = assembly.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(data => data.Key == MetadataKey)?.Value;
        return address is { Length: > 0 } ? address.TrimEnd('/') + "/docs/" + page : InPackage(assembly.Location, page);
    }

    private static string InPackage(string location, string page)
    {
        var folder = location.Length == 0 ? null : Path.GetDirectoryName(location);
        foreach (var name in PackageFolders)
        {
            if (folder is null || Path.GetFileName(folder) != name)
                return "";
            folder = Path.GetDirectoryName(folder);
        }

        return folder is null ? "" : new Uri(Path.Combine(folder, "docs", page)).AbsoluteUri;
    }
}
