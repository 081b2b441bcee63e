namespace WeakPack.Core.Tests.Stress.Constructs;

/// <summary>Value types: their layout, and those that live on the stack alone.</summary>
internal static class Structs
{
    public static IReadOnlyList<Recipe> All { get; } =
    [
        new("struct", Struct),
        new("enum", Enum),
        new("explicit layout and fixed buffer", Layout),
        new("inline array", InlineArray),
        new("ref struct and ref fields", RefStruct),
        new("nullable value types", Nullable),
    ];

    private static void Struct(PieceWriter w)
    {
        var used = w.Uses();
        var shown = w.Shows();
        w.Write($$"""
            {{w.Declare($"{w.Dice.Of("readonly ", "")}struct {w.Name} : IEquatable<{w.Name}>, IComparable<{w.Name}>")}}
            {
                private readonly int seed;
                private readonly {{used.Type}} field;
                public readonly {{shown.Type}} Shown;
                public {{w.Name}}(int n) { seed = n; field = {{used.Made("n")}}; Shown = {{shown.Made("n")}}; }
                public bool Equals({{w.Name}} other) => seed == other.seed;
                public override bool Equals(object? o) => o is {{w.Name}} other && Equals(other);
                public override int GetHashCode() => seed;
                public int CompareTo({{w.Name}} other) => seed.CompareTo(other.seed);
                public string Tell() => seed + {{used.Told("field")}} + Equals(default) + new[] { this, new {{w.Name}}(-seed) }.Min().seed + ({{w.Number}} > 4 ? {{shown.Told("Shown")}} : "");
            }
            """);
        w.Offers(Common.TellingFace(w.FullName) with { Trait = Trait.Struct });
    }

    private static void Enum(PieceWriter w)
    {
        var (type, big) = w.Dice.Of(("byte", "200"), ("sbyte", "-100"), ("short", "-30000"), ("ushort", "60000"), ("int", "-7"), ("uint", "4000000000"), ("long", "-8000000000"), ("ulong", "18000000000000000000"));
        w.Write($$"""
            {{(w.Dice.Chance(40) ? "[Flags] " : "")}}{{w.Declare($"enum {w.Name} : {type}")}} { None, One, Two, Three, Big = {{big}} }
            {{w.Declare($"static class {w.Name}Extensions")}}
            {
                public const {{w.Name}} Default = {{w.Name}}.Big;
                public static string Tell(this {{w.Name}} value, {{w.Name}} other = {{w.Name}}.Big) => value switch
                {
                    {{w.Name}}.One => "one" + other,
                    {{w.Name}}.Two or {{w.Name}}.Three => $"{value:D}{other:X}",
                    _ => (value | Default).ToString() + {{w.Calls("2")}},
                };
                public static string All() => string.Join(",", System.Enum.GetValues<{{w.Name}}>().Select(v => v.Tell({{w.Name}}.One)));
            }
            """);
        w.Offers(new Face(w.FullName, $"({w.FullName})((#) & 3)", "(#).ToString()", Trait.Enum), $"({w.FullName}Extensions.Tell(({w.FullName})((#) & 3)) + {w.FullName}Extensions.All())");
    }

    private static void Layout(PieceWriter w)
    {
        var used = w.Uses(Trait.Enum);
        w.Write($$"""
            [System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Explicit, Size = {{w.Dice.Of("16", "24")}})]
            {{w.Declare($"struct {w.Name}")}}
            {
                [System.Runtime.InteropServices.FieldOffset(0)] public long Whole;
                [System.Runtime.InteropServices.FieldOffset(0)] public int Low;
                [System.Runtime.InteropServices.FieldOffset(4)] public int High;
                [System.Runtime.InteropServices.FieldOffset(8)] private {{used.Type}} kind;
                public {{w.Name}}(int n) { Whole = 0x{{w.Number}}00000002L + n; kind = {{used.Made("n")}}; }
                public readonly string Tell() => Low + "/" + High + {{used.Told("kind")}} + {{w.Name}}Buffer.Sum(Low, kind);
            }
            [System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Sequential, Pack = {{w.Dice.Of("1", "2", "8")}}, CharSet = System.Runtime.InteropServices.CharSet.Unicode)]
            {{w.Declare($"unsafe struct {w.Name}Buffer")}}
            {
                public byte First; public fixed {{w.Dice.Of("int", "long", "char", "double")}} Items[{{w.Number}}]; private {{used.Type}} kind;
                [System.Runtime.InteropServices.MarshalAs(System.Runtime.InteropServices.UnmanagedType.ByValTStr, SizeConst = {{w.Number}})] public string? Text;
                internal static string Sum(int n, {{used.Type}} kind)
                {
                    var it = new {{w.Name}}Buffer { First = 3, kind = kind };
                    it.Items[0] = (char)(n & 63);
                    var p = it.Items;
                    return "" + it.Items[0] + it.First + it.kind + (*p == p[0]);
                }
            }
            """);
        w.Offers(Common.TellingFace(w.FullName) with { Trait = Trait.Struct });
    }

