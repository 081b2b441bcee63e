namespace WeakPack.Core.Tests.Rules;

/// <summary>WP2411, for each way in which code can use a hidden member of a strong class, said in the source or not. The editor must see each, too.</summary>
[TestClass]
public sealed class HiddenUseTests
{
    private const string Strong = """
        using System.Runtime.CompilerServices;
        public static class Extensions
        {
            internal static int Extension(this Strong strong) => 1;
            internal static IEnumerator<int> GetEnumerator(this Strong strong) { yield return 1; }
            internal static TaskAwaiter<int> GetAwaiter(this Strong strong) => Task.FromResult(1).GetAwaiter();
            internal static Strong Select(this Strong strong, Func<int, int> map) => strong;
            internal static void Add(this Bag bag, int item) { }
        }
        public class Bag : System.Collections.IEnumerable { public System.Collections.IEnumerator GetEnumerator() => Array.Empty<int>().GetEnumerator(); }
        public class Strong
        {
            public Strong() { }
            internal Strong(int number) { }
            internal static int Shared() => 1;
            internal int Method() => 1;
            internal T Generic<T>() => default!;
            internal int Property { get; set; }
            public int Half { get; internal set; }
            internal int Field = 1;
            internal static int StaticField = 1;
            internal event Action Happened { add { } remove { } }
            internal int this[int index] { get => index; set { } }
            public int Length => 1;
            internal void Deconstruct(out int a, out int b) => a = b = 1;
            internal class Nested { public int One => 1; public static int Two => 2; public static explicit operator int(Nested nested) => 1; }
            internal struct NestedStruct { public int One; }
            internal enum NestedKind { A }
            internal interface INested { void Do() { } }
            protected internal int Guarded() => 1;
            internal virtual int Virtual() => 1;
        }
        public class Derived : Strong { internal override int Virtual() => 2; }
        public class Open<T> { internal static T? Make() => default; internal class Inner; }
        """;

    public static IEnumerable<(string Way, string Use)> Ways =>
    [
        ("call", "strong.Method();"),
        ("static call", "Strong.Shared();"),
        ("generic call", "strong.Generic<int>();"),
        ("get", "_ = strong.Property;"),
        ("set", "strong.Property = 1;"),
        ("only the setter", "strong.Half = 1;"),
        ("compound", "strong.Property += 1;"),
        ("increment of a half", "strong.Half++;"),
        ("field", "_ = strong.Field;"),
        ("address of a field", "Read(ref Strong.StaticField); static void Read(ref int number) { }"),
        ("method group", "Func<int> f = strong.Method; f();"),
        ("lambda", "Func<int> f = () => strong.Method(); f();"),
        ("local function", "Local(); int Local() => strong.Method();"),
        ("event", "strong.Happened += () => { };"),
        ("indexer", "_ = strong[1];"),
        ("index from the end", "_ = strong[^1];"),
        ("constructor", "_ = new Strong(1);"),
        ("initializer", "_ = new Strong { Property = 1 };"),
        ("index initializer", "_ = new Strong { [1] = 2 };"),
        ("collection initializer", "_ = new Bag { 1 };"),
        ("enumeration", "foreach (var i in strong) { }"),
        ("awaiting", "async Task Later() => await strong; _ = Later();"),
        ("deconstruction", "var (a, b) = strong;"),
        ("query", "_ = from i in strong select i;"),
        ("extension", "strong.Extension();"),
        ("conditional access", "_ = strong?.Property;"),
        ("property pattern", "_ = strong is { Property: 1 };"),
        ("positional pattern", "_ = strong is (1, 2);"),
        ("list pattern", "_ = strong is [1];"),
        ("type test", "GC.KeepAlive((object)strong is Strong.Nested);"),
        ("declaration pattern", "if ((object)strong is Strong.Nested nested) GC.KeepAlive(nested);"),
        ("cast", "GC.KeepAlive((Strong.Nested)(object)strong);"),
        ("typeof", "GC.KeepAlive(typeof(Strong.Nested));"),
        ("type argument", "_ = new List<Strong.Nested>();"),
        ("array", "_ = new Strong.Nested[1];"),
        ("struct", "GC.KeepAlive(default(Strong.NestedStruct).One);"),
        ("conversion", "_ = (int)new Strong.Nested();"),
        ("static member of a nested type", "_ = Strong.Nested.Two;"),
        ("member of a generic type", "_ = Open<int>.Make();"),
        ("nested in a generic type", "_ = new Open<int>.Inner();"),
        ("boxed enum", "object boxed = Strong.NestedKind.A; GC.KeepAlive(boxed);"),
        ("virtual member of a derived class", "new Derived().Virtual();"),
        ("protected member", "strong.Guarded();"),
        ("interface of its own", "((Strong.INested)(object)strong).Do();"),
        ("interpolation", "_ = $\"{strong.Property}\";"),
        ("iterator", "foreach (var i in Items()) { } IEnumerable<int> Items() { yield return strong.Property; }"),
        ("catch", "try { } catch (Exception) when (strong.Property == 1) { }"),
        ("the branch that is reached", "if (true) strong.Property = 1; else strong.Length.ToString();"),
        ("dynamic argument", "dynamic d = strong.Property; _ = d + 1;"),
    ];

