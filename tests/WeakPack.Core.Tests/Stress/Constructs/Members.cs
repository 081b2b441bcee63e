namespace WeakPack.Core.Tests.Stress.Constructs;

/// <summary>Members that are more than methods, and extensions of other types.</summary>
internal static class Members
{
    public static IReadOnlyList<Recipe> All { get; } =
    [
        new("operator", Operator),
        new("indexer and property", Indexer),
        new("parameter modifiers", Parameters),
        new("extension method", ExtensionMethod),
        new("extension block", ExtensionBlock),
        new("caller information", CallerInformation),
        new("partial type", Partial),
    ];

    private static void Operator(PieceWriter w)
    {
        var shown = w.Shows();
        w.Write($$"""
            {{w.Declare($"readonly struct {w.Name}")}}
            {
                private readonly int n; private readonly {{shown.Type}} shown;
                public {{w.Name}}(int n) { this.n = n; shown = {{shown.Made("n")}}; }
                public static {{w.Name}} operator +({{w.Name}} a, {{w.Name}} b) => new(a.n + b.n);
                public static {{w.Name}} operator -({{w.Name}} a, {{w.Name}} b) => new(a.n - b.n);
                public static {{w.Name}} operator checked -({{w.Name}} a, {{w.Name}} b) => new(checked(a.n - b.n) + 1);
                public static {{w.Name}} operator ++({{w.Name}} a) => new(a.n + 1);
                public static {{w.Name}} operator >>>({{w.Name}} a, int by) => new(a.n >>> by);
                public static bool operator true({{w.Name}} a) => a.n != 0;
                public static bool operator false({{w.Name}} a) => a.n == 0;
                public static {{w.Name}} operator &({{w.Name}} a, {{w.Name}} b) => new(a.n & b.n);
                public static bool operator ==({{w.Name}} a, {{w.Name}} b) => a.n == b.n;
                public static bool operator !=({{w.Name}} a, {{w.Name}} b) => !(a == b);
                public static implicit operator int({{w.Name}} a) => a.n;
                public static explicit operator {{w.Name}}(int n) => new(n);
                public static implicit operator {{w.Name}}(string s) => new(s.Length);
                public override bool Equals(object? o) => o is {{w.Name}} other && other == this;
                public override int GetHashCode() => n;
                public string Tell()
                {
                    var it = this; it += "abc"; it++;
                    if (it && (it - this)) it = checked(it - ({{w.Name}}){{w.Number}});
                    return (int)it + (it != this ? "!" : "=") + (int)(it >>> 1) + {{shown.Told("shown")}};
                }
            }
            """);
        w.Offers(Common.TellingFace(w.FullName) with { Trait = Trait.Struct });
    }

    private static void Indexer(PieceWriter w)
    {
        var (shown, used) = (w.Shows(), w.Uses());
        w.Write($$"""
            {{w.Declare($"class {w.Name}")}}
            {
                private readonly {{shown.Type}}[] items; private {{used.Type}} hidden;
                public {{w.Name}}(int n) { items = [{{shown.Made("n")}}, {{shown.Made("n + 1")}}]; hidden = {{used.Made("n")}}; }
                [System.Runtime.CompilerServices.IndexerName("Element")] public ref {{shown.Type}} this[int i] => ref items[i];
                [System.Runtime.CompilerServices.IndexerName("Element")] public ref readonly {{shown.Type}} this[Index i, params string[] words] => ref items[i.GetOffset(items.Length)];
                public int Length => items.Length;
                public {{shown.Type}}[] Slice(int from, int count) => items[from..(from + count)];
                private {{used.Type}} Hidden { get => hidden; set => hidden = value; }
                public virtual int Auto { get; protected internal set; } = {{w.Number}};
                public string Tell() { this[0] = this[1]; Auto += 2; ref var first = ref this[0]; return {{shown.Told("first")}} + {{shown.Told("this[^1, \"w\"]")}} + this[..1].Length + Auto + {{used.Told("Hidden")}}; }
            }
            """);
        w.Offers(Common.TellingFace(w.FullName));
    }

    private static void Parameters(PieceWriter w)
    {
        var (shown, kind) = (w.Shows(), w.Shows(Trait.Enum));
        w.Write($$"""
            {{w.Declare($"class {w.Name}(int n)")}}
            {
                public virtual bool Try(string s, out {{shown.Type}} value, in int by = {{w.Number}}) { var copy = by; value = {{shown.Made("copy")}}; return s.Length > 0; }
                public void Swap<T>(ref T a, ref T b) => (a, b) = (b, a);
                public string Optional({{kind.Type}} kind = ({{kind.Type}})2, decimal d = 1.5m, double x = double.NaN, string? s = null, DateTime when = default, int? maybe = 3, char c = '\u2603', params List<int> rest) => kind + d.ToString() + x + s + when.Year + maybe + c + rest.Count;
                public int Read(ref readonly int i, scoped in {{shown.Type}} other) => i + n;
                public static string Params(params IEnumerable<{{shown.Type}}> all) => string.Concat(all.Select(e => {{shown.Told("e")}}));
                public string Tell()
                {
                    var text = Try("s", out var value) ? {{shown.Told("value")}} : "";
                    var (a, b) = (1, 2);
                    Swap(ref a, ref b);
                    return text + a + b + Optional(d: 2) + Optional(rest: [1, 2]) + Read(in a, in value) + Params(value, {{shown.Made("n")}});
                }
            }
            """);
        w.Offers(Common.TellingFace(w.FullName));
    }

