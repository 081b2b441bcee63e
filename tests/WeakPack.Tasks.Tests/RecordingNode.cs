using System.Collections;
using Microsoft.Build.Framework;

namespace WeakPack.Tasks.Tests;

/// <summary>Stands in for a process of MSBuild, which keeps objects of tasks from one build to the next.</summary>
internal sealed class RecordingNode : RecordingEngine, IBuildEngine4, IDisposable
{
    private readonly Dictionary<object, object> _objects = [];

    public bool IsRunningMultipleNodes => false;

    public object? GetRegisteredTaskObject(object key, RegisteredTaskObjectLifetime lifetime) => _objects.GetValueOrDefault(key);

    public void RegisterTaskObject(object key, object obj, RegisteredTaskObjectLifetime lifetime, bool allowEarlyCollection)
    {
        Assert.AreEqual(RegisteredTaskObjectLifetime.AppDomain, lifetime);
        _objects.TryAdd(key, obj);
    }

    public object? UnregisterTaskObject(object key, RegisteredTaskObjectLifetime lifetime) => throw new NotSupportedException();

    /// <summary>The process ends.</summary>
    public void Dispose()
    {
        foreach (var kept in _objects.Values.OfType<IDisposable>())
            kept.Dispose();
        _objects.Clear();
    }

    public bool BuildProjectFile(string projectFileName, string[] targetNames, IDictionary globalProperties, IDictionary targetOutputs, string toolsVersion) =>
        throw new NotSupportedException();

    public bool BuildProjectFilesInParallel(string[] projectFileNames, string[] targetNames, IDictionary[] globalProperties, IDictionary[] targetOutputsPerProject, string[] toolsVersion, bool useResultsCache, bool unloadProjectsOnCompletion) =>
        throw new NotSupportedException();

    public BuildEngineResult BuildProjectFilesInParallel(string[] projectFileNames, string[] targetNames, IDictionary[] globalProperties, IList<string>[] removeGlobalProperties, string[] toolsVersion, bool returnTargetOutputs) =>
        throw new NotSupportedException();

    public void Yield()
    {
    }

    public void Reacquire()
    {
    }
}
