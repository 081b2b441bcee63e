namespace WeakPack.Core.Tests.Stress.Constructs;

/// <summary>What is bound at run time, attributes among it, and types that only their file sees.</summary>
internal static class Late
{
    public static IReadOnlyList<Recipe> All { get; } =
    [
        new("dynamic", Dynamic),
        new("dynamic with references", DynamicReferences),
        new("attribute", Attribute),
        new("generic attribute", GenericAttribute),
        new("file-local type", FileLocal),
        new("query", Query),
    ];

    private static void Dynamic(PieceWriter w)
    {
        var used = w.Uses(Trait.Base);
        w.Write($$"""
            {{w.Declare($"class {w.Name}(int n)")}}
            {
                public int Count = n;
                public string this[string key] => key + Count;
                public string Tell()
                {
                    dynamic it = this, number = {{w.Number}}, made = {{used.Made("n")}};
                    it.Count += number * 2;
                    List<dynamic> all = [number + 1, it["k"], made.Tell()];
                    return string.Join(",", all) + it.Generic<int>(number) + (string)Static(it, number) + new {{w.Name}}(number).Count;
                }
                public string Generic<T>(T value) => typeof(T).Name + value;
                private static dynamic Static({{w.Name}} it, int n) => it.Count + "s" + n;
            }
            """);
        w.Offers(Common.TellingFace(w.FullName));
    }

    private static void DynamicReferences(PieceWriter w)
    {
        var used = w.Shows(Trait.Base);
        w.Write($$"""
            {{w.Declare($"class {w.Name}(int n)")}}
            {
                private readonly Dictionary<string, (dynamic Value, object Other)[]> field = new() { ["k"] = [(1, 2)] };
                public void Up(ref int i, out string text, {{used.Type}} it) { i++; text = it.Tell(); }
                public string Tell()
                {
                    dynamic it = this;
                    var i = {{w.Number}};
                    it.Up(ref i, out string text, {{used.Made("n")}});
                    return i + text + field["k"][0].Value + Kind(n) + Kind((dynamic){{w.Text}}) + it?.ToString().Substring(0, 3);
                }
                private static string Kind(int i) => "int"; private static string Kind(string s) => "string";
            }
            """);
        w.Offers(Common.TellingFace(w.FullName));
    }

    private static void Attribute(PieceWriter w)
    {
        var (used, kind) = (w.Uses(), w.Uses(Trait.Enum));
        w.Write($$"""
            [AttributeUsage(AttributeTargets.All, AllowMultiple = true, Inherited = false)]
            {{w.Declare($"sealed class {w.Name}Attribute : Attribute")}}
            {
                public enum Level : ushort { Low, High = 60000 }
                public {{w.Name}}Attribute(object? any = null, params Type[] types) { Any = any; Types = types; }
                public {{w.Name}}Attribute(string text, Level level, char c = 'c', double d = 1.5) { Any = text + level + c + d; Types = []; }
                public object? Any; public Type[] Types; public int[]? Numbers { get; set; } public Level[]? Levels; public object?[]? Objects { get; set; } public Type? Type; public bool Flag { get; set; }
                public override string ToString() => Tell(Any) + string.Join("+", Types.Select(t => t?.Name)) + Numbers?.Length + (Levels is null ? "" : string.Join("+", Levels)) + (Objects is null ? "" : string.Concat(Objects.Select(Tell))) + Type?.Name + Flag;
                private static string Tell(object? o) => o switch { null => "null", Type t => t.Name, Array a => a.Length + a.GetType().Name, _ => o.GetType().Name + o };
            }
            {{w.Declare($"class {w.Name}(int n)")}}
            {
                [{{w.Name}}(({{kind.Type}})2, typeof({{w.Name}}), typeof(List<>), null!)] private int first = n;
                [{{w.Name}}({{w.Text}}, {{w.Name}}Attribute.Level.High, d: {{w.Number}}), {{w.Name}}(new[] { ({{kind.Type}})1 }, Numbers = [1, 2], Levels = [{{w.Name}}Attribute.Level.High], Flag = true)] private int Second => 2;
                [return: {{w.Name}}(typeof({{kind.Type}}[]), Objects = [1, "s", ({{kind.Type}})3, typeof(Dictionary<string, {{kind.Type}}>), null, (byte)4, 'x'])]
                private {{used.Type}} Third<[{{w.Name}}(1.5f)] T>([{{w.Name}}(new string?[] { "a", null }, Type = typeof(Nested<>))] int i) => {{used.Made("i")}};
                private class Nested<T> { public enum Deep { One = 1 } }
                [{{w.Name}}(Nested<int>.Deep.One, typeof(Nested<{{kind.Type}}>.Deep), typeof(int*), typeof(Nested<int>[,]))] private void Fourth() { }
                public string Tell()
                {
                    const System.Reflection.BindingFlags all = System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Instance;
                    var third = typeof({{w.Name}}).GetMethod("Third", all)!;
                    var carriers = new System.Reflection.ICustomAttributeProvider[] { typeof({{w.Name}}).GetField("first", all)!, typeof({{w.Name}}).GetProperty("Second", all)!, third.ReturnTypeCustomAttributes, third.GetParameters()[0], third.GetGenericArguments()[0], typeof({{w.Name}}).GetMethod("Fourth", all)! };
                    return first + string.Join("\n", carriers.Select(c => string.Join(";", c.GetCustomAttributes(typeof({{w.Name}}Attribute), false).Select(a => a.ToString()).Order(StringComparer.Ordinal)))) + {{used.Told("Third<int>(1)")}};
                }
            }
            """);
        w.Offers(Common.TellingFace(w.FullName));
    }

