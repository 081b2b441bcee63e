namespace WeakPack.Core.Tests.Stress.Constructs;

/// <summary>Generic types and methods.</summary>
internal static class Generics
{
    public static IReadOnlyList<Recipe> All { get; } =
    [
        new("generic class", Class),
        new("generic struct", Struct),
        new("constraints", Constraints),
        new("generic virtual method", VirtualMethod),
        new("type that derives from itself", Recursive),
        new("generic inheritance", Inheritance),
    ];

    private static void Class(PieceWriter w)
    {
        // What is counted is not told: with a weak argument the type is another one in each assembly, and so is its count.
        var used = w.Uses();
        w.Write($$"""
            {{w.Declare($"class {w.Name}<T>")}}
            {
                private readonly Dictionary<string, List<T[]>> all = [];
                private readonly Pair<T, {{used.Type}}>[] pairs;
                {{(w.MayHaveGlobalData ? "public static int Made; private static readonly T? s_default = default;" : "")}}
                public {{w.Name}}(T value) { all["k"] = [[value], [value, value]]; pairs = [new(value, {{used.Made(w.Number)}})]; {{(w.MayHaveGlobalData ? "Made++; GC.KeepAlive(s_default);" : "")}} }
                public T this[int i] => all["k"][1][i];
                public U Map<U>(Func<T, U> map) => map(this[0]);
                public string Tell(Func<T, string> tell) => Map(tell) + {{used.Told("pairs[0].Second")}} + all.Values.Sum(v => v.Count) + Map(v => new {{w.Name}}<(T, int)>((v, 2)).Map(t => t.Item2));
                private readonly record struct Pair<A, B>(A First, B Second);
            }
            """);
        w.Offers(Common.TellingWrap(w.FullName));
    }

    private static void Struct(PieceWriter w)
    {
        var used = w.Uses(Trait.Struct);
        w.Write($$"""
            {{w.Declare($"readonly struct {w.Name}<T>(T value) : IEnumerable<T>")}}
            {
                private readonly T value = value;
                public Enumerator GetEnumerator() => new(value);
                IEnumerator<T> IEnumerable<T>.GetEnumerator() => GetEnumerator();
                System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
                public string Tell(Func<T, string> tell) { var text = ""; foreach (var v in this) text += tell(v); return text + this.Count() + Size<{{used.Type}}>({{used.Made(w.Number)}}); }
                private static string Size<U>(U it) where U : struct { U? maybe = it; return (maybe.HasValue ? "s" : "n") + {{w.Name}}<U[]>.Empty; }
                private static string Empty => new {{w.Name}}<T?>(default).value is null ? "null" : "value";
                public struct Enumerator(T value) : IEnumerator<T>
                {
                    private int left = 2;
                    public readonly T Current => value;
                    readonly object? System.Collections.IEnumerator.Current => Current;
                    public bool MoveNext() => left-- > 0;
                    public void Reset() => left = 2;
                    public readonly void Dispose() { }
                }
            }
            """);
        w.Offers(Common.TellingWrap(w.FullName));
    }

    private static void Constraints(PieceWriter w)
    {
        var (first, score, kind) = (w.Shows(Trait.Base), w.Shows(Trait.Interface), w.Shows(Trait.Enum));
        w.Write($$"""
            {{w.Declare($"static class {w.Name}")}}
            {
                public static string Base<T, U>(T one, U other) where T : {{first.Type}} where U : class, T? => one.Tell() + (other ?? one).Tell();
                public static int Score<T>(T scored) where T : {{score.Type}}, allows ref struct => scored.Score({{w.Number}});
                public static string Kind<T>(T kind) where T : unmanaged, Enum => kind.ToString() + System.Runtime.CompilerServices.Unsafe.SizeOf<T>();
                public static T New<T>() where T : new() => new();
                public static string NotNull<T, TList>(TList list) where T : notnull where TList : IList<T>, new() => list.Count + new TList().Count.ToString();
                public static int Compare<T>(T a, T b) where T : IComparable<T>? => a?.CompareTo(b) ?? 0;
                public static string Run(int n) => Base<{{first.Type}}, {{w.Name}}Sub>({{first.Made("n")}}, new {{w.Name}}Sub(n)) + Score({{score.Made("n")}}) + Kind({{kind.Made("n")}}) + New<List<{{first.Type}}>>().Count
                    + NotNull<{{kind.Type}}, List<{{kind.Type}}>>([{{kind.Made("1")}}]) + Compare("a", "b");
            }
            {{w.Declare($"class {w.Name}Sub(int n) : {first.Type}(n)")}};
            """);
        w.Runs(w.FullName + ".Run(#)");
    }

