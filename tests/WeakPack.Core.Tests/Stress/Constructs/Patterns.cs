namespace WeakPack.Core.Tests.Stress.Constructs;

/// <summary>Patterns, and switches of all kinds.</summary>
internal static class Patterns
{
    public static IReadOnlyList<Recipe> All { get; } =
    [
        new("switch on strings", Strings),
        new("type pattern", Types),
        new("property and list pattern", Properties),
        new("switch on spans and numbers", Spans),
        new("control flow", ControlFlow),
    ];

    private static void Strings(PieceWriter w)
    {
        var cases = Enumerable.Range(0, w.Dice.Between(7, 14)).Select(i => $"case \"case{i}\": return {(i % 4 == 1 ? w.Calls("n") : i.ToString(System.Globalization.CultureInfo.InvariantCulture) + ".ToString()")};");
        w.Write($$"""
            {{w.Declare($"static class {w.Name}")}}
            {
                public static string Run(int n) => Of("case" + n % 5, n) + Of("case1", n) + Of("none", n) + Arm(n > 2 ? "alpha" : "omega");
                private static string Of(string word, int n)
                {
                    switch (word)
                    {
                        {{string.Join("\n            ", cases)}}
                        default: return "default";
                    }
                }
                private static int Arm(string? word) => word switch { "alpha" => 1, "beta" => 2, "gamma" => 3, "delta" => 4, "epsilon" => 5, "zeta" => 6, "eta" => 7, "omega" => {{w.Number}}, null => 0, _ => -1 };
            }
            """);
        w.Runs(w.FullName + ".Run(#)");
    }

    private static void Types(PieceWriter w)
    {
        var (first, score, kind, value) = (w.Uses(Trait.Base), w.Uses(Trait.Interface), w.Uses(Trait.Enum), w.Uses(Trait.Struct));
        w.Write($$"""
            {{w.Declare($"static class {w.Name}")}}
            {
                public static string Run(int n) => string.Join("/", new object?[] { {{first.Made("n")}}, {{score.Made("n")}}, {{kind.Made("n")}}, {{value.Made("n")}}, new List<{{first.Type}}>(), new {{value.Type}}[2], {{w.Number}}L, null, {{w.Text}} }.Select(Of));
                private static string Of(object? o) => o switch
                {
                    null => "null",
                    {{first.Type}} { } f => f.Tell(),
                    {{kind.Type}} and not ({{kind.Type}})1 => "kind" + o,
                    {{kind.Type}} k => "one" + k,
                    {{score.Type}} s when s.Score(1) is var n and > -1000 => "score" + n,
                    {{value.Type}} v => {{value.Told("v")}},
                    List<{{first.Type}}> or {{value.Type}}[] => o.GetType().Name,
                    long and (< 3 or > 6) => "far",
                    long i => i.ToString(),
                    _ => o.ToString()!,
                };
            }
            """);
        w.Runs(w.FullName + ".Run(#)");
    }

    private static void Properties(PieceWriter w)
    {
        var (used, kind) = (w.Uses(Trait.Base), w.Uses(Trait.Enum));
        w.Write($$"""
            {{w.Declare($"class {w.Name}")}}
            {
                private readonly int[] items; private readonly Node node;
                public {{w.Name}}(int n) { items = [.. Enumerable.Range(7, n & 3)]; node = new(n, {{used.Made("n")}}, new(2, null, null, ({{kind.Type}})1), {{kind.Made("n")}}); }
                public string Tell() => items switch
                {
                    [] => "empty",
                    [var one] => "one" + one,
                    [var first, .. var rest, _] when rest.Length > 0 => "many" + first + rest.Length,
                    [_, ..] => "some",
                } + node switch
                {
                    { Number: > 3, Next: { Number: 2, Used: null }, Used: { } u } => u.Tell(),
                    (_, _, { Kind: ({{kind.Type}})1 }, ({{kind.Type}})2 or ({{kind.Type}})3) => "positional",
                    { Next.Next: null } and not { Number: {{w.Number}} } => "deep",
                    _ => "else",
                };
                private sealed record Node(int Number, {{used.Type}}? Used, Node? Next, {{kind.Type}} Kind);
            }
            """);
        w.Offers(Common.TellingFace(w.FullName));
    }

    private static void Spans(PieceWriter w)
    {
        w.Write($$"""
            {{w.Declare($"static class {w.Name}")}}
            {
                public static string Run(int n) => Of("two three".AsSpan(n & 3)) + Number(n) + Number(n * 1000L) + Text({{w.Text}}) + {{w.Calls("n")}};
                private static int Of(ReadOnlySpan<char> span) => span switch { "one" => 1, "two three" => 2, ['t', .., 'e'] => 3, "wo three" => 4, "three" => 5, "hree" => 6, "ree" => 8, _ => {{w.Number}} };
                private static string Number(long n)
                {
                    switch (n)
                    {
                        case 0: case 1: return "low";
                        case 2: goto case 5;
                        case 3: goto default;
                        case 4: return "four";
                        case 5: return "five";
                        case > 1000: return "high";
                        default: return "other";
                    }
                }
                private static string Text(string s) => s is ['a', ..] or "q1" ? "A" : s is { Length: >= 4 } ? "long" : "B";
            }
            """);
        w.Runs(w.FullName + ".Run(#)");
    }

    private static void ControlFlow(PieceWriter w)
    {
        var used = w.Uses();
        w.Write($$"""
            {{w.Declare($"class {w.Name}(int n)")}}
            {
                private readonly System.Threading.Lock gate = new();
                public unsafe string Tell()
                {
                    var text = ""; var i = 0;
                again:
                    while (i < {{w.Number}})
                    {
                        if (i++ == 2) continue;
                        if (i == 4) { i++; goto again; }
                        lock (gate) lock (this) text += i;
                    }
                    do { text += {{used.Told("(" + used.Made("i + n") + ")")}}; } while (i-- > 100);
                    for (var (a, b) = (0, 3); a < b; a++, b--) text += a ^ b;
                    checked { try { text += int.MaxValue - 1 + i + n; } catch (OverflowException) { text += "over"; } }
                    return text + (text.Length > 3 ? sizeof(decimal) : stackalloc int[2].Length) + unchecked((byte)(n * 300));
                }
            }
            """);
        w.Offers(Common.TellingFace(w.FullName));
    }
}
