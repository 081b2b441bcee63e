namespace WeakPack.Core.Tests.Stress.Constructs;

/// <summary>Data in the image, and what collections are made of.</summary>
internal static class Data
{
    public static IReadOnlyList<Recipe> All { get; } =
    [
        new("span over data", Spans),
        new("array initializer", Arrays),
        new("collection expression", Collections),
        new("constants", Constants),
        new("interpolated string handler", Handler),
    ];

    private static string Numbers(PieceWriter w, int count) => string.Join(", ", Enumerable.Range(0, count).Select(_ => w.Number));

    private static void Spans(PieceWriter w)
    {
        w.Write($$"""
            {{w.Declare($"static class {w.Name}")}}
            {
                public static ReadOnlySpan<byte> Bytes => [{{Numbers(w, w.Dice.Between(3, 30))}}];
                private static ReadOnlySpan<{{w.Dice.Of("int", "short", "long", "double", "uint")}}> Numbers => [{{Numbers(w, w.Dice.Between(3, 20))}}];
                private static ReadOnlySpan<char> Chars => ['a', 'b', {{(w.Dice.Chance(50) ? "'\\u1234'" : "'c'")}}];
                private static ReadOnlySpan<byte> Utf8 => {{w.Text}}u8;
                private static ReadOnlySpan<DayOfWeek> Days => [DayOfWeek.Friday, DayOfWeek.Monday];
                public static string Run(int n)
                {
                    ReadOnlySpan<long> local = stackalloc long[] { {{Numbers(w, 5)}} };
                    return Bytes[n & 1] + "," + Numbers[^1] + Chars[2] + Utf8.Length + Utf8[1] + Days[1] + local[n & 3] + {{w.Calls("n")}};
                }
            }
            """);
        w.Runs(w.FullName + ".Run(#)");
    }

    private static void Arrays(PieceWriter w)
    {
        var (used, kind) = (w.Uses(), w.Uses(Trait.Enum));
        w.Write($$"""
            {{w.Declare($"class {w.Name}")}}
            {
                private readonly int[,] grid = { { 1, 2, {{w.Number}} }, { 4, 5, 6 } };
                private readonly double[][] jagged = [[{{Numbers(w, 4)}}], []];
                private readonly {{kind.Type}}[] kinds = [({{kind.Type}})1, ({{kind.Type}})2, ({{kind.Type}})3, ({{kind.Type}})1, ({{kind.Type}})0, ({{kind.Type}})2, ({{kind.Type}})3];
                private readonly {{used.Type}}[][] all;
                private readonly char[] chars = new[] { 'x', 'y', 'z', 'q', 'r', 's', 't', 'u', 'v' };
                public {{w.Name}}(int n) => all = [[{{used.Made("n")}}], [{{used.Made("n + 1")}}, {{used.Made("n + 2")}}]];
                public string Tell() => grid[0, 2] + jagged[0][3] + string.Concat(kinds) + {{used.Told("all[1][^1]")}} + new string(chars) + new bool[] { true, false, true, true, false }[{{w.Number}} % 5] + new decimal[] { 1.5m, {{w.Number}} }[1] + new int[1, 2, 3].Rank;
            }
            """);
        w.Offers(Common.TellingFace(w.FullName));
    }

