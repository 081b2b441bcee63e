namespace WeakPack.Analyzers.Tests.Rules;

/// <summary>WP2411 and WP1033 while typing: what a unit takes along, and what it can't.</summary>
[TestClass]
public sealed class TravelAnalyzerTests
{
    [TestMethod]
    public void What_can_not_travel_is_shown_where_it_is_used_also_in_what_travels()
    {
        var found = Editor.Of("""
            public class Open { internal static int Hidden() => 3; public static int Shown() => 4; internal const int Value = 5; }
            internal static class State { public static int Count; }
            internal static class Between { public static int Do() => [|WP2411:Open.Hidden()|] + Open.Shown() + Open.Value; }
            [WeakPackageUnit] public static class Unit1 { public static int Do() => Between.Do() + [|WP2411:State.Count|]; }
            """).Shows();

        Assert.Contains("The chain is Unit1.Do → Between.Do → Open.Hidden.", string.Join('\n', found.Select(diagnostic => diagnostic.GetMessage(null))));
    }

    [TestMethod]
    public void What_travels_unmarked_is_a_message_at_the_type() =>
        Editor.Of("""
            internal static class [|WP1033:Helper|] { public static int Two => Deeper.One * 2; }
            internal static class [|WP1033:Deeper|] { public static int One => 1; }
            internal static class Unrelated;
            [WeakPackageUnit] public static class Unit1 { public static int Two => Helper.Two; }
            """).Shows(messages: true);

    /// <summary>Ways to use a hidden member of a strong class, of which some have no call in the source.</summary>
    public static IEnumerable<(string Way, string Use)> Ways =>
    [
        ("call", "_ = [|WP2411:strong.Method()|];"),
        ("get", "_ = [|WP2411:strong.Property|];"),
        ("set", "[|WP2411:strong.Property|] = 1;"),
        ("field", "_ = [|WP2411:strong.Field|];"),
        ("method group", "Func<int> f = [|WP2411:strong.Method|];"),
        ("event", "[|WP2411:strong.Happened += () => { }|];"),
        ("constructor", "_ = [|WP2411:new Strong(1)|];"),
        ("enumeration", "[|WP2411:foreach (var i in strong) { }|]"),
        ("deconstruction", "[|WP2411:var (a, b) = strong|];"),
        ("nested type", "GC.KeepAlive([|WP2411:typeof(Strong.Nested)|]);"),
        ("extension", "_ = [|WP2411:strong.Extension()|];"),
        ("pattern", "_ = strong is { [|WP2411:Property|]: 1 };"),
        ("in a lambda", "Func<int> f = () => [|WP2411:strong.Method()|];"),
        ("initializer", "_ = new Strong { [|WP2411:Property|] = 1 };"),
        ("type argument", "_ = [|WP2411:new List<Strong.Nested>()|];"),
    ];

    [TestMethod]
    [DynamicData(nameof(Ways))]
    public void Each_way_to_use_what_is_hidden_is_shown(string _, string use)
    {
        var strong = """
            public static class Extensions { internal static int Extension(this Strong strong) => 1; internal static Items GetEnumerator(this Strong strong) => new(); }
            public class Strong
            {
                public Strong() { }
                internal Strong(int number) { }
                internal int Method() => 1;
                internal int Property { get; set; }
                internal int Field = 1;
                internal event Action Happened { add { } remove { } }
                internal void Deconstruct(out int a, out int b) => a = b = 1;
                internal class Nested;
            }
            public class Items { public int Current => 1; public bool MoveNext() => false; }
            """;

        Editor.Of($"{strong}\n[WeakPackageUnit] public static class Unit1 {{ public static void Do(Strong strong) {{ {use} }} }}").Shows();
        Editor.Of($"{strong}\n[WeakPackageUnit] public static class Unit1;\npublic static class Strong2 {{ public static void Do(Strong strong) {{ {new Markup(use).Text} }} }}").Shows();
    }

    [TestMethod]
    public void What_is_named_and_not_used_is_accepted() =>
        Editor.Of("""
            public class Strong { internal const string Text = "text"; internal int Field = 1; internal enum Kind { A } protected int Guarded() => 1; }
            [WeakPackageUnit] public class Unit1 : Strong { public string Do() => nameof(Field) + Text + (int)Kind.A + Guarded(); }
            """).Shows();
}
