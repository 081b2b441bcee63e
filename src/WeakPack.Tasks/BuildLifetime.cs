using Microsoft.Build.Framework;
using WeakPack.ImportLibraries;

namespace WeakPack.Tasks;

/// <summary>What tasks of several projects have in common while one build lasts.</summary>
internal static class BuildLifetime
{
    // A type is another one in each load context, so that two versions of this assembly don't meet.
    private static readonly object s_key = typeof(ImportLibraryPool);

    /// <summary>Where import libraries wait for the next project of this process; MSBuild closes it when the build ends. Null where there is no MSBuild.</summary>
    public static ImportLibraryPool? ImportLibraries(IBuildEngine? engine)
    {
        if (engine is not IBuildEngine4 builds)
            return null;

        // Of two threads that come at once the first one's is kept, so it is asked for again.
        if (builds.GetRegisteredTaskObject(s_key, RegisteredTaskObjectLifetime.Build) is null)
            builds.RegisterTaskObject(s_key, new ImportLibraryPool(), RegisteredTaskObjectLifetime.Build, allowEarlyCollection: true);
        return (ImportLibraryPool?)builds.GetRegisteredTaskObject(s_key, RegisteredTaskObjectLifetime.Build);
    }
}
