namespace WeakPack.Fuzz.Inputs;

/// <summary>Small programs that hold as many forms of metadata as fit.</summary>
internal static class Sources
{
    /// <summary>An ordinary library, which package and consumer refer to.</summary>
    public const string Library = """
        namespace Acme.Lib;
        public enum Color : byte { Red, Green = 200 }
        public interface IShape { double Area { get; } static abstract IShape Make(int size); }
        public abstract class Base<T> where T : class { public virtual T? Get(in int at) => null; public event EventHandler? Changed; protected void Tell() => Changed?.Invoke(this, EventArgs.Empty); }
        [AttributeUsage(AttributeTargets.All, AllowMultiple = true)]
        public sealed class TagAttribute(params object[] values) : Attribute { public object[] Values => values; public Type? Kind { get; set; } public Color Color; }
        public class Outer<T> { public class Inner<U> where U : IComparable<T> { public (T, U) Pair; } }
        """;

    /// <summary>A package: marked units, those that they need, and strong code beside them.</summary>
    public static string Package { get; } = """
        using System.Runtime.CompilerServices;
        using System.Runtime.InteropServices;
        using Acme.Lib;
        [assembly: InternalsVisibleTo("Friend")]
        [assembly: TypeForwardedTo(typeof(Color))]
        [module: Tag(1, "module", new[] { Color.Red })]
        namespace Acme.Pack;

        [WeakPackageUnit("Shapes")]
        [Tag(1, "two", typeof(List<Dictionary<string, int[]>>), Color.Green, new object[] { 1, "x", null! }, Kind = typeof(Outer<string>.Inner<string>), Color = Color.Green)]
        public class Circle : Base<string>, IShape
        {
            public const string Name = "circle"; public const decimal Third = 0.3m; public const Color Paint = Color.Green; public const double Pi = 3.14; public const string? None = null;
            public double Area { get; init; }
            static IShape IShape.Make(int size) => new Circle { Area = size };
            public override string? Get(in int at) => at switch { 0 => "a", > 3 and < 9 => "b", _ => Helper.Join(at, Name) };
            public class Nested<T> where T : struct, Enum { public class Deeper<U> : Base<U[]> where U : class, new() { public U? It; public T Value; public override U[]? Get(in int at) => [new U(), new()]; } }
            public async Task<int> Later(int n, [Optional, DefaultParameterValue(7)] int more)
            {
                const int local = 12; var sum = 0;
                try { await Task.Yield(); foreach (var i in Count(n)) sum += i; }
                catch (InvalidOperationException e) when (e.Message.Length > 3) { throw; }
                catch (Exception) { try { sum--; } finally { sum += local; } }
                finally { sum += more; }
                return sum;
            }
            public static IEnumerable<int> Count(int n) { for (var i = 0; i < n; i++) yield return i; }
            public static int Select(string text) => text switch { "alpha" => 1, "beta" => 2, "gamma" => 3, "delta" => 4, "epsilon" => 5, "zeta" => 6, "eta" => 7, _ => 0 };
        }

        [WeakPackageUnit("Shapes")]
        [StructLayout(LayoutKind.Explicit, Size = 24)]
        public unsafe struct Bits
        {
            [FieldOffset(0)] public int Low; [FieldOffset(4)] public float High; [FieldOffset(8)] public fixed byte Data[16];
            public static int Sum(ReadOnlySpan<byte> more) { Span<byte> some = stackalloc byte[] { 1, 2, 3, 4, 5 }; var sum = 0; foreach (var b in some) sum += b; return sum + more.Length + new int[] { 1, 2, 3, 5, 8, 13 }.Length; }
            public static ReadOnlySpan<byte> Table => [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
        }

        [WeakPackageUnit]
        public static class Native
        {
            [UnmanagedFunctionPointer(CallingConvention.Cdecl)] public delegate int Callback([MarshalAs(UnmanagedType.LPWStr)] string text, ref int size);
            [DllImport("rare", EntryPoint = "rare_open", SetLastError = true, CharSet = CharSet.Unicode)]
            public static extern int Open([MarshalAs(UnmanagedType.LPArray, SizeParamIndex = 1)] byte[] data, int size, Callback? call, [MarshalAs(UnmanagedType.SafeArray, SafeArraySubType = VarEnum.VT_BSTR)] string[] texts);
            [return: MarshalAs(UnmanagedType.Bool)] [DllImport("rare")] public static extern bool Close([MarshalAs(UnmanagedType.CustomMarshaler, MarshalType = "Acme.Pack.Native")] object it);
        }

        [WeakPackageUnit]
        public sealed record Point<T>(T X, T Y, int[,]? Grid = null) where T : System.Numerics.INumber<T>
        {
            public T Length => Sum(X, Y); private static T Sum<U>(U x, U y) where U : T => x + y;
            public Func<T, T> Add(T by) => x => x + by; public object Both => new { X, Y, Third = (X, Y, X) };
            public T this[int at, ref readonly string name] => at == 0 ? X : Y;
            public static Point<T> operator +(Point<T> a, Point<T> b) => new(a.X + b.X, a.Y + b.Y);
            public dynamic Dyn(dynamic d) => d.Foo + 1;
        }

        internal static class Helper
        {
            public static string Join(int at, string text) => string.Join(",", new[] { at.ToString(), text }.Where(t => t.Length > 0).Select(Trim));
            private static string Trim(string t) => t.Trim();
        }

        [Tag("LONG")]
        public class Strong { public int Two => 2; private readonly Dictionary<string, List<int>> _map = []; public IEnumerable<int> Values => _map.Values.SelectMany(v => v); public virtual void Visit<T>(T t) where T : IShape { } internal struct Hidden { public int A; public volatile int B; } }
        public interface IStrong { int Number { get; set; } event Action<int> Told; int Twice() => Number * 2; }
        """.Replace("LONG", new string('x', 100_000), StringComparison.Ordinal);

    /// <summary>A program that uses all units of the package.</summary>
    public const string Consumer = """
        using Acme.Lib;
        using Acme.Pack;
        const int seven = 7;
        var circle = new Circle { Area = seven };
        Console.WriteLine(circle.Get(4) + Circle.Select("eta") + await circle.Later(3, 1));
        Console.WriteLine(new Circle.Nested<Color>.Deeper<object>().Get(1)!.Length + Bits.Sum(Bits.Table));
        Console.WriteLine(new Point<int>(1, 2) + new Point<int>(3, 4));
        Console.WriteLine(new Strong().Two + Own.Shapes.Count);
        if (args.Length > 5) Native.Open([1], 1, (string text, ref int size) => size + text.Length, ["a"]);
        [Tag(typeof(Circle), Kind = typeof(Point<double>))]
        internal sealed class Own : Base<Circle>, IComparable<Bits>
        {
            public static readonly List<Circle.Nested<Color>.Deeper<Own>> Shapes = [];
            public int CompareTo(Bits other) => other.Low;
            public override Circle? Get(in int at) { try { return new() { Area = at }; } catch (ArgumentException) when (at > 3) { return null; } finally { Tell(); } }
        }
        """;
}
