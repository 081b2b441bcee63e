namespace WeakPack.Core.Tests.Linking.ConstructTests;

[TestClass]
public sealed class GenericsTests
{
    [TestMethod]
    public void Generic_types_and_methods_with_every_constraint() => Construct.RunsTheSame("""
        using System.Numerics;

        [WeakPackageUnit]
        public class Cache<TKey, TValue> where TKey : notnull, IComparable<TKey> where TValue : class?, new()
        {
            private readonly SortedDictionary<TKey, TValue> values = [];

            public TValue this[TKey key] => values.TryGetValue(key, out var value) ? value : values[key] = new TValue();

            public TResult Fold<TResult>(TResult seed, Func<TResult, TKey, TValue, TResult> fold) =>
                values.Aggregate(seed, (r, p) => fold(r, p.Key, p.Value));

            public IEnumerable<(TKey Key, TOther Other)> Pairs<TOther>(TOther other) where TOther : struct =>
                values.Keys.Select(k => (k, other));
        }

        [WeakPackageUnit]
        public static class Algorithms
        {
            public static T Sum<T>(IEnumerable<T> values) where T : struct, INumber<T>
            {
                var sum = T.Zero;
                foreach (var value in values)
                    sum += value;
                return sum;
            }

            public static unsafe int Size<T>() where T : unmanaged => sizeof(T);

            public static string NameOf<TEnum>(TEnum value) where TEnum : struct, Enum => value.ToString();

            public static TDelegate Both<TDelegate>(TDelegate a, TDelegate b) where TDelegate : Delegate => (TDelegate)Delegate.Combine(a, b);

            public static TDerived Down<TBase, TDerived>(TBase value) where TDerived : TBase where TBase : notnull => (TDerived)value;

            public static int Length<T>(scoped T span) where T : allows ref struct => typeof(T).IsByRefLike ? 1 : 0;

            public static T? Default<T>() => default;

            public static T Largest<T>(params ReadOnlySpan<T> values) where T : IComparable<T>
            {
                var largest = values[0];
                foreach (var value in values)
                    largest = value.CompareTo(largest) > 0 ? value : largest;
                return largest;
            }
        }
        """, """
        var cache = new Cache<string, List<int>>();
        cache["a"].Add(1);
        cache["a"].Add(2);
        cache["b"].Add(3);
        Console.WriteLine(cache.Fold("", (r, k, v) => r + k + v.Count));
        Console.WriteLine(string.Join(" ", cache.Pairs(DayOfWeek.Friday)));
        Console.WriteLine(Algorithms.Sum([1.5, 2.25]));
        Console.WriteLine(Algorithms.Size<(int, long)>());
        Console.WriteLine(Algorithms.NameOf(DayOfWeek.Monday));
        Algorithms.Both<Action>(() => Console.Write("one "), () => Console.WriteLine("two"))();
        Console.WriteLine(Algorithms.Down<object, string>("down"));
        Console.WriteLine(Algorithms.Length(new Span<int>()) + Algorithms.Length(1));
        Console.WriteLine(Algorithms.Default<int?>() is null);
        Console.WriteLine(Algorithms.Largest("x", "z", "y"));
        """);

    [TestMethod]
    public void Nested_generic_types_and_their_instantiations() => Construct.RunsTheSame("""
        [WeakPackageUnit]
        public class Tree<T> where T : IComparable<T>
        {
            private Node? root;

            public void Add(T value) => root = root is null ? new Node(value) : root.With(value);

            public Node.Walk<string> Walk(Func<T, string> map) => new(root, map);

            public class Node(T value)
            {
                private Node? left, right;

                public T Value => value;

                internal Node With(T other)
                {
                    if (other.CompareTo(value) < 0)
                        left = left?.With(other) ?? new Node(other);
                    else
                        right = right?.With(other) ?? new Node(other);
                    return this;
                }

                public readonly struct Walk<TOut>(Node? node, Func<T, TOut> map)
                {
                    public IEnumerator<TOut> GetEnumerator() => All(node, map).GetEnumerator();

                    private static IEnumerable<TOut> All(Node? node, Func<T, TOut> map)
                    {
                        if (node is null)
                            yield break;
                        foreach (var l in All(node.left, map))
                            yield return l;
                        yield return map(node.Value);
                        foreach (var r in All(node.right, map))
                            yield return r;
                    }
                }
            }
        }

        [WeakPackageUnit]
        public class Derived : Tree<(int, string)>
        {
            public static Dictionary<Tree<int>.Node, Tree<string>.Node.Walk<int>[]> Wide() => new() { [new(1)] = [default] };
        }
        """, """
        var tree = new Tree<int>();
        foreach (var i in new[] { 5, 1, 9, 3 })
            tree.Add(i);
        foreach (var s in tree.Walk(i => $"<{i}>"))
            Console.Write(s);
        Console.WriteLine();
        var derived = new Derived();
        derived.Add((2, "b"));
        derived.Add((1, "a"));
        foreach (var s in derived.Walk(t => t.Item2))
            Console.Write(s);
        Console.WriteLine();
        foreach (var (node, walks) in Derived.Wide())
            Console.WriteLine(node.Value + walks.Length);
        Console.WriteLine(typeof(Tree<>.Node.Walk<>).GetGenericArguments().Length);
        """);

    [TestMethod]
    public void Variance_and_generic_delegates() => Construct.RunsTheSame("""
        [WeakPackageUnit("Variance")] public interface IProducer<out T> { T Produce(); }
        [WeakPackageUnit("Variance")] public interface IConsumer<in T> { string Consume(T value); }
        [WeakPackageUnit("Variance")] public delegate TOut Map<in TIn, out TOut>(TIn value) where TOut : class;
        [WeakPackageUnit("Variance")] public class Texts : IProducer<string>, IConsumer<object>
        {
            public string Produce() => "text";
            public string Consume(object value) => $"ate {value}";
        }
        """, """
        IProducer<object> producer = new Texts();
        IConsumer<string> consumer = new Texts();
        Console.WriteLine(consumer.Consume((string)producer.Produce()));
        Map<object, string> map = o => o.ToString()!;
        Map<string, object> wider = map;
        Console.WriteLine(wider("mapped"));
        Console.WriteLine(typeof(IProducer<>).GetGenericArguments()[0].GenericParameterAttributes);
        """);

    [TestMethod]
    public void Generics_that_constrain_themselves_and_each_other() => Construct.RunsTheSame("""
        [WeakPackageUnit("Self")] public abstract class Shape<TSelf> where TSelf : Shape<TSelf>, new()
        {
            public static TSelf Create() => new();
            public abstract TSelf Twice();
        }
        [WeakPackageUnit("Self")] public sealed class Square : Shape<Square>
        {
            public int Side = 1;
            public override Square Twice() => new() { Side = Side * 2 };
        }
        [WeakPackageUnit("Self")] public class Pair<A, B> where A : IEquatable<B> where B : IEquatable<A>
        {
            public static bool Same(A a, B b) => a.Equals(b) && b.Equals(a);
        }
        """, """
        Console.WriteLine(Square.Create().Twice().Twice().Side);
        Console.WriteLine(Pair<int, int>.Same(1, 1));
        Console.WriteLine(typeof(Shape<>).GetGenericArguments()[0].GetGenericParameterConstraints()[0].Name);
        """);
}
