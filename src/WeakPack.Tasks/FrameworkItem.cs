using Microsoft.Build.Framework;

namespace WeakPack.Tasks;

/// <summary>Tells the framework's assemblies from others.</summary>
internal static class FrameworkItem
{
    /// <summary>The item is from a runtime pack, or from the shared framework of this machine.</summary>
    public static bool Is(ITaskItem reference) =>
        reference.GetMetadata("FrameworkName").Length > 0
        || reference.GetMetadata("NuGetPackageId").StartsWith("Microsoft.NETCore.App.Runtime.", StringComparison.OrdinalIgnoreCase)
        || reference.GetMetadata("NuGetPackageId").StartsWith("Microsoft.AspNetCore.App.Runtime.", StringComparison.OrdinalIgnoreCase)
        || reference.GetMetadata("NuGetPackageId").StartsWith("Microsoft.WindowsDesktop.App.Runtime.", StringComparison.OrdinalIgnoreCase);
}
