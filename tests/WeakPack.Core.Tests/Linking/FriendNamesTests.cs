namespace WeakPack.Core.Tests.Linking;

/// <summary>What a friend's own names of internal types that travel with weak units mean: the package's types, or copies.</summary>
[TestClass]
public sealed class FriendNamesTests
{
    private const string Friend = "[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"App\")]";

    private const string Shared = Friend + """

        internal class Helper { public int V; public static Helper operator +(Helper a, Helper b) => new() { V = a.V + b.V }; public static List<Helper> Two(Other other) => [new(), new() { V = other.V }]; }
        internal class Other { public int V; }
        internal delegate int Measure(Helper helper);
        internal interface IHelper { int V { get; } }
        public class Strong
        {
            internal Helper Field = new() { V = 7 };
            internal static int Take(Helper helper) => helper.V;
            internal static int Run(Measure measure) => measure(new() { V = 2 });
            internal static int Ask(IHelper helper) => helper.V;
            internal virtual int Over(Helper helper) => helper.V;
            public int Go() => Over(Field) + Helper.Two(new()).Count;
        }
        [WeakPackageUnit] public class W
        {
            public int Go() => new Helper { V = 3 }.V + Helper.Two(new()).Count;
            internal Helper Make() => new() { V = 3 };
            internal static int Run(Measure measure) => measure(new() { V = 4 });
            internal virtual int Over(Helper helper) => helper.V;
            internal static int Plain(IHelper helper) => helper.V;
        }
        """;

    private const string Departed = Friend + """

        internal class Helper { public int V; internal Other? Next { get; init; } public class Nested; }
        internal class Other { public Weak? Weak; }
        public static class Strong { public static int Two => 2; }
        [WeakPackageUnit] public class Weak { public int One => 1; }
        [WeakPackageUnit] public class W { internal Helper Make() => new Helper { V = 3 }; }
        """;

    [TestMethod]
    [DataRow("Console.WriteLine(new W().Go() + Strong.Take(new Helper { V = 4 }) + (new Strong().Field + new Helper()).V);", DisplayName = "method and field")]
    [DataRow("Console.WriteLine(new W().Go() + new D().Go()); class D : Strong { internal override int Over(Helper h) => h.V * 10; }", DisplayName = "override")]
    [DataRow("Console.WriteLine(new W().Go() + Strong.Run(h => h.V));", DisplayName = "delegate")]
    [DataRow("Console.WriteLine(new W().Go() + Strong.Take(new Helper { V = 4 }) + Helper.Two(new Other { V = 1 }).Count);", DisplayName = "what stands beside it")]
    [DataRow("Console.WriteLine(new W().Go() + Strong.Ask(new H())); class H : IHelper { public int V => 3; }", DisplayName = "implementation")]
    [DataRow("Console.WriteLine(new W().Go() + new Helper { V = 4 }.V);", DisplayName = "nothing of either side")]
    public void A_friend_that_names_what_the_package_keeps_means_the_packages_type(string statements) =>
        Construct.Check(Consumer.Of(statements, Package.Of(Shared).Split()).RunsAsUnlinked().Output(dll => Assert.Contains("Pack1", dll.AssemblyReferences)));

    [TestMethod]
    [DataRow("Console.WriteLine((new W().Make() + new Helper { V = 4 }).V);", DisplayName = "method")]
    [DataRow("Console.WriteLine(W.Run(h => h.V) + new Helper().V);", DisplayName = "delegate")]
    [DataRow("Console.WriteLine(new D().Over(new Helper { V = 4 })); class D : W { internal override int Over(Helper h) => h.V * 10; }", DisplayName = "override")]
    [DataRow("Console.WriteLine(W.Plain(new H())); class H : IHelper { public int V => 3; }", DisplayName = "implementation")]
    public void A_friend_that_names_it_with_weak_members_alone_means_the_copy(string statements)
    {
        var package = Package.Of(Shared).Split();

        Construct.Check(Consumer.Of(statements, package).RunsAsUnlinked().DoesNotNeed(package));
    }

