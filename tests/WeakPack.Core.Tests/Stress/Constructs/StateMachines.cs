namespace WeakPack.Core.Tests.Stress.Constructs;

/// <summary>Methods that a compiler turns into state machines.</summary>
internal static class StateMachines
{
    public static IReadOnlyList<Recipe> All { get; } =
    [
        new("iterator", Iterator),
        new("async method", Async),
        new("async iterator", AsyncIterator),
        new("async disposal and ValueTask", AsyncDisposal),
        new("awaitable type", Awaitable),
    ];

    private static void Iterator(PieceWriter w)
    {
        var (used, shown) = (w.Uses(), w.Shows());
        w.Write($$"""
            {{w.Declare($"class {w.Name}(int n)")}}
            {
                private string log = "";
                public IEnumerable<{{shown.Type}}> All(int to)
                {
                    try { for (var i = 0; i < to; i++) { if (i == {{w.Number}}) yield break; yield return {{shown.Made("i + n")}}; } }
                    finally { log += "f"; }
                }
                private IEnumerator<T> Generic<T>(T[] items) where T : notnull { foreach (var item in items) { var copy = item; yield return copy; } using var x = new System.IO.MemoryStream(); yield return items[0]; }
                private static IEnumerable<({{used.Type}} Value, int Index)> Static(int n) { var value = {{used.Made("n")}}; yield return (value, 0); foreach (var t in Static2()) yield return t; IEnumerable<({{used.Type}}, int)> Static2() { yield return (value, n); } }
                public string Tell()
                {
                    var text = string.Concat(All(3).Select(e => {{shown.Told("e")}})) + All(5).First().GetType().IsClass;
                    var generic = Generic([1, 2]);
                    while (generic.MoveNext()) text += generic.Current;
                    foreach (var (value, index) in Static(n)) text += {{used.Told("value")}} + index;
                    return text + log;
                }
            }
            """);
        w.Offers(Common.TellingFace(w.FullName));
    }

    private static void Async(PieceWriter w)
    {
        var (used, shown) = (w.Uses(), w.Shows());
        w.Write($$"""
            {{w.Declare($"class {w.Name}(int n)")}}
            {
                private string log = "";
                public async Task<{{shown.Type}}> Make(int by)
                {
                    {{w.Dice.Of("await Task.Yield();", "await Task.CompletedTask.ConfigureAwait(false);")}}
                    return {{shown.Made("n + by")}};
                }
                private async Task<string> Run()
                {
                    var value = {{used.Made("n")}};
                    try
                    {
                        var shown = await Make(await Task.FromResult({{w.Number}}));
                        log += {{shown.Told("shown")}};
                        await Fail(n);
                    }
                    catch (InvalidOperationException e) when (e.Message.Length > n % 3)
                    {
                        log += await Generic(e.Message) + {{used.Told("value")}};
                    }
                    finally { await Task.Yield(); log += "finally"; }
                    Func<Task<string>> lambda = async () => { await Task.Yield(); return {{used.Told("value")}}; };
                    return log + await lambda();
                }
                private static async Task Fail(int n) { await Task.Yield(); throw new InvalidOperationException({{w.Text}} + n); }
                private async ValueTask<T> Generic<T>(T value) { await Task.Yield(); var copy = value; await using var stream = new System.IO.MemoryStream(); return copy; }
                public string Tell() => Run().GetAwaiter().GetResult();
            }
            """);
        w.Offers(Common.TellingFace(w.FullName));
    }

    private static void AsyncIterator(PieceWriter w)
    {
        var used = w.Uses();
        w.Write($$"""
            {{w.Declare($"static class {w.Name}")}}
            {
                public static string Run(int n) => Collect(n).GetAwaiter().GetResult();
                private static async IAsyncEnumerable<{{used.Type}}> Items(int n, [System.Runtime.CompilerServices.EnumeratorCancellation] System.Threading.CancellationToken token = default)
                {
                    for (var i = 0; i < {{w.Number}}; i++)
                    {
                        try { await Task.Yield(); token.ThrowIfCancellationRequested(); }
                        finally { n++; }
                        yield return {{used.Made("n")}};
                    }
                }
                private static async Task<string> Collect(int n)
                {
                    var text = "";
                    await foreach (var item in Items(n).WithCancellation(default).ConfigureAwait(false)) text += {{used.Told("item")}};
                    await foreach (var word in Words<string>([{{w.Text}}])) text += word;
                    return text;
                }
                private static async IAsyncEnumerable<T> Words<T>(IEnumerable<T> all) where T : class { foreach (var one in all) { yield return one; await Task.Yield(); } }
            }
            """);
        w.Runs(w.FullName + ".Run(#)");
    }

