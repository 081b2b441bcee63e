namespace WeakPack.Core.Tests.Stress.Constructs;

/// <summary>Interfaces: default, explicit, static and variant.</summary>
internal static class Interfaces
{
    public static IReadOnlyList<Recipe> All { get; } =
    [
        new("interface", Interface),
        new("default interface method", Defaults),
        new("explicit interface implementation", Explicit),
        new("static virtual member", StaticVirtual),
        new("variance", Variance),
    ];

    private static void Interface(PieceWriter w)
    {
        var shown = w.Shows();
        w.Write($$"""
            {{w.Declare($"interface {w.Name}")}} { int Score(int n); {{shown.Type}} Shown(int n) => {{shown.Made("n")}}; string Told => {{shown.Told($"Shown({w.Number})")}}; }
            {{w.Declare($"{w.Dice.Of("class", "struct")} {w.Name}Impl(int by) : {w.Name}")}}
            {
                public int Score(int n) => n * by + (this is {{w.Name}} { Told.Length: var length } ? length : -1);
            }
            """);
        w.Offers(Common.InterfaceFace(w.FullName, w.FullName + "Impl"));
    }

    private static void Defaults(PieceWriter w)
    {
        var shown = w.Shows(Trait.Interface);
        var used = w.Uses();
        w.Write($$"""
            {{w.Declare($"interface {w.Name}Left : {shown.Type}")}} { string Tell() => "left " + Score(1) + Hidden(2); private string Hidden(int n) => {{used.Told("(" + used.Made("n") + ")")}}; static string Word => {{w.Text}}; int Prop { get => {{w.Number}}; set { } } }
            {{w.Declare($"interface {w.Name}Right : {w.Name}Left")}} { string {{w.Name}}Left.Tell() => "right " + Score(2) + {{w.Name}}Left.Word; int {{shown.Type}}.Score(int n) => n + 40 + Prop; }
            {{w.Declare($"sealed class {w.Name}(int by) : {w.Name}Right")}}
            {
                public string TellAll() => (({{w.Name}}Left)this).Tell() + (({{shown.Type}})this).Score(by);
                {{(w.Dice.Chance(50) ? $"int {w.Name}Left.Prop {{ get => by; set => throw null!; }}" : "")}}
            }
            """);
        w.Offers(new Face(w.FullName, $"new {w.FullName}(#)", "(#).TellAll()"));
    }

    private static void Explicit(PieceWriter w)
    {
        var first = w.Shows(Trait.Interface);
        var used = w.Shows();
        w.Write($$"""
            {{w.Declare($"interface {w.Name}Of<T>")}} { T Get(T value); T Value { get; set; } event Action<T> Changed; int this[T index] { get; } }
            {{w.Declare($"class {w.Name} : {w.Name}Of<{used.Type}>, {w.Name}Of<int?>, {first.Type}, System.Collections.IEnumerable")}}
            {
                private {{used.Type}} value; private int? number; private Action<int?>? changed;
                public {{w.Name}}(int n) { value = {{used.Made("n")}}; number = n; }
                {{used.Type}} {{w.Name}}Of<{{used.Type}}>.Get({{used.Type}} v) => v;
                {{used.Type}} {{w.Name}}Of<{{used.Type}}>.Value { get => value; set => this.value = value; }
                event Action<{{used.Type}}> {{w.Name}}Of<{{used.Type}}>.Changed { add { value(this.value); } remove { } }
                int {{w.Name}}Of<{{used.Type}}>.this[{{used.Type}} index] => {{w.Number}};
                int? {{w.Name}}Of<int?>.Get(int? v) => v + 1;
                int? {{w.Name}}Of<int?>.Value { get => number; set { number = value; changed?.Invoke(value); } }
                event Action<int?> {{w.Name}}Of<int?>.Changed { add => changed += value; remove => changed -= value; }
                int {{w.Name}}Of<int?>.this[int? index] => index ?? -1;
                int {{first.Type}}.Score(int n) => n + (number ?? 0);
                System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() { yield return value; yield return number; }
                public string Tell()
                {
                    var text = "";
                    {{w.Name}}Of<{{used.Type}}> one = this; {{w.Name}}Of<int?> two = this;
                    one.Changed += v => text += {{used.Told("v")}};
                    two.Changed += v => text += v;
                    two.Value = two.Get(5);
                    one.Value = one.Get(one.Value);
                    return text + one[one.Value] + two[null] + (({{first.Type}})this).Score(1) + this.Cast<object>().Count();
                }
            }
            """);
        w.Offers(Common.TellingFace(w.FullName));
    }