    private static void Collections(PieceWriter w)
    {
        var used = w.Uses();
        w.Write($$"""
            [System.Runtime.CompilerServices.CollectionBuilder(typeof({{w.Name}}Builder), "Make")]
            {{w.Declare($"class {w.Name}<T>(T[] items) : IEnumerable<T>")}}
            {
                public {{w.Name}}(T one) : this([one, one]) { }
                public IEnumerator<T> GetEnumerator() => items.AsEnumerable().GetEnumerator();
                System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
                public string Tell(Func<T, string> tell) => string.Concat(this.Select(tell)) + {{w.Name}}Builder.Run({{w.Number}});
            }
            {{w.Declare($"static class {w.Name}Builder")}}
            {
                public static {{w.Name}}<T> Make<T>(ReadOnlySpan<T> items) => new(items.ToArray());
                public static string Run(int n)
                {
                    {{w.Name}}<int> own = [1, n, .. new[] { 2, 3 }];
                    IReadOnlyList<{{used.Type}}> one = [{{used.Made("n")}}];
                    IEnumerable<int> several = [n, n, .. own];
                    ICollection<string> changeable = [{{w.Text}}];
                    IReadOnlyCollection<int> fixedSize = [1, 2, n];
                    HashSet<int> set = [.. several, 4];
                    Span<{{used.Type}}> span = [{{used.Made("n")}}, .. one];
                    System.Collections.Immutable.ImmutableArray<int> immutable = [n, .. set];
                    changeable.Add("more");
                    return string.Join(",", own) + {{used.Told("one[0]")}} + several.Sum() + changeable.Count + fixedSize.Max() + set.Count + {{used.Told("span[1]")}} + immutable.Length + Sum([n, 2]);
                }
                private static int Sum(params ReadOnlySpan<int> all) { var sum = 0; foreach (var i in all) sum += i; return sum; }
            }
            """);
        w.Offers(Common.TellingWrap(w.FullName));
    }

    private static void Constants(PieceWriter w)
    {
        var kind = w.Shows(Trait.Enum);
        w.Write($$"""
            {{w.Declare($"class {w.Name}(int n)")}}
            {
                public const int Int = {{w.Number}}; public const double Double = -0.0; public const float Float = 1e10f; public const char Char = '\uFFFF'; public const string? None = null;
                public const {{kind.Type}} Kind = ({{kind.Type}})2; public const decimal Decimal = 79228162514264337593543950335m; public const ulong Long = ulong.MaxValue; protected const bool Flag = true; private const sbyte Small = -5;
                internal const string Words = {{w.Text}} + "\u2603\0end";
                public string Tell()
                {
                    const {{kind.Type}} local = ({{kind.Type}})1; const string text = Words + nameof(Int); const long big = 1L << 40; const string? empty = null; const decimal money = -1.25m;
                    return Int + Double.ToString() + Float + (int)Char + None + Kind + Decimal + Long + Flag + Small + local + text + big + empty + money + n + new IntPtr(n) + nint.Size;
                }
            }
            """);
        w.Offers(Common.TellingFace(w.FullName));
    }

    private static void Handler(PieceWriter w)
    {
        var used = w.Uses();
        w.Write($$""""
            [System.Runtime.CompilerServices.InterpolatedStringHandler]
            {{w.Declare($"ref struct {w.Name}")}}
            {
                private readonly System.Text.StringBuilder text;
                public {{w.Name}}(int literals, int holes, int limit, out bool enabled) { enabled = holes <= limit; text = new(); }
                public void AppendLiteral(string s) => text.Append('<').Append(s).Append('>');
                public void AppendFormatted<T>(T value, int alignment = 0, string? format = null) => text.Append(alignment).Append(format).Append(value is IFormattable f ? f.ToString(format, null) : value?.ToString());
                public void AppendFormatted({{w.Name}}Shown value) => text.Append("shown");
                public override readonly string ToString() => text.ToString();
            }
            {{w.Declare($"struct {w.Name}Shown")}};
            {{w.Declare($"static class {w.Name}Use")}}
            {
                public static string Tell(int limit, [System.Runtime.CompilerServices.InterpolatedStringHandlerArgument(nameof(limit))] {{w.Name}} handler) => handler.ToString();
                public static string Run(int n)
                {
                    var used = {{used.Made("n")}};
                    return Tell(5, $"n is {n,{{w.Number}}:D3} and {{{used.Told("used")}}} or {new {{w.Name}}Shown()}") + Tell(0, $"{n}") + $"{n:X}{{w.Number}}{'c'}" + (FormattableString)$"{{{w.Text}}}" + $"""raw {n} "quoted" """;
                }
            }
            """");
        w.Runs(w.FullName + "Use.Run(#)");
    }
}
