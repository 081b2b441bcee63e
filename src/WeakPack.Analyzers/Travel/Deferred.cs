namespace WeakPack.Analyzers.Travel;

/// <summary>Something that is made when it is first asked for; when that is cancelled, the next who asks makes it.</summary>
internal sealed class Deferred<T>(Func<CancellationToken, T> make)
    where T : class
{
    private readonly object _gate = new();
    private T? _value;

    public T Get(CancellationToken cancellation)
    {
        lock (_gate)
            return _value ??= make(cancellation);
    }
}