    private static void InlineArray(PieceWriter w)
    {
        var used = w.Uses();
        w.Write($$"""
            [System.Runtime.CompilerServices.InlineArray({{w.Dice.Between(2, 5)}})]
            {{w.Declare($"struct {w.Name}<T>")}}
            {
                private T first;
                public {{w.Name}}(T value) { this[0] = value; this[1] = value; }
                public override readonly bool Equals(object? o) => o is {{w.Name}}<T>;
                public override readonly int GetHashCode() => 1;
                public string Tell(Func<T, string> tell) { var text = ""; foreach (ref var item in this[..2]) text += tell(item); return text + {{w.Name}}Use.Run(2); }
            }
            internal static class {{w.Name}}Use
            {
                public static string Run(int n)
                {
                    var buffer = new {{w.Name}}<{{used.Type}}>({{used.Made("n")}});
                    Span<{{used.Type}}> span = buffer;
                    span[1] = {{used.Made("n + 1")}};
                    ReadOnlySpan<string> texts = [{{used.Told("buffer[0]")}}, {{used.Told("(object?)buffer[^1] is null ? span[0] : buffer[1]")}}, {{w.Text}}];
                    return string.Join("-", texts) + span.Length;
                }
            }
            """);
        w.Offers(Common.TellingWrap(w.FullName));
    }

    private static void RefStruct(PieceWriter w)
    {
        var used = w.Uses();
        w.Write($$"""
            {{w.Declare($"ref struct {w.Name}<T>")}}
            {
                private ref T first; private readonly Span<T> rest;
                public {{w.Name}}(ref T first, Span<T> rest) { this.first = ref first; this.rest = rest; }
                public ref T this[int i] => ref i == 0 ? ref first : ref rest[i - 1];
                public readonly int Count => rest.Length + 1;
                public readonly Enumerator GetEnumerator() => new(this);
                public void Dispose() => first = default!;
                public ref struct Enumerator({{w.Name}}<T> all) { private {{w.Name}}<T> all = all; private int at = -1; public bool MoveNext() => ++at < all.Count; public T Current => all[at]; }
            }
            {{w.Declare($"static class {w.Name}Use")}}
            {
                public static string Run(int n)
                {
                    var one = {{used.Made("n")}};
                    var text = "";
                    using (var all = new {{w.Name}}<{{used.Type}}>(ref one, new[] { {{used.Made("n + 1")}} }))
                    {
                        foreach (var item in all) text += {{used.Told("item")}};
                        all[0] = all[1];
                        text += {{used.Told("one")}};
                    }
                    return text + ((object?)one is null) + Longest(text.AsSpan(), {{w.Text}}).Length;
                }
                private static ReadOnlySpan<char> Longest(scoped ReadOnlySpan<char> a, ReadOnlySpan<char> b) => a.Length > b.Length ? b : b[..1];
            }
            """);
        w.Runs(w.FullName + "Use.Run(#)");
    }

    private static void Nullable(PieceWriter w)
    {
        var used = w.Uses(Trait.Struct);
        w.Write($$"""
            {{w.Declare($"class {w.Name}")}}
            {
                private readonly {{used.Type}}? maybe;
                private readonly {{used.Type}}?[] all;
                public {{w.Name}}(int n) { maybe = n % 2 == 0 ? {{used.Made("n")}} : default({{used.Type}}?); all = [maybe, {{used.Made("n")}}, default]; }
                public string Tell() => (maybe is { } value ? {{used.Told("value")}} : "null") + all.Count(a => a.HasValue) + {{used.Told("(all[0] ?? all[1]!.Value)")}} + ((object?)maybe is null) + ((ValueType)all[1]!).Equals(all[1]);
            }
            """);
        w.Offers(Common.TellingFace(w.FullName));
    }
}
