namespace WeakPack.Core.Tests.Stress.Constructs;

/// <summary>Delegates and all that a compiler makes of functions that are values.</summary>
internal static class Functions
{
    public static IReadOnlyList<Recipe> All { get; } =
    [
        new("delegate", Delegate),
        new("event", Event),
        new("closure", Closure),
        new("local function", LocalFunction),
        new("natural function type", NaturalType),
        new("method group", MethodGroup),
        new("function pointer", FunctionPointer),
        new("expression tree", ExpressionTree),
    ];

    private static void Delegate(PieceWriter w)
    {
        var shown = w.Shows();
        w.Write($$"""
            {{w.Declare($"delegate {shown.Type} {w.Name}(int n, in {shown.Type} other, string word = {w.Text})")}};
            {{w.Declare($"static class {w.Name}Maker")}}
            {
                public static {{w.Name}} Make(int by) => (int n, in {{shown.Type}} other, string word) => n > 3 ? other : {{shown.Made("n + by + word.Length")}};
                public static string Tell({{w.Name}} it) { {{w.Name}} all = it; all += Other; all += it; return {{shown.Told($"all(2, {shown.Made("1")})")}} + all.GetInvocationList().Length; }
                private static {{shown.Type}} Other(int n, in {{shown.Type}} other, string word) => other;
            }
            """);
        w.Offers(new Face(w.FullName, $"{w.FullName}Maker.Make(#)", $"{w.FullName}Maker.Tell(#)"));
    }

    private static void Event(PieceWriter w)
    {
        var shown = w.Shows();
        w.Write($$"""
            {{w.Declare($"class {w.Name}EventArgs(int n) : EventArgs")}} { public {{shown.Type}} Shown { get; } = {{shown.Made("n")}}; }
            {{w.Declare($"class {w.Name}(int n)")}}
            {
                private readonly System.ComponentModel.EventHandlerList list = new();
                public event EventHandler<{{w.Name}}EventArgs>? Plain;
                public event Action<{{shown.Type}}, {{w.Name}}>? Custom { add => list.AddHandler(this, value); remove => list.RemoveHandler(this, value); }
                protected internal virtual event Func<int>? Virtual = () => {{w.Number}};
                public string Tell()
                {
                    var text = "";
                    EventHandler<{{w.Name}}EventArgs> handler = (sender, e) => text += (sender == this) + {{shown.Told("e.Shown")}};
                    Plain += handler; Plain += handler; Plain -= handler;
                    Custom += (s, it) => text += {{shown.Told("s")}} + ReferenceEquals(it, this);
                    Virtual += () => n;
                    Plain?.Invoke(this, new(n));
                    ((Action<{{shown.Type}}, {{w.Name}}>)list[this]!)({{shown.Made("n")}}, this);
                    return text + Virtual?.Invoke();
                }
            }
            """);
        w.Offers(Common.TellingFace(w.FullName));
    }

    private static void Closure(PieceWriter w)
    {
        var (first, second) = (w.Uses(), w.Uses());
        w.Write($$"""
            {{w.Declare($"class {w.Name}(int n)")}}
            {
                private int calls;
                public string Tell() { var all = new List<Func<int, string>>(); foreach (var i in Enumerable.Range(0, {{w.Number}}))
                    {
                        var value = {{first.Made("i")}};
                        if (i % 2 == 0) { var inner = {{second.Made("n + i")}}; all.Add(k => { calls += k; return {{first.Told("value")}} + {{second.Told("inner")}}; }); }
                        else all.Add(k => Generic(value, v => {{first.Told("v")}} + k + calls));
                    }
                    return string.Concat(all.Select((f, i) => f(i))) + calls + Static(static x => x * {{w.Number}});
                }
                private string Generic<T>(T value, Func<T, string> tell) { var copy = value; Func<Func<string>> deep = () => () => tell(copy) + this.calls + typeof(T).IsValueType; return deep()(); }
                private static string Static(Func<int, int> f) => f(2) + "";
            }
            """);
        w.Offers(Common.TellingFace(w.FullName));
    }

    private static void LocalFunction(PieceWriter w)
    {
        var used = w.Uses();
        w.Write($$"""
            {{w.Declare($"static class {w.Name}")}}
            {
                public static string Run(int n)
                {
                    var count = 0;
                    var seed = {{used.Made("n")}};
                    return Sum({{w.Number}}) + Pair(seed, "p").Item2 + Tell(Pair(n, seed)) + count + string.Join(",", Walk(3));
                    int Sum(int k) { count++; return k <= 0 ? 0 : k + Sum(k - 1); }
                    static string Tell((int, {{used.Type}}) pair) => pair.Item1 + {{used.Told("pair.Item2")}};
                    (A, B) Pair<A, B>(A a, B b) where B : notnull { count += Inner(b); return (a, b); int Inner<C>(C c) => count + (c is null || typeof(C) == typeof({{used.Type}}) ? 1 : 2); }
                    IEnumerable<int> Walk(int to) { for (var i = 0; i < to; i++) yield return i + count; }
                }
            }
            """);
        w.Runs(w.FullName + ".Run(#)");
    }

