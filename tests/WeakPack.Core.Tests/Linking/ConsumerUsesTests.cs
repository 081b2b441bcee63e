namespace WeakPack.Core.Tests.Linking;

/// <summary>Every way in which a consumer can name a weak type; its own code stays what the compiler wrote.</summary>
[TestClass]
public sealed class ConsumerUsesTests
{
    private const string Types = """
        using System.Runtime.CompilerServices;
        namespace Acme
        {
            [WeakPackageUnit("Types")] public enum Kind : byte { A = 1, B = 200 }
            [WeakPackageUnit("Types")] public record Person(string Name, Kind Kind = Kind.B) { public int Age { get; init; } }
            [WeakPackageUnit("Types")] public readonly record struct Point(int X, int Y);
            [WeakPackageUnit("Types")] public interface IShape<in T> { double Area(T scale) => 1.5; static abstract string Name { get; } event Action Changed; int this[int i] { get; } }
            [WeakPackageUnit("Types")] public abstract class Base<T> where T : notnull { protected abstract T Make(); public virtual string Tell() => $"base {Make()}"; public class Nested { public T? Value; } protected class Guarded { public int One => 1; } private int secret = 3; public int Secret => secret; }
            [WeakPackageUnit("Types")] public delegate TOut Map<in TIn, out TOut>(TIn value, Kind kind = Kind.A);
            [WeakPackageUnit("Types")] [AttributeUsage(AttributeTargets.All, AllowMultiple = true)] public sealed class MarkAttribute(Kind kind, params Type[] types) : Attribute { public Kind Kind => kind; public Type[] Types => types; public object? Extra { get; set; } }
            [WeakPackageUnit("Types")] [AttributeUsage(AttributeTargets.All)] public sealed class MarkAttribute<T> : Attribute;
            [WeakPackageUnit("Types")] public ref struct Span2<T>(Span<T> all) { private readonly Span<T> span = all; public readonly ref T this[int i] => ref span[i]; public readonly void Dispose() { } public readonly Enumerator GetEnumerator() => new(); public struct Enumerator { private int i; public bool MoveNext() => ++i < 3; public readonly int Current => i; } }
            [WeakPackageUnit("Types")] [InlineArray(3)] public struct Three<T> { private T first; }
            [WeakPackageUnit("Types")] public class Job { public Awaiter GetAwaiter() => new(); public struct Awaiter : INotifyCompletion { public bool IsCompleted => false; public void OnCompleted(Action a) => Task.Run(a); public string GetResult() => "done"; } }
            [WeakPackageUnit("Types")] public static class Ext { public static int Twice(this int i) => i * 2; public static IEnumerable<U> Select<T, U>(this Query<T> q, Func<T, U> f) => [f(q.Value)]; extension(Person p) { public string Shout => p.Name.ToUpperInvariant(); } }
            [WeakPackageUnit("Types")] public record Query<T>(T Value);
            [WeakPackageUnit("Types")] [InterpolatedStringHandler] public struct Handler(int literals, int holes) { private string text = "" + literals + holes; public void AppendLiteral(string s) => text += s; public void AppendFormatted<T>(T t) => text += t; public readonly string Text => text; }
            [WeakPackageUnit("Types")] [CollectionBuilder(typeof(Bag), "Create")] public class Bag<T>(T[] items) : List<T>(items);
            [WeakPackageUnit("Types")] public static class Bag { public static Bag<T> Create<T>(ReadOnlySpan<T> items) => new(items.ToArray()); }
            [WeakPackageUnit("Types")] public class Needs { public required Kind Kind { get; set; } public static Needs operator +(Needs a, Kind k) => new() { Kind = k }; public static implicit operator string(Needs n) => n.Kind.ToString(); }
        }
        """;

