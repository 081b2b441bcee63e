using Microsoft.Build.Framework;
using WeakPack.ImportLibraries;

namespace WeakPack.Tasks;

/// <summary>What tasks of several projects, and of several builds, have in common in one process of MSBuild.</summary>
internal static class ProcessLifetime
{
    // A type is another one in each load context, so that two versions of this assembly don't meet.
    private static readonly object s_key = typeof(ImportLibraryPool);

    /// <summary>Where import libraries wait for the next project of this process; MSBuild closes it when the process ends. Null where there is no MSBuild.</summary>
    public static ImportLibraryPool? ImportLibraries(IBuildEngine? engine)
    {
        if (engine is not IBuildEngine4 builds)
            return null;

        // Of two threads that come at once the first one's is kept, so it is asked for again.
        if (builds.GetRegisteredTaskObject(s_key, RegisteredTaskObjectLifetime.AppDomain) is null)
            builds.RegisterTaskObject(s_key, new ImportLibraryPool(), RegisteredTaskObjectLifetime.AppDomain, allowEarlyCollection: true);
        return (ImportLibraryPool?)builds.GetRegisteredTaskObject(s_key, RegisteredTaskObjectLifetime.AppDomain);
    }
}