    private static void StaticVirtual(PieceWriter w)
    {
        var shown = w.Shows();
        w.Write($$"""
            {{w.Declare($"interface {w.Name}<TSelf> where TSelf : {w.Name}<TSelf>")}}
            {
                static abstract TSelf Make(int n);
                static abstract TSelf operator +(TSelf left, TSelf right);
                static abstract implicit operator int(TSelf value);
                static virtual string Word => {{w.Text}};
                static virtual {{shown.Type}} Shown(int n) => {{shown.Made("n")}};
                static abstract int Zero { get; set; }
            }
            {{w.Declare($"readonly struct {w.Name}One : {w.Name}<{w.Name}One>")}}
            {
                private readonly int n;
                public {{w.Name}}One(int n) => this.n = n;
                public static {{w.Name}}One Make(int n) => new(n);
                public static {{w.Name}}One operator +({{w.Name}}One left, {{w.Name}}One right) => new(left.n + right.n);
                public static implicit operator int({{w.Name}}One value) => value.n;
                public static int Zero { get => 0; set { } }
                {{(w.Dice.Chance(50) ? "public static string Word => \"own\";" : "")}}
                public string Tell() => {{w.Name}}Sum.Of<{{w.Name}}One>(n, 3);
            }
            {{w.Declare($"static class {w.Name}Sum")}}
            {
                public static string Of<T>(params int[] all) where T : {{w.Name}}<T> { var sum = T.Make(T.Zero); foreach (var n in all) sum += T.Make(n); T.Zero = 1; return (int)sum + T.Word + {{shown.Told($"T.Shown({w.Number})")}} + Parse<int>("4"); }
                private static T Parse<T>(string s) where T : System.Numerics.INumber<T> => T.Parse(s, null) + T.One;
            }
            """);
        w.Offers(Common.TellingFace(w.FullName + "One") with { Trait = Trait.Struct });
    }

    private static void Variance(PieceWriter w)
    {
        var first = w.Shows(Trait.Base);
        w.Write($$"""
            {{w.Declare($"interface {w.Name}Source<out T>")}} { T Get(); {{w.Name}}Source<T>? Next { get; } }
            {{w.Declare($"interface {w.Name}Sink<in T>")}} { string Put(T value); }
            {{w.Declare($"delegate TOut {w.Name}Map<in TIn, out TOut>(TIn value)")}};
            {{w.Declare($"class {w.Name}(int n) : {w.Name}Source<{w.Name}.Item>, {w.Name}Sink<object>")}}
            {
                public Item Get() => new(n);
                public {{w.Name}}Source<Item>? Next => n > 0 ? new {{w.Name}}(n - 1) : null;
                public string Put(object value) => value.GetType().Name;
                public string Tell()
                {
                    {{w.Name}}Source<{{first.Type}}> source = this;
                    {{w.Name}}Sink<{{first.Type}}> sink = this;
                    {{w.Name}}Map<object, Item> map = o => Get();
                    {{w.Name}}Map<string, {{first.Type}}> wide = map;
                    IEnumerable<{{first.Type}}> all = new List<Item> { Get() };
                    return source.Get().Tell() + sink.Put(Get()) + wide("").Tell() + all.Single().Tell() + (source.Next is {{w.Name}}Source<object>);
                }
                public class Item(int n) : {{first.Type}}(n);
            }
            """);
        w.Offers(Common.TellingFace(w.FullName));
    }
}