    private const string Program = """
        using System.Linq.Expressions;
        using System.Runtime.CompilerServices;
        using Acme;
        using static Acme.Ext;
        using People = System.Collections.Generic.Dictionary<Acme.Kind, Acme.Person[]>;

        var person = new Person("p") with { Age = 3 };
        var (name, kind) = person;
        Console.WriteLine($"{person} {name} {kind} {person.Shout} {5.Twice()}");
        var people = new People { [Kind.A] = [person], [Kind.B] = [person, new("q", Kind.A)] };
        Console.WriteLine(people.Values.SelectMany(p => p).GroupBy(p => new { p.Kind, Point = new Point(1, 2) }).Select(g => g.Key.ToString() + g.Count()).Aggregate((a, b) => a + b));
        Console.WriteLine(new Own().Tell() + new Own().Area(person) + ((IShape<Person>)new Own()).Area(person) + Named<Own>() + new Own()[4] + new Own().Secret);
        var local = Kind.B;
        Console.WriteLine(local switch { Kind.A => "a", Kind.B when person is { Kind: Kind.B, Age: > 2 } => "b", _ => "c" });
        Map<Person, Kind> map = (p, k) => p.Kind == k ? Kind.A : k;
        Console.WriteLine(map(person) + " " + map.Invoke(person, Kind.B) + new Map<Kind, Kind>(Own.Same)(Kind.A));
        using (var span = new Span2<int>([1, 2, 3]))
        {
            span[1] = 20;
            foreach (var i in span) Console.Write(i + span[i] + " ");
        }
        var three = new Three<Point>();
        three[1] = new(5, 6);
        Console.WriteLine(three[1] + await new Job() + (from q in new Query<int>(4) select q * 2).Single());
        Console.WriteLine(Log($"a{1}b{Kind.A}") + ((Bag<Kind>)[Kind.A, Kind.B]).Count + (string)(new Needs { Kind = Kind.A } + Kind.B));
        Expression<Func<Person, Kind>> tree = p => p.Age > 1 ? p.Kind : Kind.A;
        Console.WriteLine(tree + " " + tree.Compile()(person));
        dynamic any = person;
        Console.WriteLine(any.Name + any.Kind + (any is Person) + (Person)any.GetType().GetMethod("<Clone>$").Invoke(any, null));
        var marks = typeof(Own).GetCustomAttributes(typeof(MarkAttribute), false).Cast<MarkAttribute>().ToArray();
        Console.WriteLine(string.Join(";", marks.Select(m => $"{m.Kind} {string.Join(",", m.Types.Select(t => t.Name))} {m.Extra}")));
        Console.WriteLine(typeof(Base<>.Nested).Name + typeof(Base<Kind>.Nested[,]).GetElementType()!.Name + typeof(Dictionary<Point, Map<Kind, Own>>).GetGenericArguments()[1].Name);
        Own.Secret2(new Own()) = 9;
        Console.WriteLine("" + new Own { Field = new() { Value = Kind.B } }.Field?.Value + Own.Const + Own.Default() + Own.All(Kind.A, Kind.B) + Own.Later().Result.Name);
        unsafe { delegate*<Kind, Kind> pointer = &Own.Twin; Kind* k = stackalloc Kind[] { Kind.A, Kind.B }; Console.WriteLine(pointer(k[1]) + " " + sizeof(Point)); }
        foreach (var p in Own.Items()) Console.Write(p.X);
        Console.WriteLine("" + (Kind)1 + Enum.GetName(Kind.B) + default(Point) + (object)Kind.A + nameof(Kind.B));
        try { throw new Trouble<Person>(person); } catch (Trouble<Person> e) when (e.Thing.Kind == Kind.B) { Console.WriteLine(e.Thing.Name); }

        static string Named<T>() where T : IShape<Person> => T.Name;
        static string Log(Handler handler) => handler.Text;

        class Trouble<T>(T thing) : Exception where T : Person { public T Thing => thing; }

        [Mark(Kind.B, typeof(Own), typeof(Base<Kind>.Nested), typeof(Map<,>), Extra = Kind.A)]
        [Mark(Kind.A, Extra = new[] { typeof(Point), typeof(Dictionary<Kind, Person[]>) })]
        [Mark<Point>]
        class Own : Base<Kind>, IShape<Person>, IEquatable<Point>
        {
            public const Kind Const = Kind.B;
            public Nested? Field;
            protected override Kind Make() => (Kind)new Guarded().One;
            public double Area(Point p) => p.X;
            public double Area(Person p) => p.Age;
            static string IShape<Person>.Name => "own";
            event Action IShape<Person>.Changed { add { } remove { } }
            public int this[int i] => i;
            public bool Equals(Point other) => false;
            public static Kind Default([Mark(Kind.A)] Kind kind = Kind.B, Point point = default) => kind;
            public static Kind Same(Kind kind, Kind other) => other;
            public static Kind Twin(Kind kind) => kind;
            public static int All(params Kind[] kinds) => kinds.Length;
            public static async Task<Person> Later() { var p = new Person("later"); await Task.Yield(); return p with { Name = p.Name + "!" }; }
            public static IEnumerable<Point> Items() { foreach (var p in new Point[] { new(1, 2), new(3, 4) }) yield return p; }
            [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "secret")] public static extern ref int Secret2(Base<Kind> of);
        }
        """;

