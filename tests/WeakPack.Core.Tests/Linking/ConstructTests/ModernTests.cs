namespace WeakPack.Core.Tests.Linking.ConstructTests;

[TestClass]
public sealed class ModernTests
{
    [TestMethod]
    public void Extension_methods_and_extension_blocks() => Construct.RunsTheSame("""
        [WeakPackageUnit] public static class Extensions
        {
            public static string Twice(this string text) => text + text;
            public static ref int Up(this ref int number) { number++; return ref number; }
            extension<T>(IEnumerable<T> source) where T : notnull
            {
                public bool IsEmpty => !source.Any();
                public IEnumerable<T> Each(int n) => source.Where((_, i) => i % n == 0);
                public IEnumerable<(T, U)> With<U>(U other) { foreach (var s in source) yield return (s, other); }
            }
            extension(string)
            {
                public static string Shout(string text) => text.ToUpperInvariant();
                public static string Nothing => "";
            }
            extension(ref int number) { public void Add(int by) => number += by; }
            extension(TimeSpan) { public static TimeSpan operator *(int times, TimeSpan span) => span * (double)times; }
            extension(string text) { public string Mark { get => text + "!"; } }
        }
        """, """
        var i = 1;
        i.Up().Add(5);
        Console.WriteLine("ab".Twice() + i + new[] { 1, 2, 3 }.Each(2).Count() + Array.Empty<int>().IsEmpty + "x".Mark);
        Console.WriteLine(string.Shout("shout") + string.Nothing + string.Join(",", new[] { 1, 2 }.With("u")));
        Console.WriteLine(3 * TimeSpan.FromHours(2));
        """);

    [TestMethod]
    public void File_local_types_beside_those_of_the_consumer() => Construct.RunsTheSame("""
        [WeakPackageUnit] public class Front
        {
            public string Tell() => new Back<int>(3).Tell() + Helper.Text + Kind.B;
            public override string ToString() => new Point(1, 2).ToString();
        }
        file class Back<T>(T value) : IBack { public string Tell() => $"back {value}"; }
        file interface IBack { string Tell(); }
        file static class Helper { public const string Text = "helper"; }
        file enum Kind { A, B }
        file record struct Point(int X, int Y);
        """, """
        Console.WriteLine(new Front().Tell() + Helper.Text());
        Console.WriteLine(new Front().ToString() + new Point(3));
        file static class Helper { public static string Text() => "own helper"; }
        file record Point(int Z);
        """);

    [TestMethod]
    public void Required_members_and_primary_constructors_and_the_field_keyword() => Construct.RunsTheSame("""
        using System.Diagnostics.CodeAnalysis;
        [WeakPackageUnit] public class Person(string first, string last)
        {
            public required int Age { get; init; }
            public required string Nick;
            public string Name => first + " " + last;
            public string Title { get => field ?? "none"; set => field = value?.Trim(); } = null!;
            public int Lazy => field == 0 ? field = first.Length : field;
            public Person() : this("no", "one") { }
            [SetsRequiredMembers] public Person(int age) : this("some", "one") { Age = age; Nick = "nick"; }
        }
        [WeakPackageUnit] public class Employee(string name, int id) : Person(name, "Smith") { public int Id { get; } = id; public string Both => name + id; }
        [WeakPackageUnit] public readonly struct Size(int w, int h) { public int Area => w * h; public static implicit operator Size((int W, int H) t) => new(t.W, t.H); }
        """, """
        var person = new Person { Age = 3, Nick = "p", Title = " t " };
        Console.WriteLine(person.Name + person.Title + person.Lazy + person.Lazy + new Person(5).Title);
        var employee = new Employee("Jo", 7) { Age = 1, Nick = "" };
        Console.WriteLine(employee.Both + employee.Name + employee.Id);
        Size size = (2, 3);
        Console.WriteLine(size.Area);
        """);

    [TestMethod]
    public void Partial_members_and_static_locals_and_ranges() => Construct.RunsTheSame("""
        [WeakPackageUnit] public partial class Parts { public partial string Name { get; set; } public partial int Count(string s); public partial event Action Done; public partial Parts(int i); }
        public partial class Parts
        {
            private string name = "n";
            public partial string Name { get => name; set => name = value; }
            public partial int Count(string s) => s[1..^1].Length + s.AsSpan()[^1];
            public partial event Action Done { add => value(); remove { } }
            public partial Parts(int i) { Name = "made " + i; }
        }
        """, """
        var parts = new Parts(3);
        parts.Done += () => Console.WriteLine("done");
        Console.WriteLine(parts.Name + parts.Count("abcd"));
        """);

    [TestMethod]
    public void Locks_and_params_spans_and_with_and_null_conditional_assignment() => Construct.RunsTheSame("""
        using System.Threading;
        [WeakPackageUnit] public class Modern
        {
            private readonly Lock gate = new();
            private int count;
            public Modern? Other;
            public int Up(params ReadOnlySpan<int> by) { lock (gate) { foreach (var b in by) count += b; } lock (this) count++; Other?.count = count; Other?.Other ??= this; return count; }
            public (int Sum, string Text) Tuple((int A, int B) t) { var (a, b) = t; (a, b) = (b, a); return (a + b, $"{a}{b}"); }
            public static string Default(string? s, int? i = null) => s ?? (i?.ToString() ?? "none");
            public unsafe nint Size<T>() where T : unmanaged => sizeof(T) + (nint)(&((T*)0)[1]);
            public Index Last => ^1;
            public Range Middle => 1..^1;
            public int Copy => ((Modern)MemberwiseClone()).count;
            public static string Name => nameof(Dictionary<,>.TryGetValue) + nameof(Up);
        }
        """, """
        var other = new Modern();
        var modern = new Modern { Other = other };
        Console.WriteLine(modern.Up(1, 2, 3) + modern.Up() + other.Copy + modern.Tuple((1, 2)).Text + Modern.Default(null) + modern.Size<int>() + "abc"[modern.Last] + "abc"[modern.Middle] + Modern.Name);
        Console.WriteLine(ReferenceEquals(other.Other, modern));
        """);

    [TestMethod]
    public void A_unit_of_several_types_and_units_that_need_each_other() => Construct.RunsTheSame("""
        [WeakPackageUnit("Pair")] public class Left { public Right Right => new(); internal string Hidden => "hidden"; }
        [WeakPackageUnit("Pair")] public class Right { public string Tell() => new Left().Hidden + Third.Name; }
        [WeakPackageUnit] public static class Third { public static string Name => typeof(Left).Name + Fourth.Length(new Left()); }
        [WeakPackageUnit] public static class Fourth { public static int Length(Left left) => left.Hidden.Length + Internal.Two; }
        internal static class Internal { public static int Two => 2; }
        """, """
        Console.WriteLine(new Left().Right.Tell());
        """);
}