    private static void GenericAttribute(PieceWriter w)
    {
        var (first, kind) = (w.Shows(Trait.Base), w.Uses(Trait.Enum));
        w.Write($$"""
            {{w.Declare($"class {w.Name}Attribute<T> : Attribute where T : struct")}} { public T Other { get; set; } public string Tell() => typeof(T).Name + Other; }
            {{w.Declare($"class {w.Name}OfAttribute<T> : Attribute where T : {first.Type}")}} { public Type Of => typeof(T); }
            {{w.Declare($"class {w.Name}(int n)")}}
            {
                [{{w.Name}}<{{kind.Type}}>(Other = ({{kind.Type}})2), {{w.Name}}Of<{{first.Type}}>]
                private sealed class Carrier { [{{w.Name}}<int>(Other = {{w.Number}})] public int Number; }
                public string Tell() => new Carrier { Number = n }.Number + string.Join(",", typeof(Carrier).GetCustomAttributes(false).Concat(typeof(Carrier).GetField("Number")!.GetCustomAttributes(false)).Select(a => a switch { {{w.Name}}Attribute<int> i => i.Tell(), {{w.Name}}Attribute<{{kind.Type}}> k => k.Tell(), {{w.Name}}OfAttribute<{{first.Type}}> o => o.Of.Name, _ => "" }).Order(StringComparer.Ordinal));
            }
            """);
        w.Offers(Common.TellingFace(w.FullName));
    }

    private static void FileLocal(PieceWriter w)
    {
        var used = w.Uses();
        w.Write($$"""
            {{w.Declare($"class {w.Name}(int n)")}}
            {
                public string Tell() => new Hidden<int>(n).Tell() + Helper.Of({{used.Made("n")}}) + Kind.B + new Point(n, 2) + n.Twice() + ((IHidden)new Hidden<string>({{w.Text}})).Tell();
            }
            file class Hidden<T>(T value) : IHidden { public string Tell() => $"{Kind.A} {value}" + new Inner().Get(value); private class Inner { public string Get(T value) => "inner" + value; } }
            file interface IHidden { string Tell(); }
            file static class Helper { public static string Of({{used.Type}} it) => {{used.Told("it")}}; public static int Twice(this int i) => i * {{w.Number}}; }
            file enum Kind { A, B }
            file record struct Point(int X, int Y);
            """);
        w.Offers(Common.TellingFace(w.FullName));
    }

    private static void Query(PieceWriter w)
    {
        var shown = w.Shows();
        w.Write($$"""
            {{w.Declare($"class {w.Name}<T>")}}
            {
                private readonly T value;
                public {{w.Name}}(T value) => this.value = value;
                public {{w.Name}}<U> Select<U>(Func<T, U> map) => new(map(value));
                public {{w.Name}}<V> SelectMany<U, V>(Func<T, {{w.Name}}<U>> map, Func<T, U, V> both) { var other = map(value); return new(both(value, other.value)); }
                public {{w.Name}}<T> Where(Func<T, bool> filter) => filter(value) ? this : new(default(T)!);
                public string Tell(Func<T, string> tell) => tell(value) + {{w.Name}}Use.Run({{w.Number}});
                public T Value => value;
            }
            internal static class {{w.Name}}Use
            {
                public static string Run(int n) => (from a in new {{w.Name}}<int>(n) from b in new {{w.Name}}<{{shown.Type}}>({{shown.Made("n")}}) let c = {{shown.Told("b")}} where c.Length > 0 select (a, c)).Select(t => t.a + t.c).Value;
            }
            """);
        w.Offers(Common.TellingWrap(w.FullName));
    }
}
