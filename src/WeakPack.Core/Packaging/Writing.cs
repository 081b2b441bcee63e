namespace WeakPack.Packaging;

/// <summary>One output of a split, written by a thread of its own.</summary>
/// <remarks>
/// The thread opens the package for itself. It shares with others what nobody changes: the bytes of the files, and what the writer asked of the
/// graph when it was made. The graph, and the image that it reads, are for the thread that splits.
/// </remarks>
internal sealed class Writing<T> : IDisposable
{
    private readonly Task<T> _task;

    /// <param name="write">Writes the output; it must ask the graph no more.</param>
    public Writing(Func<T> write) => _task = Task.Run(write);

    /// <summary>What was written, as soon as it is; what went wrong, when something did.</summary>
    public T Result => _task.GetAwaiter().GetResult();

    /// <summary>Waits for the thread, which must not outlast the split. Who has not asked for the result leaves with an error of another output, and that one is told.</summary>
    public void Dispose() => _task.ContinueWith(task => task.Exception, TaskScheduler.Default).GetAwaiter().GetResult();
}
