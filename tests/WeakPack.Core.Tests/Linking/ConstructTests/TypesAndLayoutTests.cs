namespace WeakPack.Core.Tests.Linking.ConstructTests;

[TestClass]
public sealed class TypesAndLayoutTests
{
    [TestMethod]
    public void Record_classes_and_record_structs() => Construct.RunsTheSame("""
        [WeakPackageUnit] public abstract record Shape(string Name) { public virtual double Area => 0; protected virtual bool PrintMembers(System.Text.StringBuilder b) { b.Append("Name = " + Name); return true; } }
        [WeakPackageUnit] public sealed record Circle(string Name, double Radius) : Shape(Name) { public override double Area => Radius * Radius * 3; }
        [WeakPackageUnit] public record Boxed<T>(T Value, params string[] Tags) where T : notnull { public int Count { get; init; } = Tags.Length; }
        [WeakPackageUnit] public readonly record struct Point(int X, int Y = 2) { public Point Mirror() => this with { X = -X }; }
        [WeakPackageUnit] public record struct Mutable(int A) { public int B { get; set; } = A; }
        """, """
        Shape circle = new Circle("c", 2);
        Console.WriteLine(circle + " " + circle.Area + " " + (circle == circle with { }) + (circle with { Name = "d" }));
        var boxed = new Boxed<int>(3, "x", "y") with { Value = 4 };
        Console.WriteLine($"{boxed.Value} {boxed.Count} {boxed.Equals(boxed with { Count = 2 })}");
        Console.WriteLine(new Point(1).Mirror() + " " + (new Point(1, 2) == new Point(1)) + new Point(1).GetHashCode());
        var (x, y) = new Point(3, 4);
        var mutable = new Mutable(5) with { B = x + y };
        Console.WriteLine(mutable);
        Console.WriteLine(new Mine(1));
        record Mine(int Value) : Shape("mine");
        """);

    [TestMethod]
    public void Enums_and_delegates() => Construct.RunsTheSame("""
        [WeakPackageUnit] [Flags] public enum Access : short { None, Read = 1, Write = 2, All = Read | Write }
        [WeakPackageUnit] public delegate ref readonly int Picker(in int a, ref int b, out string c, params int[] rest);
        [WeakPackageUnit] public delegate Access Check<in T>(T value, Access access = Access.Read);
        [WeakPackageUnit] public static class Guards
        {
            public static Check<object> Only(Access allowed) => (_, a) => a & allowed;
            public static Access Invoke(Check<string> check) => check("s") | check("s", Access.Write);
            public static ref readonly int Pick(in int a, ref int b, out string c, params int[] rest) { c = "picked"; if (rest.Length > 0) return ref rest[0]; b++; return ref a; }
        }
        """, """
        Console.WriteLine(Guards.Invoke(Guards.Only(Access.Write)));
        Picker picker = Guards.Pick;
        int a = 1, b = 2;
        Console.WriteLine(picker(a, ref b, out var c) + b + c + picker(in a, ref b, out _, 9));
        Console.WriteLine(Enum.Parse<Access>("All") + " " + string.Join(",", Enum.GetNames<Access>()));
        """);

    [TestMethod]
    public void Ref_structs_and_ref_fields() => Construct.RunsTheSame("""
        using System.Diagnostics.CodeAnalysis;
        [WeakPackageUnit] public ref struct Cursor<T>
        {
            private ref T current;
            private readonly ref readonly int limit;
            private readonly Span<T> rest;
            public Cursor(Span<T> all, ref readonly int limit) { current = ref all[0]; rest = all[1..]; this.limit = ref limit; }
            public readonly ref T Current => ref current;
            public readonly bool Has => rest.Length > limit;
            public readonly Cursor<T> Next() => new(rest, in limit);
            [UnscopedRef] public readonly ref readonly Span<T> Rest => ref rest;
        }
        [WeakPackageUnit] public ref struct Counter(ref int count) : IDisposable
        {
            private ref int count = ref count;
            public readonly void Up() => count++;
            public readonly void Dispose() => count += 100;
        }
        [WeakPackageUnit] public readonly ref struct Generic<T> where T : allows ref struct { private readonly T value; public Generic(T value) => this.value = value; public T Value => value; }
        """, """
        Span<int> numbers = [1, 2, 3, 4];
        var limit = 1;
        var cursor = new Cursor<int>(numbers, ref limit);
        while (cursor.Has)
        {
            cursor.Current *= 10;
            cursor = cursor.Next();
        }
        Console.WriteLine(string.Join(",", numbers.ToArray()) + cursor.Rest.Length);
        var count = 0;
        using (var counter = new Counter(ref count))
            counter.Up();
        Console.WriteLine(count + new Generic<Span<int>>(numbers).Value.Length);
        """);

