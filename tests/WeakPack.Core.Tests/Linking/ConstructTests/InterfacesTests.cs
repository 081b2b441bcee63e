namespace WeakPack.Core.Tests.Linking.ConstructTests;

[TestClass]
public sealed class InterfacesTests
{
    [TestMethod]
    public void Default_members_of_interfaces() => Construct.RunsTheSame("""
        [WeakPackageUnit] public interface ISpeaker
        {
            string Name { get; }
            string Greet() => $"I am {Name}{Mark}";
            private string Mark => "!";
            protected string Hidden() => "hidden";
            static string Shout(ISpeaker speaker) => speaker.Greet().ToUpperInvariant();
            sealed string Twice() => Greet() + Greet();
        }
        [WeakPackageUnit] public interface ILoud : ISpeaker
        {
            string ISpeaker.Greet() => $"I AM {Name} {Hidden()}";
        }
        [WeakPackageUnit] public class Quiet : ISpeaker { public string Name => "quiet"; }
        [WeakPackageUnit] public struct Loud : ILoud { public readonly string Name => "loud"; }
        """, """
        Console.WriteLine(((ISpeaker)new Quiet()).Greet());
        Console.WriteLine(((ISpeaker)new Loud()).Greet());
        Console.WriteLine(ISpeaker.Shout(new Mine()));
        Console.WriteLine(((ISpeaker)new Mine()).Twice());
        class Mine : ILoud { public string Name => "mine"; }
        """);

    [TestMethod]
    public void Static_abstract_and_static_virtual_members() => Construct.RunsTheSame("""
        [WeakPackageUnit] public interface IMonoid<T> where T : IMonoid<T>
        {
            static abstract T Zero { get; }
            static abstract T operator +(T a, T b);
            static abstract implicit operator int(T value);
            static virtual string Describe() => "a monoid of " + typeof(T).Name;
            static T Twice(T value) => value + value;
        }
        [WeakPackageUnit] public readonly record struct Add(int Value) : IMonoid<Add>
        {
            public static Add Zero => new(0);
            public static Add operator +(Add a, Add b) => new(a.Value + b.Value);
            public static implicit operator int(Add value) => value.Value;
        }
        [WeakPackageUnit] public readonly struct Text : IMonoid<Text>
        {
            private readonly string text;
            public Text(string text) => this.text = text;
            static Text IMonoid<Text>.Zero => new("");
            static Text IMonoid<Text>.operator +(Text a, Text b) => new(a.text + b.text);
            static implicit IMonoid<Text>.operator int(Text value) => value.text.Length;
            static string IMonoid<Text>.Describe() => "texts";
        }
        [WeakPackageUnit] public static class Fold
        {
            public static T All<T>(params T[] values) where T : IMonoid<T> => values.Aggregate(T.Zero, (a, b) => a + b);
            public static string Describe<T>() where T : IMonoid<T> => T.Describe();
            public static int Measure<T>(T value) where T : IMonoid<T> => IMonoid<T>.Twice(value);
        }
        """, """
        Console.WriteLine(Fold.All(new Add(1), new Add(2)));
        Console.WriteLine(Fold.Measure(Fold.All(new Text("ab"), new Text("c"))));
        Console.WriteLine(Fold.Describe<Add>() + ", " + Fold.Describe<Text>());
        """);

    [TestMethod]
    public void Explicit_implementations_of_every_kind_of_member() => Construct.RunsTheSame("""
        [WeakPackageUnit] public interface IEverything<T>
        {
            T Method<U>(U value);
            T Property { get; set; }
            T this[int index] { get; }
            event Action<T> Event;
        }
        [WeakPackageUnit] public class Everything : IEverything<int>, IEverything<string>, IDisposable, System.Collections.IEnumerable
        {
            private Action<int>? handlers;
            int IEverything<int>.Method<U>(U value) => value!.ToString()!.Length;
            int IEverything<int>.Property { get; set; }
            int IEverything<int>.this[int index] => index;
            event Action<int> IEverything<int>.Event { add => handlers += value; remove => handlers -= value; }
            string IEverything<string>.Method<U>(U value) => value!.ToString()!;
            string IEverything<string>.Property { get => "text"; set => throw new NotSupportedException(value); }
            string IEverything<string>.this[int index] => new('x', index);
            event Action<string> IEverything<string>.Event { add => value("at once"); remove { } }
            void IDisposable.Dispose() => handlers?.Invoke(7);
            System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => "ab".GetEnumerator();
        }
        """, """
        using var everything = new Everything();
        IEverything<int> numbers = everything;
        IEverything<string> texts = everything;
        numbers.Property = 3;
        numbers.Event += n => Console.WriteLine("handled " + n);
        texts.Event += Console.WriteLine;
        Console.WriteLine(numbers.Method(12345) + numbers.Property + numbers[1]);
        Console.WriteLine(texts.Method(1.5m) + texts.Property + texts[2]);
        foreach (var c in everything)
            Console.Write(c);
        Console.WriteLine();
        """);

    [TestMethod]
    public void Covariant_returns_and_hidden_and_sealed_overrides() => Construct.RunsTheSame("""
        [WeakPackageUnit("Animals")] public class Animal
        {
            public virtual Animal Child() => new();
            public virtual object Food => "anything";
            public virtual string Sound() => "...";
            public override string ToString() => GetType().Name + " eats " + Food;
        }
        [WeakPackageUnit("Animals")] public class Dog : Animal
        {
            public override Dog Child() => new();
            public override string Food => "meat";
            public sealed override string Sound() => "wuff";
            public string Fetch() => "stick";
        }
        [WeakPackageUnit("Animals")] public class Puppy : Dog
        {
            public override Puppy Child() => this;
            public new virtual string Sound() => "fiep";
            public new string ToString() => "puppy";
        }
        """, """
        Animal animal = new Puppy();
        Console.WriteLine(animal + " " + animal.Child() + " " + animal.Sound());
        Console.WriteLine(new Puppy().Sound() + new Puppy().ToString() + new Dog().Child().Fetch());
        Console.WriteLine(new Kitten().Child());
        class Kitten : Animal { public override Kitten Child() => new(); public override string Food => "fish"; }
        """);

    [TestMethod]
    public void Base_classes_and_interfaces_across_units() => Construct.RunsTheSame("""
        namespace Acme.Base
        {
            [WeakPackageUnit] public abstract class Visitor<T>
            {
                protected internal abstract T Visit(Acme.Nodes.Node node);
                private protected virtual string Secret => "base";
                public string Tell() => Secret;
            }
        }
        namespace Acme.Nodes
        {
            [WeakPackageUnit] public class Node(params Node[] children)
            {
                public IReadOnlyList<Node> Children => children;
                public T Accept<T>(Acme.Base.Visitor<T> visitor) => visitor.Visit(this);
            }
        }
        namespace Acme.Visitors
        {
            [WeakPackageUnit] public sealed class Counter : Acme.Base.Visitor<int>
            {
                protected internal override int Visit(Acme.Nodes.Node node) => 1 + node.Children.Sum(c => c.Accept(this));
                private protected override string Secret => "counter";
            }
        }
        """, """
        using Acme.Nodes;
        using Acme.Visitors;
        var counter = new Counter();
        Console.WriteLine(new Node(new Node(), new Node(new Node())).Accept(counter) + counter.Tell());
        """);
}