    private static void NaturalType(PieceWriter w)
    {
        var used = w.Uses();
        w.Write($$"""
            {{w.Declare($"class {w.Name}(int n)")}}
            {
                public string Tell()
                {
                    var byRef = (ref {{used.Type}} value, int by = {{w.Number}}) => { value = {{used.Made("by")}}; return by; };
                    var spread = (params int[] all) => all.Length;
                    var pointer = static (in int a, out string b) => { b = "b" + a; };
                    var one = {{used.Made("n")}};
                    var by = byRef(ref one) + spread(1, 2, 3);
                    pointer(5, out var text);
                    Delegate any = byRef;
                    return {{used.Told("one")}} + by + text + any.Method.GetParameters().Length + Many(n);
                }
                private static string Many(int n) { var f = (int a, int b, int c, ReadOnlySpan<char> d) => a + b + c + d.Length; return f(n, 2, 3, "four").ToString(); }
            }
            """);
        w.Offers(Common.TellingFace(w.FullName));
    }

    private static void MethodGroup(PieceWriter w)
    {
        var used = w.Uses();
        w.Write($$"""
            {{w.Declare($"class {w.Name}<T>(T value)")}}
            {
                public string Tell(Func<T, string> tell) => string.Join("|", new[] { value, value }.Select(tell).Select(Decorate).Select(Twice<string>)) + Own({{w.Number}}) + Func(Helper<T>.Name);
                private static string Decorate(string s) => "(" + s + ")";
                private string Twice<U>(U s) => s + (value is null ? "-" : "+");
                private static string Own(int n) => string.Concat(Enumerable.Range(n & 15, 2).Select({{w.Name}}Factory.Make).Select({{w.Name}}Factory.Tell));
                private static string Func(Func<int, string> f) => f(1);
                private static class Helper<U> { public static string Name(int n) => n + typeof(T).Name.Length.ToString()[..1]; }
            }
            internal static class {{w.Name}}Factory { internal static {{used.Type}} Make(int n) => {{used.Made("n")}}; internal static string Tell({{used.Type}} it) => {{used.Told("it")}}; }
            """);
        w.Offers(Common.TellingWrap(w.FullName));
    }

    private static void FunctionPointer(PieceWriter w)
    {
        var used = w.Uses();
        w.Write($$"""
            {{w.Declare($"unsafe class {w.Name}")}}
            {
                private readonly delegate*<int, in {{used.Type}}, string> pointer;
                private readonly delegate*<{{used.Type}}, {{used.Type}}> same;
                private readonly int n;
                public {{w.Name}}(int n) { this.n = n; pointer = &Describe; same = &Same<{{used.Type}}>; }
                public string Tell()
                {
                    delegate* unmanaged[Cdecl]<int, int> native = &Native;
                    delegate*<ref int, void> up = &Up;
                    var i = native(n);
                    up(ref i);
                    return pointer(i, {{used.Made("n")}}) + {{used.Told($"same({used.Made("i")})")}} + Call(&Add, {{w.Number}});
                }
                private static string Describe(int n, in {{used.Type}} value) => n + {{used.Told("value")}};
                private static T Same<T>(T value) => value;
                private static void Up(ref int i) => i++;
                private static int Add(int a, int b) => a + b;
                private static int Call(delegate* managed<int, int, int> f, int n) => f(n, n);
                [System.Runtime.InteropServices.UnmanagedCallersOnly(CallConvs = [typeof(System.Runtime.CompilerServices.CallConvCdecl)])]
                private static int Native(int i) => i * 2;
            }
            """);
        w.Offers(Common.TellingFace(w.FullName));
    }

    private static void ExpressionTree(PieceWriter w)
    {
        var used = w.Uses(Trait.Base);
        w.Write($$"""
            {{w.Declare($"class {w.Name}(int n)")}}
            {
                public int Prop { get; set; } = n;
                public string Tell()
                {
                    var captured = n;
                    System.Linq.Expressions.Expression<Func<int, {{used.Type}}>> make = k => {{used.Made("k + captured")}};
                    System.Linq.Expressions.Expression<Func<{{w.Name}}, {{used.Type}}, string>> tell = (it, value) => value.Tell() + it.Prop + new {{w.Name}}(k(3)) { Prop = 4 }.Prop + it.Same<{{used.Type}}>(value).GetType().Name.Length;
                    return tell.Compile(preferInterpretation: true)(this, make.Compile(preferInterpretation: true)({{w.Number}})) + make.Body.NodeType + tell.Parameters[1].Type.Name;
                }
                private static int k(int n) => n;
                public T Same<T>(T value) => value;
            }
            """);
        w.Offers(Common.TellingFace(w.FullName));
    }
}
