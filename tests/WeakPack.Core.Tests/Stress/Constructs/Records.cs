namespace WeakPack.Core.Tests.Stress.Constructs;

/// <summary>Records, tuples and anonymous types, and how objects are initialized.</summary>
internal static class Records
{
    public static IReadOnlyList<Recipe> All { get; } =
    [
        new("record", Record),
        new("record struct", RecordStruct),
        new("tuple", Tuple),
        new("anonymous type", Anonymous),
        new("required and init members", Required),
        new("primary constructor and field keyword", Primary),
    ];

    private static void Record(PieceWriter w)
    {
        var (shown, used) = (w.Shows(), w.Uses());
        w.Write($$"""
            {{w.Declare($"record {w.Name}(int Number, {shown.Type} Shown)")}}
            {
                private {{used.Type}} Hidden { get; init; } = {{used.Made("Number")}};
                public virtual string Tell() => (this with { Number = {{w.Number}} }).Number + {{shown.Told("Shown")}} + {{used.Told("Hidden")}} + (this == this with { });
                protected virtual bool PrintMembers(System.Text.StringBuilder to) { to.Append(Number); return true; }
            }
            {{w.Declare($"sealed record {w.Name}Derived<T>(int Number, T Extra) : {w.Name}(Number, {shown.Made("Number")})")}}
            {
                public override string Tell() { var (number, extra) = this; var ({{w.Dice.Of("_", "n")}}, shown) = ({{w.Name}})this; return "derived " + number + extra + base.Tell() + {{shown.Told("shown")}} + this; }
            }
            """);
        w.Offers(new Face(w.FullName, $"new {w.FullName}(#, {shown.Made("2")})", "(#).Tell()"), $"new {w.FullName}Derived<string>(#, \"x\").Tell()");
    }

    private static void RecordStruct(PieceWriter w)
    {
        var used = w.Uses();
        w.Write($$"""
            {{w.Declare($"{w.Dice.Of("readonly ", "")}record struct {w.Name}<T>(T Value, int Count = {w.Number})")}}
            {
                public {{w.Name}}(T value) : this(value, 4) { }
                private static {{used.Type}} Other(int count) => {{used.Made("count")}};
                public string Tell(Func<T, string> tell) => tell(Value) + (this with { Count = 9 }).Count + {{used.Told("Other(Count)")}} + Equals(this with { Count = 1 });
            }
            """);
        w.Offers(Common.TellingWrap(w.FullName));
    }

    private static void Tuple(PieceWriter w)
    {
        var (shown, used) = (w.Shows(), w.Uses());
        w.Write($$"""
            {{w.Declare($"static class {w.Name}")}}
            {
                public static (int Count, ({{shown.Type}} Value, string? Word) Inner) Make(int n) => (n, ({{shown.Made("n")}}, {{w.Text}}));
                public static Dictionary<(int A, int B), (string X, {{shown.Type}} Y)[]> Map((int A, int B) key) => new() { [key] = [("x", {{shown.Made("key.A")}})] };
                private static (int, int, int, int, int, int, int, int, {{used.Type}}) Long(int n) => (1, 2, 3, 4, 5, 6, 7, n, {{used.Made("n")}});
                public static string Run(int n)
                {
                    var (count, (value, word)) = Make(n);
                    var swapped = (A: count, B: {{w.Number}});
                    (swapped.A, swapped.B) = (swapped.B, swapped.A);
                    return {{shown.Told("value")}} + word + swapped + (swapped == (count, 1)) + {{used.Told("Long(n).Item9")}} + Map(swapped)[swapped][0].X + {{shown.Told("Map(swapped)[swapped][0].Y")}};
                }
            }
            """);
        w.Runs(w.FullName + ".Run(#)");
    }

    private static void Anonymous(PieceWriter w)
    {
        var used = w.Uses(Trait.Base);
        w.Write($$"""
            {{w.Declare($"class {w.Name}(int n)")}}
            {
                public string Tell()
                {
                    var one = new { Number = n, Used = {{used.Made("n")}}, Text = {{w.Text}} };
                    var other = one with { Number = {{w.Number}} };
                    var all = from i in Enumerable.Range(0, 3) let half = i / 2 join j in new[] { 0, 1 } on half equals j group new { i, half } by new { Key = j, {{w.Dice.Of("One", "Two", "A" + w.Number)}} = 1 } into g orderby g.Key.Key descending select new { g.Key, Sum = g.Sum(x => x.i) };
                    return one.Used.Tell() + other.Number + one.Equals(other) + string.Join(";", all) + Generic("g", other.Text) + new { };
                }
                private static string Generic<T, U>(T a, U b) => new { a, b, C = new { a } }.ToString()!;
            }
            """);
        w.Offers(Common.TellingFace(w.FullName));
    }

    private static void Required(PieceWriter w)
    {
        var (shown, used) = (w.Shows(), w.Uses());
        w.Write($$"""
            {{w.Declare($"class {w.Name}")}}
            {
                public required int Number { get; init; }
                public required {{shown.Type}} Shown;
                private {{used.Type}} Hidden { get; init; } = {{used.Made("2")}};
                public List<int> List { get; } = [1];
                public {{w.Name}}? Next { get; init; }
                public int this[string key] { get => Number + key.Length; init => Number = value; }
                [System.Diagnostics.CodeAnalysis.SetsRequiredMembers] public {{w.Name}}(int n) { Number = n; Shown = {{shown.Made("n")}}; }
                public {{w.Name}}() { }
                public string Tell() => Number + {{shown.Told("Shown")}} + {{used.Told("Hidden")}} + List.Sum() + this["abc"] + Next?.Tell();
            }
            """);
        w.Offers(
            new Face(w.FullName, $"new {w.FullName}(#)", "(#).Tell()"),
            $"new {w.FullName} {{ Number = #, Shown = {shown.Made("#")}, List = {{ 2, 3 }}, Next = new(4) {{ [\"k\"] = 5 }} }}.Tell()");
    }

    private static void Primary(PieceWriter w)
    {
        var (shown, used) = (w.Shows(), w.Uses());
        w.Write($$"""
            {{w.Declare($"class {w.Name}(int n, {shown.Type} shown)")}}
            {
                private readonly {{used.Type}} used = {{used.Made("n")}};
                public {{w.Name}}(int n) : this(n, {{shown.Made("n")}}) { }
                public string Word { get => field ?? "none"; set => field = value?.Trim(); } = null!;
                public int Up { get => ++field + n; } = {{w.Number}};
                public string Tell() { Word = " w "; return {{shown.Told("shown")}} + {{used.Told("used")}} + Up + Up + Word; }
            }
            {{w.Declare($"class {w.Name}Next(int n) : {w.Name}(n + 1)")}} { public string Both => n + Tell(); }
            """);
        w.Offers(Common.TellingFace(w.FullName), $"new {w.FullName}Next(#).Both");
    }
}
