namespace WeakPack.Core.Tests.Linking.ConstructTests;

[TestClass]
public sealed class ClosuresAndDynamicTests
{
    [TestMethod]
    public void Lambdas_that_capture_and_lambdas_that_are_cached() => Construct.RunsTheSame("""
        [WeakPackageUnit] public class Lambdas<T>
        {
            private int calls;
            public Func<int, int> Cached => i => i + 1;
            public Func<int, T?> CachedGeneric() => static _ => default;
            public Func<int> Captures(int start) { var sum = start; return () => { sum++; Func<int> inner = () => sum + ++calls; return inner(); }; }
            public Func<string, int> Group => int.Parse;
            public Func<U, string> GroupGeneric<U>() where U : notnull => Text;
            private static string Text<U>(U value) where U : notnull => value.ToString()!;
            public IEnumerable<int> Query(IEnumerable<int> numbers) => from i in numbers let j = i * 2 where j > 2 orderby j descending select j + calls;
        }
        """, """
        var lambdas = new Lambdas<int>();
        Console.WriteLine(lambdas.Cached(1) + lambdas.CachedGeneric()(0) + lambdas.Group("12"));
        var captured = lambdas.Captures(5);
        Console.WriteLine(captured() + captured());
        Console.WriteLine(lambdas.GroupGeneric<DayOfWeek>()(DayOfWeek.Monday) + string.Join(",", lambdas.Query([1, 2, 3])));
        Console.WriteLine(ReferenceEquals(lambdas.Cached, lambdas.Cached));
        """);

    [TestMethod]
    public void Local_functions() => Construct.RunsTheSame("""
        [WeakPackageUnit] public static class Locals
        {
            public static int Fibonacci(int n)
            {
                return F(n);
                static int F(int i) => i < 2 ? i : F(i - 1) + F(i - 2);
            }
            public static string Generic<T>(T value)
            {
                var times = 2;
                string Twice<U>(U other) where U : notnull { times++; return $"{value}{other}{times}"; }
                [return: System.Diagnostics.CodeAnalysis.NotNull] static T Same([System.Diagnostics.CodeAnalysis.DisallowNull] T t) => t!;
                return Twice(1) + Twice("x") + Same(value!);
            }
            public static int ByRef(ref int i) { Add(ref i); return i; void Add(ref int j, int by = 3) => j += by; }
        }
        """, """
        var i = 4;
        Console.WriteLine(Locals.Fibonacci(10) + Locals.Generic("g") + Locals.ByRef(ref i));
        """);

    [TestMethod]
    public void Anonymous_types_beside_those_of_the_consumer() => Construct.RunsTheSame("""
        [WeakPackageUnit] public static class Anonymous
        {
            public static object Make(int i) => new { Name = "package", Value = i };
            public static string Group(IEnumerable<string> words) =>
                string.Join(";", words.GroupBy(w => new { w.Length, First = w[0] }).Select(g => new { g.Key, Count = g.Count(), g.Key.First }).Select(x => x.ToString()));
            public static bool Same() => new { A = 1, B = "x" }.Equals(new { A = 1, B = "x" });
        }
        """, """
        Console.WriteLine(Anonymous.Make(1));
        Console.WriteLine(Anonymous.Group(["a", "b", "bc", "bd"]));
        Console.WriteLine(Anonymous.Same());
        Console.WriteLine(new { Name = "consumer", Value = 2 });
        Console.WriteLine(new { Other = 1, Third = 2, Fourth = new { Name = 1, Value = "" } });
        """);

    [TestMethod]
    public void Dynamic() => Construct.RunsTheSame("""
        [WeakPackageUnit] public class Dynamic
        {
            public int Field = 3;
            public int this[int i] => i * Field;
            public string Method(string s) => s + Field;
            public static dynamic Add(dynamic a, dynamic b) => a + b;
            public string Use(dynamic other)
            {
                other.Field = 5;
                other.Field += 2;
                dynamic[] all = [other, this];
                foreach (dynamic d in all)
                    d.Field++;
                string text = other.Method("m");
                return text + other[2] + (int)other.Field + Call(other) + (other is Dynamic);
            }
            public T Generic<T>(dynamic value) => (T)value;
            private static string Call(Dynamic d) => "own";
            private static string Call(object o) => "other";
            public Dictionary<string, dynamic> Table { get; } = new() { ["a"] = 1 };
        }
        """, """
        var d = new Dynamic();
        Console.WriteLine(Dynamic.Add(1, 2.5) + Dynamic.Add("a", 1));
        Console.WriteLine(d.Use(new Dynamic()) + d.Field);
        Console.WriteLine(d.Generic<long>(5) + d.Table["a"]);
        dynamic mine = d;
        Console.WriteLine(mine.Method("x") + mine[4]);
        """);

    [TestMethod]
    public void Expression_trees() => Construct.RunsTheSame("""
        using System.Linq.Expressions;
        [WeakPackageUnit] public class Person { public string Name { get; set; } = ""; public int Age; public string Greet<T>(T other) => Name + other; public List<int> Numbers { get; } = []; }
        [WeakPackageUnit] public static class Trees
        {
            public static Expression<Func<Person, int, bool>> Older(int than) => (p, by) => p.Age + by > than && p.Name.Length > 0;
            public static Expression<Func<string, Person>> Make() => n => new Person { Name = n, Age = 3, Numbers = { 1, 2 } };
            public static Expression<Func<Person, string>> Call() => p => p.Greet(new List<int> { 1 }.Count) + typeof(Person).Name + (p == null ? "" : "x");
            public static string NameOf<T>(Expression<Func<T, object>> selector) => (selector.Body as MemberExpression ?? (MemberExpression)((UnaryExpression)selector.Body).Operand).Member.Name;
            public static Expression<Func<T, T>> Same<T>() => t => t;
        }
        """, """
        var person = Trees.Make().Compile()("n");
        Console.WriteLine(person.Age + person.Name + person.Numbers.Count);
        Console.WriteLine(Trees.Older(2).Compile()(person, 1) + " " + Trees.Older(2).Body);
        Console.WriteLine(Trees.Call().Compile()(person) + Trees.NameOf<Person>(p => p.Age) + Trees.Same<Person>());
        """);
}
