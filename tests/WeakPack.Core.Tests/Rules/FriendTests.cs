namespace WeakPack.Core.Tests.Rules;

/// <summary>WP3011: internal strong code may name weak types, but a friend can't use it.</summary>
[TestClass]
public sealed class FriendTests
{
    private const string Source = """
        [assembly: System.Runtime.CompilerServices.InternalsVisibleTo("App")]
        [WeakPackageUnit] public class Weak { public int One => 1; public class Nested; }
        [WeakPackageUnit] public interface IWeak { int One { get; } }
        public class Strong
        {
            internal Weak? Field;
            internal Weak Make() => new();
            internal static int Count(List<Weak.Nested[]> all) => all.Count;
            internal Weak Property => new();
            internal static T Make<T>() where T : new() => new();
            internal static int Plain(object o) => 1;
            internal string? Text;
        }
        internal class Derived : Weak;
        internal class Further : Derived;
        internal class Implementing : IWeak { public int One => 1; }
        internal interface IHidden { int Do(Weak weak); }
        internal abstract class Open { internal abstract int Do(Weak weak); internal virtual int Other() => 1; }
        internal interface IPlain { int Do(object o); }
        internal class Plain<T> { internal T? Value; }
        internal delegate Weak Maker();
        """;

    [TestMethod]
    [DataRow("Console.WriteLine(new Strong().Field);", "Strong.Field", DisplayName = "field")]
    [DataRow("Console.WriteLine(new Strong().Make().One);", "Strong.Make", DisplayName = "return")]
    [DataRow("Console.WriteLine(Strong.Count([]));", "Strong.Count", DisplayName = "parameter")]
    [DataRow("Console.WriteLine(new Strong().Property.One);", "Strong.get_Property", DisplayName = "property")]
    [DataRow("Weak weak = new Derived(); Console.WriteLine(weak.One);", "Derived", DisplayName = "base class")]
    [DataRow("Console.WriteLine(new Further().One);", "Further", DisplayName = "base class of the base class")]
    [DataRow("IWeak weak = new Implementing(); Console.WriteLine(weak.One);", "Implementing", DisplayName = "interface")]
    [DataRow("Console.WriteLine(new Mine() is IHidden); class Mine : IHidden { public int Do(Weak weak) => 1; }", "IHidden.Do", DisplayName = "implementation")]
    [DataRow("Console.WriteLine(new Mine()); class Mine : Open { internal override int Do(Weak weak) => 1; }", "Open.Do", DisplayName = "override")]
    [DataRow("Maker maker = () => new Weak(); Console.WriteLine(maker().One);", "Maker.Invoke", DisplayName = "delegate")]
    public void A_friend_may_not_use_what_exposes_a_weak_type(string statements, string member) =>
        Consumer.Of(statements, Package.Of(Source).Split()).Rejects("WP3011", $"'{member}'");

    [TestMethod]
    [DataRow("Console.WriteLine(new Weak().One + Strong.Plain(new Weak()) + new Strong { Text = \"t\" }.Text);", "2t", DisplayName = "what names no weak type")]
    [DataRow("Console.WriteLine(Strong.Make<Weak>().One);", "1", DisplayName = "a generic member")]
    [DataRow("Console.WriteLine(new Plain<Weak> { Value = new() }.Value.One);", "1", DisplayName = "a generic type")]
    [DataRow("Console.WriteLine(new Mine().Do(new Weak())); class Mine : IPlain { public int Do(object o) => 2; }", "2", DisplayName = "an implementation")]
    [DataRow("Console.WriteLine(new Mine().Own(new Weak())); class Mine { public int Own(Weak weak) => 3; public int Do(Weak weak) => 4; }", "3", DisplayName = "a member of its own of that name")]
    public void A_friend_may_use_the_rest(string statements, string prints)
    {
        var package = Package.Of(Source).Accepts();

        Consumer.Of(statements, package).Link().Runs(prints, package);
    }
}
