namespace WeakPack.Core.Tests.Linking.ConstructTests;

[TestClass]
public sealed class StateMachinesTests
{
    [TestMethod]
    public void Async_methods_of_every_kind() => Construct.RunsTheSame("""
        [WeakPackageUnit] public class Work<T>(T value)
        {
            public async Task<T> Later() { await Task.Yield(); return value; }
            public async ValueTask<(T, U)> With<U>(Func<Task<U>> other) where U : notnull
            {
                try { return (await Later().ConfigureAwait(false), await other()); }
                catch (InvalidOperationException e) when (e.Message.Length > 0) { await Task.Delay(1); return (value, default!); }
                finally { await Task.Yield(); Finished++; }
            }
            public int Finished { get; private set; }
            public async Task Throw() { await Task.Yield(); throw new InvalidOperationException("thrown"); }
            public Func<int, Task<int>> Lambda => async i => { await Task.Yield(); return i + Finished; };
            public async void Forget(TaskCompletionSource done) { await Task.Yield(); done.SetResult(); }
        }
        """, """
        var work = new Work<string>("w");
        Console.WriteLine(await work.Later());
        Console.WriteLine(await work.With(async () => { await Task.Yield(); return 3; }));
        Console.WriteLine(await work.With<int>(() => throw new InvalidOperationException("x")));
        try { await work.Throw(); } catch (InvalidOperationException e) { Console.WriteLine(e.Message); }
        Console.WriteLine(await work.Lambda(40));
        var done = new TaskCompletionSource();
        work.Forget(done);
        await done.Task;
        """);

    [TestMethod]
    public void A_task_like_type_with_its_own_builder() => Construct.RunsTheSame("""
        using System.Runtime.CompilerServices;
        [WeakPackageUnit("Job")] [AsyncMethodBuilder(typeof(JobBuilder<>))] public class Job<T> { internal T? Result; public T? Value => Result; }
        [WeakPackageUnit("Job")] public struct JobBuilder<T>
        {
            public static JobBuilder<T> Create() => new() { Task = new() };
            public Job<T> Task { get; private set; }
            public readonly void SetResult(T result) => Task.Result = result;
            public readonly void SetException(Exception e) => throw e;
            public readonly void SetStateMachine(IAsyncStateMachine machine) { }
            public readonly void Start<M>(ref M machine) where M : IAsyncStateMachine => machine.MoveNext();
            public readonly void AwaitOnCompleted<A, M>(ref A awaiter, ref M machine) where A : INotifyCompletion where M : IAsyncStateMachine => awaiter.OnCompleted(machine.MoveNext);
            public readonly void AwaitUnsafeOnCompleted<A, M>(ref A awaiter, ref M machine) where A : ICriticalNotifyCompletion where M : IAsyncStateMachine => awaiter.OnCompleted(machine.MoveNext);
        }
        [WeakPackageUnit("Job")] public static class Jobs { public static async Job<int> Run(int i) { await Task.CompletedTask; return i * 2; } }
        """, """
        Console.WriteLine(Jobs.Run(21).Value);
        Console.WriteLine(Mine().Value);
        async Job<string> Mine() { await Task.CompletedTask; return "mine"; }
        """);

    [TestMethod]
    public void Iterators() => Construct.RunsTheSame("""
        [WeakPackageUnit] public class Sequence<T>(params T[] items) : IEnumerable<T>
        {
            public IEnumerator<T> GetEnumerator() { foreach (var item in items) yield return item; }
            System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
            public IEnumerable<(int, T)> Numbered(int from = 0, Action<string>? log = null)
            {
                try { foreach (var item in this) { if (from > 3) yield break; yield return (from++, item); } }
                finally { log?.Invoke("finally"); }
            }
            public static IEnumerable<U> Repeat<U>(U value) where U : struct { while (true) yield return value; }
            public IEnumerable<int> Local() { IEnumerable<int> Inner() { yield return items.Length; } return Inner(); }
        }
        """, """
        var sequence = new Sequence<string>("a", "b", "c");
        foreach (var (i, s) in sequence.Numbered(2, Console.WriteLine))
            Console.WriteLine($"{i}{s}");
        foreach (var _ in sequence.Numbered(0, Console.WriteLine))
            break;
        Console.WriteLine(string.Join(",", Sequence<int>.Repeat(DayOfWeek.Monday).Take(2)) + sequence.Local().Single() + sequence.Count());
        """);

    [TestMethod]
    public void Async_streams() => Construct.RunsTheSame("""
        using System.Runtime.CompilerServices;
        using System.Threading;
        [WeakPackageUnit] public static class Streams
        {
            public static async IAsyncEnumerable<T> Slowly<T>(IEnumerable<T> items, Action<string> log, [EnumeratorCancellation] CancellationToken cancel = default)
            {
                await using var guard = new Guard(log);
                foreach (var item in items) { cancel.ThrowIfCancellationRequested(); await Task.Yield(); yield return item; }
            }
            public static async Task<int> Sum(IAsyncEnumerable<int> items) { var sum = 0; await foreach (var item in items.ConfigureAwait(false)) sum += item; return sum; }
            private sealed class Guard(Action<string> log) : IAsyncDisposable { public async ValueTask DisposeAsync() { await Task.Yield(); log("disposed"); } }
        }
        """, """
        Console.WriteLine(await Streams.Sum(Streams.Slowly([1, 2, 3], Console.WriteLine)));
        var cancel = new System.Threading.CancellationTokenSource();
        try { await foreach (var i in Streams.Slowly([1, 2], Console.WriteLine).WithCancellation(cancel.Token)) { Console.WriteLine(i); cancel.Cancel(); } }
        catch (OperationCanceledException) { Console.WriteLine("cancelled"); }
        """);

    [TestMethod]
    public void Stack_traces_with_files_and_lines() => Construct.RunsTheSame("""
        [WeakPackageUnit]
        public class Thrower<T>
        {
            public string Trace()
            {
                try
                {
                    Nested.Fail(3);
                    return "";
                }
                catch (Exception e)
                {
                    return e.StackTrace!;
                }
            }

            public async Task<int> Later()
            {
                await Task.Yield();
                var f = (int i) =>
                {
                    if (i > 0)
                        throw new InvalidOperationException("later");
                    return i;
                };
                return f(3);
            }

            public IEnumerable<int> Items()
            {
                yield return 1;
                throw new InvalidOperationException("items");
            }

            public static class Nested
            {
                public static void Fail(int i) =>
                    throw new ArgumentException(
                        "nested " + i);
            }
        }
        """, """
        Console.WriteLine(new Thrower<int>().Trace());
        try { await new Thrower<string>().Later(); } catch (InvalidOperationException e) { Console.WriteLine(e.StackTrace); }
        try { new Thrower<string>().Items().Count(); } catch (InvalidOperationException e) { Console.WriteLine(e.StackTrace); }
        """);
}