    [TestMethod]
    public void A_consumer_that_names_weak_types_in_every_way()
    {
        foreach (var options in new[] { CompileOptions.Debug, CompileOptions.Release })
        {
            var package = Package.Of(Types).With(options).Split();
            var linked = Consumer.Of(Program, package).With(options).RunsAsUnlinked();

            linked.DoesNotNeed(package);
            Construct.Check(linked);
            var enums = EnumTypes.Of(package.ImportLibraryBytes);
            using var before = new MetadataDump(linked.Compiled.Image.Bytes, DumpOptions.None, enums);
            using var after = new MetadataDump(linked.Image.Bytes, DumpOptions.None, enums);
            foreach (var type in before.Types)
            {
                DumpAssert.AreEqual(before.OfType(type), after.OfType(type), type);
                DumpAssert.AreEqual(DebugDump.OfType(linked.Compiled.Image, type), DebugDump.OfType(linked.Image, type), "The debug data of " + type);
            }
        }
    }

    [TestMethod]
    public void The_type_that_marks_copies_may_be_in_the_consumer_already() =>
        Consumer.Of("""
            Console.WriteLine(Weak.Two);
            namespace Microsoft.CodeAnalysis { internal sealed partial class EmbeddedAttribute : Attribute; }
            """, Package.Of("[WeakPackageUnit] public static class Weak { public static int Two => 2; }").Split())
        .RunsAsUnlinked()
        .Output(dll => Assert.HasCount(1, dll.Types.Where(t => t == "Microsoft.CodeAnalysis.EmbeddedAttribute")));

    [TestMethod]
    [DataRow("Marshaler", "Acme.Marshaler|App")]
    [DataRow("Outer.Nested", "Acme.Outer+Nested|App")]
    [DataRow("StrongMarshaler", "Acme.StrongMarshaler|Pack1")]
    public void A_class_that_marshals_is_named_by_text_alone(string marshaler, string expected)
    {
        const string Members = "public static ICustomMarshaler GetInstance(string cookie) => throw new NotSupportedException(); public void CleanUpManagedData(object managed) { } public void CleanUpNativeData(nint native) { } public int GetNativeDataSize() => -1; public nint MarshalManagedToNative(object managed) => 0; public object MarshalNativeToManaged(nint native) => new();";
        var package = Package.Of($$"""
            using System.Runtime.InteropServices;
            namespace Acme;
            [WeakPackageUnit] public class Marshaler : ICustomMarshaler { {{Members}} }
            [WeakPackageUnit] public class Outer { public class Nested : ICustomMarshaler { {{Members}} } }
            public class StrongMarshaler : ICustomMarshaler { {{Members}} }
            [WeakPackageUnit] public class Other;
            """).Split();

        foreach (var more in new[] { "", "_ = new Acme.Other();" })
        {
            var linked = Consumer.Of($$"""
            using System.Runtime.InteropServices;
            var marshal = (MarshalAsAttribute)typeof(Native).GetMethod("Custom")!.GetParameters()[0].GetCustomAttributes(typeof(MarshalAsAttribute), false)[0];
            var type = marshal.MarshalTypeRef ?? Type.GetType(marshal.MarshalType!)!;
            Console.WriteLine(type.FullName + "|" + type.Assembly.GetName().Name);
            {{more}}
            static class Native { [DllImport("nowhere")] public static extern void Custom([MarshalAs(UnmanagedType.CustomMarshaler, MarshalTypeRef = typeof(Acme.{{marshaler}}))] object value); }
            """, package).Link();

            linked.Runs(expected, package);
            Assert.AreEqual(expected.EndsWith("App", StringComparison.Ordinal), linked.Result.UnneededPackages.Contains("Pack1"), more);
        }
    }

    [TestMethod]
    public void A_package_of_which_only_an_attribute_names_a_type_is_needed()
    {
        var package = Package.Of("public class Strong; [WeakPackageUnit] public class Weak;").Split();
        const string Source = "Console.WriteLine(((NoteAttribute)typeof(Mine).GetCustomAttributes(false)[0]).Type.Name); [Note(typeof(Strong))] class Mine; class NoteAttribute(Type type) : Attribute { public Type Type => type; }";

        Assert.IsEmpty(Consumer.Of(Source, package).Link().Runs("Strong", package).Result.UnneededPackages);
        Assert.IsEmpty(Consumer.Of("Console.WriteLine(new Weak() is null);" + Source, package).Link().Runs("False\nStrong", package).Result.UnneededPackages);
    }
}
