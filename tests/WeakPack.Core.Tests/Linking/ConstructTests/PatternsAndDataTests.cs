namespace WeakPack.Core.Tests.Linking.ConstructTests;

[TestClass]
public sealed class PatternsAndDataTests
{
    [TestMethod]
    public void Interpolated_strings_and_their_handlers() => Construct.RunsTheSame("""
        using System.Runtime.CompilerServices;
        [WeakPackageUnit] [InterpolatedStringHandler] public ref struct LogHandler
        {
            private DefaultInterpolatedStringHandler inner;
            public LogHandler(int literals, int holes, Log log, string name, out bool enabled) { enabled = log.Enabled; inner = enabled ? new(literals + name.Length, holes) : default; inner.AppendLiteral(name); }
            public void AppendLiteral(string text) => inner.AppendLiteral(text);
            public void AppendFormatted<T>(T value, int alignment = 0, string? format = null) => inner.AppendFormatted(value, alignment, format);
            public string Text() => inner.ToStringAndClear();
        }
        [WeakPackageUnit] public class Log(bool enabled)
        {
            public bool Enabled => enabled;
            public string Write(string name, [InterpolatedStringHandlerArgument("", nameof(name))] LogHandler handler) => enabled ? handler.Text() : "off";
            public string Plain(int i, DayOfWeek d) => $"{i,5:x}|{d}|{i > 3}|{{}}";
            public string Raw(string s) => $"\"{s}\" {{x}}";
            public ReadOnlySpan<byte> Utf8 => "utf8 \u2603"u8;
        }
        """, """
        Console.WriteLine(new Log(true).Write("n:", $"a{1,4:00}b{"c"}") + new Log(false).Write("n", $"{Fail()}"));
        Console.WriteLine(new Log(true).Plain(255, DayOfWeek.Monday) + new Log(true).Raw("s") + new Log(true).Utf8.Length);
        static int Fail() => throw new InvalidOperationException();
        """);

    [TestMethod]
    public void Collection_expressions() => Construct.RunsTheSame("""
        using System.Collections.Immutable;
        using System.Runtime.CompilerServices;
        [WeakPackageUnit] [CollectionBuilder(typeof(Bag), nameof(Bag.Create))] public class Bag<T>(T[] items) : IEnumerable<T>
        {
            public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)items).GetEnumerator();
            System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => items.GetEnumerator();
        }
        [WeakPackageUnit] public static class Bag { public static Bag<T> Create<T>(ReadOnlySpan<T> items) => new(items.ToArray()); }
        [WeakPackageUnit] public static class Collections
        {
            public static IReadOnlyList<int> One(int i) => [i];
            public static IEnumerable<string> Three(string s) => [s, "b", "c"];
            public static IReadOnlyCollection<T> Spread<T>(IEnumerable<T> a, params T[] b) => [.. a, .. b];
            public static ReadOnlySpan<long> Constant => [1, 2, 3];
            public static int Sum(int a) { Span<int> s = [a, a + 1, a + 2]; var sum = 0; foreach (var i in s) sum += i; return sum; }
            public static List<int> List(int[] more) => [1, .. more, 2];
            public static ImmutableArray<char> Letters => ['a', 'b'];
            public static Bag<int> Bag(int i) => [i, 2, .. Constant.Length > 2 ? [3] : Array.Empty<int>()];
            public static int[] Empty => [];
            public static string[] Strings(string s) => [s, s, s];
            public static int Spans() { ReadOnlySpan<string> s = ["a", "b", "c", "d"]; return s.Length; }
        }
        """, """
        Console.WriteLine(string.Join(",", Collections.One(1).Concat(Collections.List([7, 8])).Concat(Collections.Bag(9))));
        Console.WriteLine(string.Join(",", Collections.Three("a").Concat(Collections.Spread(["x"], "y", "z")).Concat(Collections.Strings("s"))));
        Console.WriteLine(Collections.Constant[2] + Collections.Sum(4) + Collections.Letters.Length + Collections.Empty.Length + Collections.Spans());
        IReadOnlyList<int> mine = [4];
        IEnumerable<int> more = [1, .. mine, 5];
        Bag<string> bag = ["mine"];
        ReadOnlySpan<int> constants = [1, 2, 3];
        Console.WriteLine(mine[0] + more.Count() + bag.Single() + constants.Length);
        try { ((IList<int>)Collections.One(1)).Add(2); } catch (NotSupportedException) { Console.WriteLine("read-only"); }
        """);

