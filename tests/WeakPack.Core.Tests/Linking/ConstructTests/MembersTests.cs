namespace WeakPack.Core.Tests.Linking.ConstructTests;

[TestClass]
public sealed class MembersTests
{
    [TestMethod]
    public void Events_that_are_fields_and_events_with_accessors() => Construct.RunsTheSame("""
        [WeakPackageUnit] public class Clock
        {
            private readonly System.ComponentModel.EventHandlerList handlers = new();
            private const string Key = "key";
            public event EventHandler<int>? Ticked;
            public virtual event Action? Stopped;
            public event EventHandler Custom { add => handlers.AddHandler(Key, value); remove => handlers.RemoveHandler(Key, value); }
            public void Tick(int time) => Ticked?.Invoke(this, time);
            public void Stop() { Stopped?.Invoke(); ((EventHandler?)handlers[Key])?.Invoke(this, EventArgs.Empty); }
        }
        """, """
        var clock = new Clock();
        clock.Ticked += (s, t) => Console.WriteLine($"{s!.GetType().Name} {t}");
        clock.Ticked += Twice;
        clock.Ticked -= Twice;
        clock.Stopped += () => Console.WriteLine("stopped");
        clock.Custom += (_, e) => Console.WriteLine(e == EventArgs.Empty);
        clock.Tick(3);
        clock.Stop();
        Console.WriteLine(typeof(Clock).GetEvents().Length);
        static void Twice(object? sender, int time) => Console.WriteLine("twice");
        """);

    [TestMethod]
    public void Properties_and_indexers() => Construct.RunsTheSame("""
        [WeakPackageUnit] public class Grid
        {
            private readonly int[,] cells = new int[3, 3];
            public int Width { get; private set; } = 3;
            public string? Title { get; init; }
            public int Area => Width * Width;
            public virtual int Depth { get; protected set; }
            public ref int this[int x, int y] => ref cells[x, y];
            public string this[string key, int times = 2] { get => string.Concat(Enumerable.Repeat(key, times)); }
            public void Deepen() => Depth++;
        }
        """, """
        var grid = new Grid { Title = "title" };
        grid[1, 2] = 5;
        grid[1, 2]++;
        grid.Deepen();
        Console.WriteLine($"{grid.Title} {grid.Area} {grid[1, 2]} {grid["ab"]} {grid["c", 3]} {grid.Depth}");
        Console.WriteLine(string.Join(",", typeof(Grid).GetProperties().Select(p => p.Name)));
        """);

    [TestMethod]
    public void Operators_and_conversions() => Construct.RunsTheSame("""
        [WeakPackageUnit] public readonly struct Money(decimal amount) : IEquatable<Money>
        {
            public decimal Amount => amount;
            public static Money operator +(Money a, Money b) => new(a.Amount + b.Amount);
            public static Money operator -(Money a) => new(-a.Amount);
            public static Money operator checked -(Money a) => new(checked(-a.Amount));
            public static Money operator ++(Money a) => new(a.Amount + 1);
            public static bool operator ==(Money a, Money b) => a.Equals(b);
            public static bool operator !=(Money a, Money b) => !a.Equals(b);
            public static bool operator true(Money a) => a.Amount != 0;
            public static bool operator false(Money a) => a.Amount == 0;
            public static Money operator &(Money a, Money b) => a ? b : a;
            public static Money operator >>>(Money a, int by) => new((int)a.Amount >>> by);
            public static implicit operator Money(int amount) => new(amount);
            public static explicit operator int(Money money) => (int)money.Amount;
            public bool Equals(Money other) => Amount == other.Amount;
            public override bool Equals(object? other) => other is Money money && Equals(money);
            public override int GetHashCode() => Amount.GetHashCode();
            public void Deconstruct(out int whole, out decimal rest) => (whole, rest) = ((int)Amount, Amount % 1);
        }
        """, """
        Money money = 5;
        money++;
        money += new Money(2.5m);
        var (whole, rest) = money;
        Console.WriteLine($"{whole} {rest == 0.5m} {(int)-money} {money == 8} {(money && 3 ? "yes" : "no")} {(int)(money >>> 1)}");
        """);