    [TestMethod]
    public void In_and_ref_readonly_and_init() => Construct.RunsTheSame("""
        [WeakPackageUnit] public readonly struct Wide(long a, long b) { public long Sum => a + b; }
        [WeakPackageUnit] public class Refs
        {
            private readonly Wide[] all = [new(1, 2), new(3, 4)];
            public long Sum(in Wide wide) => wide.Sum;
            public long Sum(ref readonly int number, out int copy) => copy = number;
            public ref readonly Wide At(int index) => ref all[index];
            public virtual ref int Into(ref int number) => ref number;
            public virtual long Virtual(in long value) => value;
            public required string Name { get; init; }
            public volatile int Volatile;
        }
        [WeakPackageUnit] public class MoreRefs : Refs { public override ref int Into(ref int number) { number++; return ref number; } public override long Virtual(in long value) => value + 1; }
        """, """
        var refs = new MoreRefs { Name = "name", Volatile = 3 };
        ref readonly var at = ref refs.At(1);
        var number = 5;
        refs.Into(ref number) += 10;
        Console.WriteLine(refs.Sum(at) + refs.Sum(in number, out var copy) + copy + refs.Name + refs.Virtual(1) + refs.Volatile++);
        """);

    [TestMethod]
    public void Function_pointers_and_calli() => Construct.RunsTheSame("""
        [WeakPackageUnit] public unsafe struct Table<T>
        {
            public delegate*<T, T, T> Combine;
            public delegate*<ref T, void> Change;
            public delegate* unmanaged[Cdecl, SuppressGCTransition]<int, int> Native;
            public delegate* managed<in T, ref readonly T> Same;
            public readonly T Apply(T a, T b) => Combine(a, b);
        }
        [WeakPackageUnit] public static unsafe class Functions
        {
            public static int Add(int a, int b) => a + b;
            public static void Double(ref int a) => a *= 2;
            public static ref readonly int Same(in int a) => ref a;
            public static Table<int> Ints() => new() { Combine = &Add, Change = &Double, Same = &Same };
            public static delegate*<int, int, int>[] All() => [&Add, &Multiply];
            private static int Multiply(int a, int b) => a * b;
            public static R Call<A, R>(delegate*<A, R> f, A a) => f(a);
        }
        """, """
        unsafe
        {
            var table = Functions.Ints();
            var a = table.Apply(2, 3);
            table.Change(ref a);
            Console.WriteLine(a + table.Same(in a) + Functions.All()[1](6, 7) + (table.Native == null ? 1 : 0));
            Console.WriteLine(Functions.Call(&Text, 12));
            static string Text(int i) => i.ToString();
        }
        """);

    [TestMethod]
    public void Pointers_and_pinned_locals_and_stackalloc() => Construct.RunsTheSame("""
        [WeakPackageUnit] public static unsafe class Raw
        {
            public static int Sum(int[] numbers) { var sum = 0; fixed (int* p = numbers) for (var i = 0; i < numbers.Length; i++) sum += p[i]; return sum; }
            public static int First(string text) { fixed (char* p = text) return *p; }
            public static int Pinnable(Span<byte> bytes) { fixed (byte* p = bytes) fixed (byte* q = &bytes[1]) return (int)(q - p); }
            public static void* Void(int** pointers) => *pointers;
            public static int Stack(int n) { int* p = stackalloc int[n]; for (var i = 0; i < n; i++) p[i] = i; Span<long> s = stackalloc long[] { 1, 2, 3 }; return p[n - 1] + (int)s[2]; }
            public static T* Cast<T>(void* p) where T : unmanaged => (T*)p;
            [System.Runtime.CompilerServices.SkipLocalsInit] public static int Skip() { int* p = stackalloc int[4]; p[0] = 4; return *p; }
        }
        """, """
        unsafe
        {
            var i = 5;
            var p = &i;
            Console.WriteLine(Raw.Sum([1, 2, 3]) + Raw.First("a") + Raw.Pinnable(new byte[2]) + Raw.Stack(4) + *(int*)Raw.Void(&p) + *Raw.Cast<short>(p) + Raw.Skip());
        }
        """);