    private static void ExtensionMethod(PieceWriter w)
    {
        var (shown, score) = (w.Shows(), w.Shows(Trait.Interface));
        w.Write($$"""
            {{w.Declare($"readonly struct {w.Name}Range(int from, int to)")}} { public int From => from; public int To => to; }
            {{w.Declare($"static class {w.Name}")}}
            {
                public static string Tell{{w.Name}}(this {{shown.Type}} value, int times) => string.Concat(Enumerable.Repeat({{shown.Told("value")}}, times));
                public static int Twice{{w.Name}}<T>(this T scored) where T : {{score.Type}} => scored.Score(2) * 2;
                public static ref int Up{{w.Name}}(this ref int i) { i++; return ref i; }
                public static IEnumerator<int> GetEnumerator(this {{w.Name}}Range range) { for (var i = range.From; i < range.To; i++) yield return i; }
                public static void Deconstruct(this {{w.Name}}Range it, out int a, out {{shown.Type}} b) => (a, b) = (it.From, {{shown.Made("it.To")}});
                public static string Run(int n)
                {
                    var text = "";
                    foreach (var i in new {{w.Name}}Range(1, 3)) text += i;
                    var (a, b) = new {{w.Name}}Range(n, 2);
                    return ({{shown.Made("n")}}).Tell{{w.Name}}(2) + ({{score.Made("n")}}).Twice{{w.Name}}() + n.Up{{w.Name}}() + text + a + {{shown.Told("b")}};
                }
            }
            """);
        w.Runs(w.FullName + ".Run(#)");
    }

    private static void ExtensionBlock(PieceWriter w)
    {
        var (shown, used) = (w.Shows(Trait.Base), w.Uses());
        w.Write($$"""
            {{w.Declare($"static class {w.Name}")}}
            {
                extension({{shown.Type}} it)
                {
                    public string Loud{{w.Name}} => it.Tell().ToUpperInvariant() + {{used.Told("(" + used.Made("1") + ")")}};
                    public {{shown.Type}} Or{{w.Name}}<T>(T other) where T : {{shown.Type}} => it ?? other;
                    public static {{shown.Type}} Make{{w.Name}}(int n) => {{shown.Made("n")}};
                }
                extension<T>(IEnumerable<T> all) where T : notnull
                {
                    public int Twice{{w.Name}} => all.Count() * {{w.Number}};
                    public IEnumerable<(T, U)> With{{w.Name}}<U>(U other) { foreach (var one in all) yield return (one, other); }
                }
                extension(ref int i) { public void Add{{w.Name}}(int by) => i += by; }
                public static string Run(int n)
                {
                    n.Add{{w.Name}}(2);
                    var made = {{(shown.Type.Contains('.', StringComparison.Ordinal) ? $"{shown.Type}.Make{w.Name}(n)" : shown.Made("n"))}};
                    return made.Loud{{w.Name}} + made.Or{{w.Name}}(made).Tell() + new[] { 1, 2 }.Twice{{w.Name}} + string.Join(",", new[] { {{w.Text}} }.With{{w.Name}}(n));
                }
            }
            """);
        w.Runs(w.FullName + ".Run(#)");
    }

    private static void CallerInformation(PieceWriter w)
    {
        w.Write($$"""
            {{w.Declare($"static class {w.Name}")}}
            {
                public static string Log(string value, [System.Runtime.CompilerServices.CallerMemberName] string member = "", [System.Runtime.CompilerServices.CallerLineNumber] int line = 0, [System.Runtime.CompilerServices.CallerArgumentExpression(nameof(value))] string text = "") => value + member + line + text.Length;
                [System.Diagnostics.Conditional("NEVER")] public static void Never(int n) => throw new InvalidOperationException();
                public static string Run(int n) { Never(n); return Log({{w.Calls("n")}}) + nameof({{w.Name}}.Log) + nameof(List<int>); }
            }
            """);
        w.Runs($"({w.FullName}.Run(#) + {w.FullName}.Log({w.Text}))");
    }

    private static void Partial(PieceWriter w)
    {
        var (shown, used) = (w.Shows(), w.Uses());
        w.Write($$"""
            {{w.Declare($"partial class {w.Name}")}} { public partial {{shown.Type}} Shown { get; } private partial string Do(int n); partial void Nothing(); public partial {{w.Name}}(int n); public partial event Action Done; }
            partial class {{w.Name}}
            {
                private readonly int n; private Action? done;
                public partial {{shown.Type}} Shown => {{shown.Made("n")}};
                private partial string Do(int n) => {{used.Told("(" + used.Made("n") + ")")}};
                public partial {{w.Name}}(int n) => this.n = n;
                public partial event Action Done { add => done += value; remove => done -= value; }
                public string Tell() { var i = 0; Done += () => i++; done?.Invoke(); Nothing(); return {{shown.Told("Shown")}} + Do({{w.Number}}) + i; }
            }
            """);
        w.Offers(Common.TellingFace(w.FullName));
    }
}