    [TestMethod]
    public void Default_values_of_parameters() => Construct.RunsTheSame("""
        [WeakPackageUnit] public enum Level : byte { Low = 1, High = 200 }
        [WeakPackageUnit] public static class Defaults
        {
            public static string All(int i = 3, string? s = "text", string? none = null, decimal m = 12.5m, Level level = Level.High, Level? maybe = Level.Low,
                char c = '\u2603', double d = double.NaN, DateTime t = default, long big = long.MinValue, bool yes = true,
                [System.Runtime.CompilerServices.CallerMemberName] string caller = "", [System.Runtime.CompilerServices.CallerLineNumber] int line = 0,
                [System.Runtime.CompilerServices.CallerArgumentExpression(nameof(i))] string expression = "") =>
                $"{i}{s}{none}{m}{(int)level}{maybe}{(int)c}{d}{t.Year}{big}{yes}{caller}{line}{expression}";
            public static int Sum(params int[] numbers) => numbers.Sum();
            public static int SumAll(params IEnumerable<int> numbers) => numbers.Sum();
        }
        """, """
        Console.WriteLine(Defaults.All());
        Console.WriteLine(Defaults.All(1 + 1, level: Level.Low, maybe: null));
        Console.WriteLine(Defaults.Sum(1, 2, 3) + Defaults.Sum() + Defaults.SumAll(4, 5));
        foreach (var p in typeof(Defaults).GetMethod("All")!.GetParameters())
            Console.Write($"{p.Name}={(p.HasDefaultValue ? p.DefaultValue : "-")};");
        Console.WriteLine();
        """);

    [TestMethod]
    public void Finalizers_and_disposables() => Construct.RunsTheSame("""
        [WeakPackageUnit] public class Resource : IDisposable
        {
            private readonly Action<string> log;
            public Resource(Action<string> log) => this.log = log;
            ~Resource() => GC.KeepAlive(log);
            public void Dispose() { log("disposed"); GC.SuppressFinalize(this); }
        }
        [WeakPackageUnit] public ref struct Scope(Action<string> log) { public void Dispose() => log("left"); }
        """, """
        using (new Resource(Console.WriteLine))
        using (new Scope(Console.WriteLine))
            Console.WriteLine("inside");
        """);

    [TestMethod]
    public void Constants_of_every_type() => Construct.RunsTheSame("""
        [WeakPackageUnit] public enum Small : sbyte { Negative = -1, Zero }
        [WeakPackageUnit] [Flags] public enum Large : ulong { None, Top = 1UL << 63 }
        [WeakPackageUnit] public static class Constants
        {
            public const bool Yes = true;
            public const char Letter = 'x';
            public const sbyte SByte = sbyte.MinValue;
            public const ushort UShort = ushort.MaxValue;
            public const uint UInt = uint.MaxValue;
            public const ulong ULong = ulong.MaxValue;
            public const float Float = float.Epsilon;
            public const double Double = double.NegativeInfinity;
            public const string Text = "a\0b\ud800";
            public const string? Null = null;
            public const Small Negative = Small.Negative;
            public const Large Top = Large.Top;
            public const DayOfWeek Day = DayOfWeek.Saturday;
            public const nint Native = 5;
        }
        """, """
        foreach (var field in typeof(Constants).GetFields())
            Console.WriteLine($"{field.Name} {field.FieldType} {field.GetRawConstantValue() switch { string s => s.Length, null => "null", float f => BitConverter.SingleToInt32Bits(f), var v => v }}");
        Console.WriteLine($"{Small.Negative} {(Large)ulong.MaxValue & Large.Top} {Enum.GetUnderlyingType(typeof(Large))}");
        """);
}