    [TestMethod]
    public void Switches_on_strings_and_patterns() => Construct.RunsTheSame("""
        [WeakPackageUnit] public static class Switches
        {
            public static int Number(string name)
            {
                switch (name)
                {
                    case "zero": return 0;
                    case "one": return 1;
                    case "two": return 2;
                    case "three": return 3;
                    case "four": return 4;
                    case "five": return 5;
                    case "six": return 6;
                    case "seven": return 7;
                    default: return -1;
                }
            }
            public static int Span(ReadOnlySpan<char> name) => name switch { "a" => 1, "bb" => 2, "cc" => 3, "dd" => 4, "ee" => 5, "ff" => 6, "gg" => 7, "hh" => 8, _ => 0 };
            public static string Shape(object? value) => value switch
            {
                null => "null",
                0 => "zero",
                int i and > 10 and < 20 => "teen " + i,
                int or long => "number",
                string { Length: > 3 and var length } s when s[0] == 'x' => "x" + length,
                string s => s,
                (int x, int y) => $"{x}:{y}",
                int[] and [1, .., var last] => "ends with " + last,
                int[] and [] => "empty",
                int[] and [_, .. var middle, _] => "middle " + middle.Length,
                DayOfWeek.Monday => "monday",
                Node { Left: Node { Value: var v }, Right: null } => "left " + v,
                IEnumerable<char> or not Exception => "other",
                Exception { InnerException.Message: var m } => m,
                _ => "?",
            };
            public static string Dense(int i) { switch (i) { case 0: return "a"; case 1: return "b"; case 2: goto case 0; case 3: case 4: return "c"; case 100: return "d"; default: return "e"; } }
            public static string Exhausted(bool? b) { try { return b switch { true => "yes", false => "no" }; } catch (Exception e) { return e.GetType().Name; } }
            public record Node(int Value, Node? Left, Node? Right);
        }
        """, """
        foreach (var s in new[] { "zero", "three", "seven", "eight", "" })
            Console.Write(Switches.Number(s) + Switches.Span("hh") + " ");
        foreach (var o in new object?[] { null, 0, 12, 5L, "xyzw", "abc", (1, 2), new[] { 1, 2, 3 }, new int[0], new[] { 2, 3, 4 }, DayOfWeek.Monday, new Switches.Node(1, new(2, null, null), null), 'c', new Exception("", new Exception("inner")), new Exception() })
            Console.Write(Switches.Shape(o) + ", ");
        foreach (var i in new[] { 0, 1, 2, 3, 4, 5, 100 })
            Console.Write(Switches.Dense(i));
        Console.WriteLine(Switches.Exhausted(null) + Switches.Exhausted(true));
        Console.WriteLine(Environment.NewLine.Length > 5 ? "" : args.Length switch { 0 => Mine("six"), _ => "" });
        static string Mine(string s) => s switch { "one" => "1", "two" => "2", "three" => "3", "four" => "4", "five" => "5", "six" => "6", "seven" => "7", "eight" => "8", _ => "" };
        """);