    private static void VirtualMethod(PieceWriter w)
    {
        var used = w.Uses();
        w.Write($$"""
            {{w.Declare($"abstract class {w.Name}Visitor")}}
            {
                public abstract string Visit<T>(T value) where T : notnull;
                public virtual TResult Fold<T, TResult>(IEnumerable<T> all, Func<T, TResult> map) => map(all.First());
                protected virtual List<Dictionary<TKey, TValue[]>> Deep<TKey, TValue>(TKey key, TValue value) where TKey : notnull => [new() { [key] = [value] }];
                public interface IAccept { string Accept<TVisitor>(TVisitor visitor) where TVisitor : {{w.Name}}Visitor; }
            }
            {{w.Declare($"class {w.Name}(int n) : {w.Name}Visitor, {w.Name}Visitor.IAccept")}}
            {
                public override string Visit<T>(T value) => typeof(T).Name.Length + value.ToString()!.Length.ToString()[..0] + Deep(value, n)[0][value][0];
                public override TResult Fold<T, TResult>(IEnumerable<T> all, Func<T, TResult> map) => base.Fold(all.Reverse(), map);
                string IAccept.Accept<TVisitor>(TVisitor visitor) => visitor.Visit<{{used.Type}}>({{used.Made("n")}});
                public string Tell() { IAccept accept = this; {{w.Name}}Visitor visitor = this; return visitor.Fold([1, {{w.Number}}], k => k + accept.Accept(this)) + visitor.Fold<{{used.Type}}, string>([{{used.Made("n")}}], it => {{used.Told("it")}}); }
            }
            """);
        w.Offers(Common.TellingFace(w.FullName));
    }

    private static void Recursive(PieceWriter w)
    {
        var used = w.Uses(Trait.Base);
        w.Write($$"""
            {{w.Declare($"abstract class {w.Name}Builder<TSelf, TItem> where TSelf : {w.Name}Builder<TSelf, TItem> where TItem : class")}}
            {
                protected readonly List<TItem> items = [];
                public TSelf Add(TItem item) { items.Add(item); return (TSelf)this; }
                public abstract string Build();
            }
            {{w.Declare($"sealed class {w.Name} : {w.Name}Builder<{w.Name}, string>, IComparable<{w.Name}>, IEquatable<{w.Name}>")}}
            {
                private readonly Inner inner = new();
                public {{w.Name}}(int n) { Add("first" + n); inner.Add({{used.Made("n")}}).Add({{used.Made("n + 1")}}); }
                public int CompareTo({{w.Name}}? other) => items.Count - (other?.items.Count ?? 0);
                public bool Equals({{w.Name}}? other) => CompareTo(other) == 0;
                public override string Build() => string.Join("&", items) + inner.Build() + Equals(Add({{w.Text}}));
                public string Tell() => Build() + EqualityComparer<{{w.Name}}>.Default.Equals(this, null);
                private sealed class Inner : {{w.Name}}Builder<Inner, {{used.Type}}> { public override string Build() => string.Concat(items.Select(i => i.Tell())); }
            }
            """);
        w.Offers(Common.TellingFace(w.FullName));
    }

    private static void Inheritance(PieceWriter w)
    {
        var (shown, used) = (w.Shows(), w.Uses());
        w.Write($$"""
            {{w.Declare($"abstract class {w.Name}Root<TKey, TValue> where TKey : notnull")}}
            {
                protected readonly SortedDictionary<TKey, TValue> map = [];
                public abstract TKey KeyOf(TValue value);
                public virtual void Put(TValue value) => map[KeyOf(value)] = value;
                public IEnumerable<TValue> Values => map.Values;
                public struct Entry { public TKey Key; public TValue Value; }
            }
            {{w.Declare($"class {w.Name}Middle<TValue> : {w.Name}Root<string, TValue>")}}
            {
                public override string KeyOf(TValue value) => "k" + map.Count;
                public Entry Last => new() { Key = map.Keys.Last(), Value = map.Values.Last() };
            }
            {{w.Declare($"class {w.Name} : {w.Name}Middle<{shown.Type}>")}}
            {
                private readonly {{w.Name}}Root<int, {{used.Type}}>.Entry entry;
                public {{w.Name}}(int n) { Put({{shown.Made("n")}}); Put({{shown.Made("n + 1")}}); entry = new() { Key = n, Value = {{used.Made("n")}} }; }
                public override void Put({{shown.Type}} value) { base.Put(value); }
                public string Tell() => string.Concat(Values.Select(e => {{shown.Told("e")}})) + Last.Key + {{used.Told("entry.Value")}} + {{shown.Told("Last.Value")}};
            }
            """);
        w.Offers(Common.TellingFace(w.FullName));
    }
}
