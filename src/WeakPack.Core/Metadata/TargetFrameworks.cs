using NuGet.Frameworks;

namespace WeakPack.Metadata;

/// <summary>Target frameworks by their long names, such as <c>.NETCoreApp,Version=v10.0</c>.</summary>
internal static class TargetFrameworks
{
    private const string Attribute = "System.Runtime.Versioning.TargetFrameworkAttribute";

    /// <summary>What an assembly says it was compiled for, or null.</summary>
    public static string? Of(MetadataImage image)
    {
        foreach (var handle in image.Reader.GetAssemblyDefinition().GetCustomAttributes())
        {
            if (image.AttributeName(handle) != Attribute)
                continue;

            var blob = image.Reader.GetBlobReader(image.Reader.GetCustomAttribute(handle).Value);
            blob.ReadUInt16(); // the prolog
            return blob.ReadSerializedString();
        }

        return null;
    }

    /// <summary>A consumer for one framework can use a package for the other. A framework that nobody tells never stands in the way.</summary>
    public static bool AreCompatible(string? consumer, string? package) =>
        string.IsNullOrEmpty(consumer) || string.IsNullOrEmpty(package)
        || consumer == package // the usual case; NuGet's tables cost a build 40 ms to set up
        || DefaultCompatibilityProvider.Instance.IsCompatible(NuGetFramework.Parse(consumer!), NuGetFramework.Parse(package!));
}
