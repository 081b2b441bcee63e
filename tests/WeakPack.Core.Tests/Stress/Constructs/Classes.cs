namespace WeakPack.Core.Tests.Stress.Constructs;

/// <summary>Classes, their bases and the types nested in them.</summary>
internal static class Classes
{
    public static IReadOnlyList<Recipe> All { get; } =
    [
        new("class", Class),
        new("derived class", Derived),
        new("abstract class with covariant returns", Covariant),
        new("nested types", Nested),
        new("static class", Static),
        new("internal member of a unit", InternalMember),
        new("finalizer and volatile field", Finalizer),
    ];

    private static void Class(PieceWriter w)
    {
        var used = w.Uses();
        var shown = w.Shows();
        w.Write($$"""
            {{w.Declare($"class {w.Name}")}}
            {
                private readonly {{used.Type}} hidden;
                protected readonly {{shown.Type}} shown;
                {{(w.MayHaveGlobalData ? "private static int s_made;" : "private const int s_made = 3;")}}
                public {{w.Name}}(int n) { hidden = {{used.Made("n")}}; shown = {{shown.Made("n + " + w.Number)}}; {{(w.MayHaveGlobalData ? "s_made++;" : "")}} }
                public {{shown.Type}} Shown => shown;
                public virtual string Tell() => {{w.Text}} + {{used.Told("hidden")}} + {{shown.Told("Shown")}} + s_made;
                public override string ToString() => "<" + s_made + ">";
            }
            """);
        w.Offers(Common.BaseFace(w.FullName));
    }

    private static void Derived(PieceWriter w)
    {
        var first = w.Shows(Trait.Base);
        var used = w.Uses();
        w.Write($$"""
            {{w.Declare($"class {w.Name}(int n) : {first.Type}(n + {w.Number})")}}
            {
                private readonly {{used.Type}} field = {{used.Made("n")}};
                public override string Tell() => "derived " + base.Tell() + {{used.Told("field")}};
                public new string ToString() => base.ToString() is null ? "" : nameof({{w.Name}});
            }
            {{w.Declare($"sealed class {w.Name}Last : {w.Name}")}}
            {
                public {{w.Name}}Last(int n) : base(n) { }
                public sealed override string Tell() => "last " + base.Tell() + this.ToString();
                public static string Is(object o) => o switch { {{w.Name}}Last l => "L" + l.Tell(), {{first.Type}} f => "F" + f.Tell(), _ => "none" };
            }
            """);
        w.Offers(Common.BaseFace(w.FullName), $"{w.FullName}Last.Is({(w.Dice.Chance(50) ? $"new {w.FullName}Last(#)" : first.Made("#"))})");
    }

    private static void Covariant(PieceWriter w)
    {
        var first = w.Shows(Trait.Base);
        w.Write($$"""
            {{w.Declare($"abstract class {w.Name}Root")}}
            {
                public abstract object Make(int n);
                protected internal virtual {{first.Type}} Copy(int n) => {{first.Made("n")}};
                public string Tell() => Copy(1).Tell() + Make(2).GetType().IsClass;
            }
            {{w.Declare($"class {w.Name}(int by) : {w.Name}Root")}}
            {
                public override Special Make(int n) => new(n + by);
                protected internal override Special Copy(int n) => Make(n * {{w.Number}});
                public sealed class Special(int n) : {{first.Type}}(n) { public override string Tell() => "special " + base.Tell(); }
            }
            """);
        w.Offers(Common.TellingFace(w.FullName));
    }

    private static void Nested(PieceWriter w)
    {
        var used = w.Uses();
        var shown = w.Shows();
        w.Write($$"""
            {{w.Declare($"class {w.Name}<T>")}}
            {
                private readonly Inner<int>.Deep deep;
                public {{w.Name}}(T value) => deep = new() { Value = value, Other = {{w.Number}} };
                public string Tell(Func<T, string> tell) => deep.Tell(tell) + new Private().Tell({{w.Number}}) + (Inner<string>.Kind)1;
                public class Inner<U>
                {
                    public enum Kind { None, Some }
                    public struct Deep
                    {
                        public T Value; public U Other; public {{shown.Type}}? Shown;
                        public string Tell(Func<T, string> tell) => tell(Value) + Other + typeof(U).Name + (Shown is null);
                    }
                    protected interface IGuarded { void Do(Deep deep); }
                }
                private sealed class Private
                {
                    private {{used.Type}}[] all = [];
                    public string Tell(int n) { all = [{{used.Made("n")}}, {{used.Made("n + 1")}}]; return {{used.Told("all[1]")}} + all.Length; }
                }
            }
            """);
        w.Offers(Common.TellingWrap(w.FullName));
    }

    private static void Static(PieceWriter w)
    {
        w.Write($$"""
            {{w.Declare($"static class {w.Name}")}}
            {
                public const decimal Rate = 1.{{w.Number}}m;
                public const string Word = {{w.Text}};
                public static string Run(int n) => Rate + Word + {{w.Calls("n")}} + Other(n % 3);
                private static string Other(int n) => n > 0 ? Other(n - 1) + {{w.Calls("1")}} : "";
            }
            """);
        w.Runs(w.FullName + ".Run(#)");
    }

    private static void InternalMember(PieceWriter w)
    {
        var used = w.Uses();
        w.Write($$"""
            {{w.Declare($"class {w.Name}")}}
            {
                internal readonly {{used.Type}} hidden;
                private protected int one = 1;
                public {{w.Name}}(int n) => hidden = {{used.Made("n")}};
                internal static string Describe({{w.Name}} it) => {{used.Told("it.hidden")}} + it.one + new {{w.Name}}Helper(it).Length;
                public string Tell() => Describe(this);
            }
            internal sealed class {{w.Name}}Helper
            {
                private readonly string text;
                internal {{w.Name}}Helper({{w.Name}} it) => text = {{used.Told("it.hidden")}};
                internal int Length => text.Length;
            }
            """);
        w.Offers(Common.TellingFace(w.FullName));
    }

    private static void Finalizer(PieceWriter w)
    {
        var used = w.Uses(Trait.Base);
        w.Write($$"""
            {{w.Declare($"class {w.Name} : IDisposable")}}
            {
                private volatile {{used.Type}}? current;
                private volatile int state = {{w.Number}};
                public {{w.Name}}(int n) { current = {{used.Made("n")}}; state += n; }
                ~{{w.Name}}() => current = null;
                public void Dispose() { state = 0; GC.SuppressFinalize(this); }
                public string Tell() { using (this) return current!.Tell() + state + System.Threading.Volatile.Read(ref state); }
            }
            """);
        w.Offers(Common.TellingFace(w.FullName));
    }
}