    [TestMethod]
    [DataRow("Console.WriteLine(Strong.Take(new W().Make()));", "'Strong.Take'", DisplayName = "method")]
    [DataRow("Console.WriteLine(new W().Make().V + new Strong().Field.V);", "'Strong.Field'", DisplayName = "field")]
    [DataRow("Console.WriteLine(new W().Make().V + new D().Go()); class D : Strong { internal override int Over(Helper h) => h.V * 10; }", "'Strong.Over'", DisplayName = "override")]
    [DataRow("Console.WriteLine(W.Run(h => h.V) + Strong.Take(new Helper()));", "'Strong.Take'", DisplayName = "delegate")]
    [DataRow("Console.WriteLine(new D().Over(new Helper()) + Strong.Take(new Helper())); class D : W { internal override int Over(Helper h) => h.V * 10; }", "'Strong.Take'", DisplayName = "weak override")]
    public void A_friend_that_names_it_with_members_of_both_kinds_is_told(string statements, string strong) =>
        Consumer.Of(statements, Package.Of(Shared).Split()).Rejects("WP3011", strong, "'Helper'", "weak unit 'W'");

    [TestMethod]
    public void A_friends_type_is_told_of_when_a_linked_unit_would_look_for_the_copy_of_its_interface()
    {
        var package = Package.Of(Friend + """
            internal interface IHelper { int V { get; } }
            public static class Strong { internal static int Take(IHelper h) => h.V; }
            [WeakPackageUnit] public class W { public static int Go(object o) => ((IHelper)o).V; }
            [WeakPackageUnit] public class Other { public static int One => 1; }
            """).Split();

        Consumer.Of("Console.WriteLine(Strong.Take(new H()) + W.Go(new H())); class H : IHelper { public int V => 3; }", package).Rejects("WP3011", "'H'", "'W.Go'", "'IHelper'");
        Consumer.Of("Console.WriteLine(Strong.Take(new H()) + Other.One); class H : IHelper { public int V => 3; }", package).RunsAsUnlinked();
    }

    [TestMethod]
    [DataRow("Console.WriteLine(Strong.Two + new Helper { V = 4 }.V);", DisplayName = "alone")]
    [DataRow("Console.WriteLine(new Helper.Nested().GetType().Name);", DisplayName = "a nested type")]
    [DataRow("Console.WriteLine(new Helper { Next = new Other { Weak = new Weak() } }.Next.Weak.One);", DisplayName = "with what it names")]
    [DataRow("Helper h = new W().Make(); Console.WriteLine(Strong.Two + h.V + new Helper { V = 4 }.V);", DisplayName = "with its unit")]
    [DataRow("Console.WriteLine(((AAttribute)typeof(C).GetCustomAttributes(false)[0]).T.Name); [A(typeof(Helper.Nested))] class C { } class AAttribute(Type t) : Attribute { public Type T => t; }", DisplayName = "in an attribute")]
    public void A_friend_that_names_what_has_left_the_package_links_it(string statements)
    {
        var package = Package.Of(Departed + "namespace System.Runtime.CompilerServices { internal static class IsExternalInit { } }").Split()
            .Runtime(dll => Assert.DoesNotContain("Helper", dll.Types));

        var linked = Consumer.Of(statements, package).RunsAsUnlinked();

        Construct.Check(linked);
        Assert.Contains("W", linked.Result.Units.Select(unit => unit.Name));
    }

    [TestMethod]
    public void What_a_friends_code_means_its_reference_assembly_means_too() =>
        Consumer.Of("Console.WriteLine(new Holder { Helper = new W().Make() }.Helper.V); struct Holder { public Helper Helper; }", Package.Of(Departed).Split())
            .With(CompileOptions.Debug).RunsAsUnlinked().ReferenceAssembly(dll => Assert.Contains("Helper", dll.Types));
}