    [TestMethod]
    public void Data_with_its_alignment() => Construct.RunsTheSame("""
        [WeakPackageUnit] public static class Data
        {
            public static ReadOnlySpan<byte> Bytes => [1, 2, 3, 4, 5, 6, 7];
            public static ReadOnlySpan<short> Shorts => [1, -2, 3];
            public static ReadOnlySpan<int> Ints => [1, 2, 3, 4, 5];
            public static ReadOnlySpan<long> Longs => [1, 2, long.MaxValue];
            public static ReadOnlySpan<long> OneLong => [42];
            public static ReadOnlySpan<int> OneInt => [42];
            public static ReadOnlySpan<int> TwoInts => [42, 43];
            public static ReadOnlySpan<short> OneShort => [42];
            public static ReadOnlySpan<double> Doubles => [1.5, 2.5, double.NaN];
            public static ReadOnlySpan<char> Chars => ['a', '\u2603', 'c'];
            public static ReadOnlySpan<bool> Bools => [true, false, true];
            public static int[] Array() => [1, 2, 3, 4, 5, 6, 7, 8];
            public static decimal[] Decimals() => [1.5m, 2.5m];
            public static uint[,] Matrix() => new uint[,] { { 1, 2, 3 }, { 4, 5, 6 } };
            public static ReadOnlySpan<DayOfWeek> Days => [DayOfWeek.Monday, DayOfWeek.Friday, DayOfWeek.Sunday];
            public static unsafe long Stack() { long* p = stackalloc long[] { 11, 22, 33 }; return p[2]; }
            public static unsafe bool Aligned<T>(ReadOnlySpan<T> span) where T : unmanaged { fixed (T* p = span) return (nuint)p % (nuint)sizeof(T) == 0; }
        }
        """, """
        Console.WriteLine(Data.Bytes[6] + Data.Shorts[1] + Data.Ints[4] + Data.Longs[2] + Data.Doubles[1] + Data.Chars[1] + Data.Array().Sum() + Data.Matrix()[1, 2] + Data.Stack());
        Console.WriteLine(Data.Aligned(Data.Shorts) && Data.Aligned(Data.Ints) && Data.Aligned(Data.Longs) && Data.Aligned(Data.Doubles) && Data.Aligned(Data.Chars) && Data.Aligned(Data.Days));
        Console.WriteLine(Data.OneLong[0] + Data.OneInt[0] + Data.TwoInts[1] + Data.OneShort[0]);
        Console.WriteLine(Data.Aligned(Data.OneLong) && Data.Aligned(Data.OneInt) && Data.Aligned(Data.TwoInts) && Data.Aligned(Data.OneShort));
        ReadOnlySpan<byte> mine = [9];
        ReadOnlySpan<long> longs = [1, 2, 5];
        Console.WriteLine(mine[0] + longs[2] + (Data.Aligned(longs) ? 1 : 0) + (Data.Bools[2] ? 1 : 0) + Data.Decimals().Length + (int)Data.Days[1]);
        """);

    [TestMethod]
    public void Data_that_the_compiler_gives_the_type_of_a_number() => Construct.RunsTheSame("""
        [WeakPackageUnit] public static class Data
        {
            public static ReadOnlySpan<byte> Odd => [1, 2, 3];
            public static ReadOnlySpan<byte> Eight => "SELECT "u8;
            public static ReadOnlySpan<byte> Five => [1, 2, 3, 4, 5];
            public static ReadOnlySpan<byte> Four => "abc"u8;
            public static ReadOnlySpan<byte> Two => "a"u8;
            public static ReadOnlySpan<byte> Eleven => "0123456789"u8;
            public static ReadOnlySpan<byte> MoreEight => "UPDATE "u8;
            public static char[] Letters() => [';', '\r', '\n', ' '];
        }
        """, """
        Console.WriteLine(Data.Odd.Length + Data.Eight[6] + Data.Five[4] + Data.Four[2] + Data.Two[0] + Data.Eleven[9] + Data.MoreEight[0] + Data.Letters().Length);
        ReadOnlySpan<byte> mine = [7, 7, 7];
        Console.WriteLine(mine[2] + "INSERT "u8[0]);
        """);