    [TestMethod]
    public void Arrays_of_every_rank() => Construct.RunsTheSame("""
        [WeakPackageUnit] public static class Arrays
        {
            public static int[,] Matrix() => new[,] { { 1, 2 }, { 3, 4 } };
            public static T[,,] Cube<T>(T value) { var cube = new T[2, 2, 2]; cube[1, 1, 1] = value; return cube; }
            public static int[][,][] Jagged() => [new int[1, 1][] { { [7] } }];
            public static ref int At(int[,] matrix, int x, int y) => ref matrix[x, y];
            public static int Get(int[,] matrix) => matrix[1, 0] + matrix.Length;
        }
        """, """
        var matrix = Arrays.Matrix();
        Arrays.At(matrix, 1, 0) = 9;
        Console.WriteLine(Arrays.Get(matrix) + Arrays.Cube("x")[1, 1, 1] + Arrays.Jagged()[0][0, 0][0]);
        """);

    [TestMethod]
    public void Inline_arrays_and_fixed_buffers() => Construct.RunsTheSame("""
        using System.Runtime.CompilerServices;
        [WeakPackageUnit] [InlineArray(4)] public struct Four<T> { private T first; }
        [WeakPackageUnit] public unsafe struct Header { public int Kind; public fixed byte Name[8]; public fixed long Sizes[2]; private fixed char letters[3]; public char Letter { get => letters[0]; set => letters[0] = value; } }
        [WeakPackageUnit] public static class Buffers
        {
            public static int Sum(in Four<int> four) { var sum = 0; foreach (var i in four) sum += i; return sum; }
            public static Span<T> Slice<T>(ref Four<T> four) => four[1..3];
        }
        """, """
        var four = new Four<int>();
        for (var i = 0; i < 4; i++)
            four[i] = i * i;
        Console.WriteLine(Buffers.Sum(four) + Buffers.Slice(ref four).Length);
        unsafe
        {
            var header = new Header { Kind = 1, Letter = 'q' };
            header.Name[7] = 255;
            header.Sizes[1] = 1L << 40;
            Console.WriteLine($"{sizeof(Header)} {header.Name[7]} {header.Sizes[1]} {header.Letter}");
        }
        """);

    [TestMethod]
    public void Explicit_layout_and_packing() => Construct.RunsTheSame("""
        using System.Runtime.InteropServices;
        [WeakPackageUnit] [StructLayout(LayoutKind.Explicit, Size = 24)] public struct Union { [FieldOffset(0)] public int Int; [FieldOffset(0)] public float Float; [FieldOffset(4)] public Inner Nested; [FieldOffset(16)] public object? Reference; }
        [WeakPackageUnit] [StructLayout(LayoutKind.Sequential, Pack = 1)] public struct Inner { public byte A; public long B; }
        [WeakPackageUnit] [StructLayout(LayoutKind.Auto)] public struct Auto { public byte A; public long B; public byte C; }
        [WeakPackageUnit] [StructLayout(LayoutKind.Sequential)] public class Formatted { public short A; public int B; }
        [WeakPackageUnit] [StructLayout(LayoutKind.Sequential, Size = 64)] public struct Padded { }
        """, """
        unsafe
        {
            var union = new Union { Float = 1 };
            union.Nested.B = 5;
            Console.WriteLine($"{union.Int:x} {union.Nested.B} {sizeof(Inner)} {System.Runtime.CompilerServices.Unsafe.SizeOf<Auto>()} {sizeof(Padded)} {System.Runtime.CompilerServices.Unsafe.SizeOf<Union>()}");
            Console.WriteLine(System.Runtime.InteropServices.Marshal.SizeOf<Formatted>());
        }
        """);
}
