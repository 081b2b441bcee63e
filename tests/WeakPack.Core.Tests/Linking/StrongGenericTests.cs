namespace WeakPack.Core.Tests.Linking;

/// <summary>A strong generic API may receive a weak type as its argument: it is the consumer's type then, and whoever made the API need not know it.</summary>
[TestClass]
public sealed class StrongGenericTests
{
    private const string Package = """
        public interface IThing { string Name { get; } static virtual string Kind => "thing"; }
        public interface IMaker<TSelf> where TSelf : IMaker<TSelf> { static abstract TSelf Make(int size); }
        public abstract class Node<T> { public T? Value; public virtual string Show() => $"{typeof(T).Name}:{Value}"; public class Inner<U> { public (T?, U?) Pair; public override string ToString() => $"{typeof(T).Name}/{typeof(U).Name}/{Pair}"; } }
        public class Store<T> where T : class, IThing, new()
        {
            private readonly List<T> _all = [];
            private static int s_made;
            public event Action<T>? Added;
            public T Add() { var made = Activator.CreateInstance<T>(); _all.Add(made); s_made++; Added?.Invoke(made); return made; }
            public T this[int index] => _all[index];
            public T[] All => [.. _all];
            public static int Made => s_made;
            public static string Kind => T.Kind;
        }
        public static class Strong
        {
            public static string Describe<T>(T value) => $"{typeof(T).Name} {value} {value is IThing} {default(T) is null}";
            public static string DescribeAll<T>(params IEnumerable<T> values) => string.Join(",", values.Select(v => v?.ToString()));
            public static T Make<T>(int size) where T : IMaker<T> => T.Make(size);
            public static T Max<T>(T one, T other) where T : IComparable<T> => one.CompareTo(other) > 0 ? one : other;
            public static unsafe int SizeOf<T>() where T : unmanaged => sizeof(T);
            public static T Parse<T>(string text) where T : struct, Enum => Enum.Parse<T>(text);
            public static Dictionary<T, int> Count<T>(IEnumerable<T> all) where T : notnull => all.GroupBy(v => v).ToDictionary(g => g.Key, g => g.Count());
            public static async Task<T> Later<T>(Func<T> make) { await Task.Yield(); return make(); }
            public static ref T First<T>(T[] all) => ref all[0];
            public static bool Is<T>(object value) => value is T;
        }
        public class Visitor { public virtual string Visit<T>(T value) => "strong " + typeof(T).Name; }
        [WeakPackageUnit] public class Weak : IThing, IComparable<Weak>, IMaker<Weak>
        {
            public int Size { get; set; }
            public string Name => "weak " + Size;
            public static string Kind => "weak kind";
            public static Weak Make(int size) => new() { Size = size };
            public int CompareTo(Weak? other) => Size.CompareTo(other!.Size);
            public override string ToString() => Name;
        }
        [WeakPackageUnit] public readonly record struct Point(int X, int Y);
        [WeakPackageUnit] public enum Color : ushort { Red, Green }
        [WeakPackageUnit] public class WeakNode : Node<Weak> { public override string Show() => "own " + base.Show(); }
        [WeakPackageUnit] public class WeakVisitor : Visitor { public override string Visit<T>(T value) => "weak " + typeof(T).Name; }
        """;

    [TestMethod]
    [DataRow("var all = new List<Weak> { Weak.Make(2), Weak.Make(1) }; all.Sort(); Console.WriteLine(all[0] + \" \" + all.Max()); Console.WriteLine(new Dictionary<Point, Weak> { [new(1, 2)] = all[0] }[new(1, 2)]);", DisplayName = "collections of the framework")]
    [DataRow("var store = new Store<Weak>(); store.Added += w => Console.WriteLine(\"added \" + w); store.Add().Size = 3; Console.WriteLine(store[0].Name + store.All.Length + Store<Weak>.Made + Store<Weak>.Kind);", DisplayName = "a generic class with constraints")]
    [DataRow("Console.WriteLine(Strong.Describe(new Weak()) + Strong.Describe(new Point(1, 2)) + Strong.Describe(Color.Green) + Strong.Describe(new[] { new Weak() }));", DisplayName = "an inferred argument")]
    [DataRow("Console.WriteLine(Strong.DescribeAll(Weak.Make(1), Weak.Make(2)) + Strong.DescribeAll<IThing>(Weak.Make(3)));", DisplayName = "variance")]
    [DataRow("Console.WriteLine(Strong.Make<Weak>(7) + \" \" + Strong.Max(Weak.Make(1), Weak.Make(2)));", DisplayName = "static abstract members")]
    [DataRow("Console.WriteLine(Strong.SizeOf<Point>() + Strong.SizeOf<Color>() + \" \" + Strong.Parse<Color>(\"Green\"));", DisplayName = "unmanaged and enum constraints")]
    [DataRow("foreach (var (p, n) in Strong.Count(new[] { new Point(1, 1), new Point(1, 1), new Point(2, 2) })) Console.WriteLine(p + \" \" + n);", DisplayName = "equality")]
    [DataRow("Console.WriteLine(Strong.Later(() => Weak.Make(5)).Result);", DisplayName = "asynchronous")]
    [DataRow("var points = new[] { new Point(1, 1) }; Strong.First(points) = new(3, 4); Console.WriteLine(points[0]);", DisplayName = "references")]
    [DataRow("Console.WriteLine(new Node<Weak>.Inner<Point> { Pair = (Weak.Make(1), new(2, 3)) });", DisplayName = "nested generic types")]
    [DataRow("Node<Weak> node = new WeakNode { Value = Weak.Make(4) }; Console.WriteLine(node.Show());", DisplayName = "a weak class over a constructed strong one")]
    [DataRow("Visitor visitor = new WeakVisitor(); Console.WriteLine(visitor.Visit(new Weak()) + new Visitor().Visit(Color.Red));", DisplayName = "a generic virtual method")]
    [DataRow("Console.WriteLine(Strong.Is<Weak>(new Weak()) + \" \" + Strong.Is<Weak>(\"text\") + typeof(Store<Weak>).GetGenericArguments()[0].Name + typeof(List<>).MakeGenericType(typeof(Weak)).GetGenericArguments()[0].Name);", DisplayName = "reflection")]
    [DataRow("Console.WriteLine(System.Text.Json.JsonSerializer.Serialize(Weak.Make(6)) + System.Text.Json.JsonSerializer.Deserialize<List<Weak>>(\"[{\\\"Size\\\":8}]\")![0]);", DisplayName = "a serializer")]
    public void A_strong_generic_takes_a_weak_argument(string statements) => Construct.RunsTheSame(Package, statements);

    [TestMethod]
    public void What_a_strong_generic_makes_is_the_consumers_own_type()
    {
        var package = Fixtures.Package.Of(Package).Split();

        Consumer.Of("""
            object made = new Store<Weak>().Add();
            Console.WriteLine((made is Weak) + " " + made.GetType().Assembly.GetName().Name + " " + typeof(Store<Weak>).Assembly.GetName().Name);
            """, package).Link().Runs("True App Pack1", package);
    }
}