    public static string NameOf(System.Reflection.MethodInfo test, object[] row) => $"{test.Name}: {row[0]}";

    [TestMethod]
    [DynamicData(nameof(Ways), DynamicDataDisplayName = nameof(NameOf))]
    public void A_unit_can_not_use_what_is_hidden(string _, string use) =>
        Package.Of([Strong, $"[WeakPackageUnit] public static class Unit1 {{ public static void Do(Strong strong) {{ {use} }} }}"]).Rejects("WP2411", "'Unit1'");

    [TestMethod]
    [DataRow("private static string Text => nameof(Strong.Property);", DisplayName = "nameof")]
    [DataRow("public int Kind => (int)Strong.NestedKind.A;", DisplayName = "constant")]
    [DataRow("public int Length(Strong strong) => strong.Half + strong.Length;", DisplayName = "the visible accessor")]
    [DataRow("public void Dropped() { _ = typeof(Strong.Nested); }", DisplayName = "what the compiler drops")]
    [DataRow("public int Dead(Strong strong) { if (false) return strong.Property; return true ? 1 : strong.Property; }", DisplayName = "code that is never reached")]
    [DataRow("/// <see cref=\"Strong.Property\"/>\n public int One => 1;", DisplayName = "documentation")]
    public void A_unit_may_name_what_is_hidden(string member) =>
        Package.Of([Strong, $"[WeakPackageUnit] public class Unit1 {{ {member} }}"]).Accepts();

    [TestMethod]
    [DataRow("public Strong.Nested? Field;", DisplayName = "field")]
    [DataRow("public object? Method(Strong.Nested nested) => null;", DisplayName = "parameter")]
    [DataRow("public List<Strong.Nested>? Property { get; set; }", DisplayName = "property")]
    [DataRow("public T Make<T>() where T : Strong.Nested => null!;", DisplayName = "constraint")]
    [DataRow("public delegate Strong.Nested? Maker();", DisplayName = "delegate")]
    [DataRow("public class Inner : Strong.INested;", DisplayName = "interface")]
    [DataRow("private object field = new Strong(1);", DisplayName = "initializer of a field")]
    [DataRow("public object Property { get; } = new Strong(1);", DisplayName = "initializer of a property")]
    [DataRow("public class Inner() : Strong(1);", DisplayName = "primary constructor")]
    [DataRow("public class Inner : Strong { public Inner() : base(1) { } }", DisplayName = "base constructor")]
    [DataRow("[System.ComponentModel.TypeConverter(typeof(Strong.Nested))] public int Attributed() => 1;", DisplayName = "attribute")]
    public void A_declaration_can_not_either(string member) =>
        Package.Of([Strong, $"[WeakPackageUnit] internal class Unit1 {{ {member} }}"]).Rejects("WP2411", "'Unit1'");
}