    [TestMethod]
    public void Exception_filters_and_every_kind_of_handler() => Construct.RunsTheSame("""
        [WeakPackageUnit("Errors")] public class RareException(int code, Exception? inner = null) : Exception("rare " + code, inner) { public int Code => code; }
        [WeakPackageUnit("Errors")] public static class Handlers
        {
            public static string Run(Action action, Action<string> log)
            {
                var said = "";
                try
                {
                    try { action(); }
                    catch (RareException e) when (e.Code > 5 && Log(log, "filter")) { return "rare " + e.Code; }
                    catch (RareException e) when (e is { InnerException: ArgumentException { ParamName: var p } }) { return "inner " + p; }
                    catch (Exception e) when (e is FormatException or OverflowException) { return e.GetType().Name; }
                    finally { log("finally"); }
                    said = "none";
                }
                catch { said = "any"; throw; }
                finally { log("outer " + said); }
                return said;
            }
            public static string Generic<T>(Action action) where T : Exception { try { action(); return ""; } catch (T e) when (e.Message != null) { return typeof(T).Name; } }
            private static bool Log(Action<string> log, string text) { log(text); return true; }
            public static int Nested() { for (var i = 0; ; i++) { try { if (i > 2) return i; continue; } finally { lock (typeof(Handlers)) i++; } } }
        }
        """, """
        Console.WriteLine(Handlers.Run(() => throw new RareException(9), Console.WriteLine));
        Console.WriteLine(Handlers.Run(() => throw new RareException(1, new ArgumentException("m", "p")), Console.WriteLine));
        Console.WriteLine(Handlers.Run(() => int.Parse("x"), Console.WriteLine));
        Console.WriteLine(Handlers.Run(() => { }, Console.WriteLine));
        try { Handlers.Run(() => throw new RareException(2), Console.WriteLine); } catch (RareException e) { Console.WriteLine("caught " + e.Message); }
        Console.WriteLine(Handlers.Generic<RareException>(() => throw new RareException(3)) + Handlers.Nested());
        """);

    [TestMethod]
    public void Strings_of_every_sort() => Construct.RunsTheSame("""
        [WeakPackageUnit] public static class Strings
        {
            public static string[] All() => ["", "\0", "\ud800", "\udc00\ud800", "\u2603", "a\r\nb", new string('x', 3), "𝒳"];
            public const string Long = "0123456789abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuvwxyz";
            public static string LongText() => Long + Long.Length;
        }
        """, """
        foreach (var s in Strings.All())
            Console.WriteLine(string.Join(" ", s.Select(c => ((int)c).ToString("x"))));
        Console.WriteLine(Strings.LongText());
        """);

    [TestMethod]
    public void Arithmetic_and_control_flow_of_every_size() => Construct.RunsTheSame("""
        [WeakPackageUnit] public static class Numbers
        {
            public static string All(int i, long l, double d, decimal m)
            {
                unchecked { i += int.MaxValue; }
                try { checked { i += int.MaxValue; i += int.MaxValue; } } catch (OverflowException) { i = 7; }
                nint n = (nint)l; nuint u = (nuint)(uint)i; Int128 wide = l; Half h = (Half)d;
                var far = 0;
                for (var k = 0; k < 300; k++) { if (k % 3 == 0) continue; if (k > 250) break; far += k switch { < 10 => 1, < 100 => 2, _ => 3 }; }
                return $"{i} {n >> 1} {u << 2} {wide * 3} {h} {m / 3:F5} {far} {(float)d} {(byte)l} {d > 0 ^ l < 0} {default(Guid)} {sizeof(decimal)} {1_000_000_007L * 3}";
            }
            public static ref T Find<T>(T[] items, Predicate<T> match) { for (var i = 0; i < items.Length; i++) if (match(items[i])) return ref items[i]; throw new KeyNotFoundException(); }
        }
        """, """
        Console.WriteLine(Numbers.All(5, 1234567, 2.5, 10m));
        var items = new[] { 1, 2, 3 };
        Numbers.Find(items, i => i == 2) = 20;
        Console.WriteLine(items[1]);
        """);
}