    private static void AsyncDisposal(PieceWriter w)
    {
        var used = w.Uses();
        w.Write($$"""
            {{w.Declare($"sealed class {w.Name} : IAsyncDisposable")}}
            {
                private readonly {{used.Type}} value;
                private string log = "";
                public {{w.Name}}(int n) => value = {{used.Made("n")}};
                public async ValueTask DisposeAsync() { await Task.Yield(); log += "disposed"; }
                [System.Runtime.CompilerServices.AsyncMethodBuilder(typeof(System.Runtime.CompilerServices.PoolingAsyncValueTaskMethodBuilder<>))]
                private static async ValueTask<(T, int)> Pooled<T>(T it) { await Task.Delay(0); await Task.Yield(); return (it, {{w.Number}}); }
                public string Tell() { Use().AsTask().Wait(); return log; }
                private async ValueTask Use() { await using (this) { var (one, two) = await Pooled(value); log += {{used.Told("one")}} + two; } await Task.WhenAll(Void(), Void()); }
                private async Task Void() { async void Nothing() => await Task.CompletedTask; Nothing(); await Task.CompletedTask; log += "v"; }
            }
            """);
        w.Offers(Common.TellingFace(w.FullName));
    }

    private static void Awaitable(PieceWriter w)
    {
        var shown = w.Shows();
        w.Write($$"""
            [System.Runtime.CompilerServices.AsyncMethodBuilder(typeof({{w.Name}}Builder))]
            {{w.Declare($"class {w.Name}")}}
            {
                public {{shown.Type}} Value = default!;
                public {{w.Name}}() { }
                public {{w.Name}}(int n) => Value = {{shown.Made("n")}};
                public Awaiter GetAwaiter() => new(this);
                public readonly struct Awaiter({{w.Name}} owner) : System.Runtime.CompilerServices.ICriticalNotifyCompletion
                {
                    public bool IsCompleted => true;
                    public {{shown.Type}} GetResult() => owner.Value;
                    public void OnCompleted(Action then) => then();
                    public void UnsafeOnCompleted(Action then) => then();
                }
                private static async {{w.Name}} Make(int n) { var first = await new {{w.Name}}(n); GC.KeepAlive(first); return; }
                public string Tell() => {{shown.Told("GetAwaiter().GetResult()")}} + (Make({{w.Number}}).Value is { } v ? "made" : "none");
            }
            {{w.Declare($"struct {w.Name}Builder")}}
            {
                public static {{w.Name}}Builder Create() => new() { Task = new({{w.Number}}) };
                public {{w.Name}} Task { get; private set; }
                public void Start<T>(ref T machine) where T : System.Runtime.CompilerServices.IAsyncStateMachine => machine.MoveNext();
                public void SetStateMachine(System.Runtime.CompilerServices.IAsyncStateMachine machine) { }
                public void SetResult() { }
                public void SetException(Exception e) => throw e;
                public void AwaitOnCompleted<A, M>(ref A awaiter, ref M machine) where A : System.Runtime.CompilerServices.INotifyCompletion where M : System.Runtime.CompilerServices.IAsyncStateMachine => awaiter.OnCompleted(machine.MoveNext);
                public void AwaitUnsafeOnCompleted<A, M>(ref A awaiter, ref M machine) where A : System.Runtime.CompilerServices.ICriticalNotifyCompletion where M : System.Runtime.CompilerServices.IAsyncStateMachine => awaiter.UnsafeOnCompleted(machine.MoveNext);
            }
            """);
        w.Offers(Common.TellingFace(w.FullName));
    }
}
