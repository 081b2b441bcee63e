namespace WeakPack.Core.Tests.Rules;

/// <summary>WP3018: an internal type that travels and stays is two types, and code that travels may meet the other.</summary>
[TestClass]
public sealed class TwinTests
{
    [TestMethod]
    [DataRow("""
        internal interface INode { int V { get; } }
        public class Strong : INode { int INode.V => 3; }
        [WeakPackageUnit] public static class W { public static int Go(Strong s) => ((INode)s).V; }
        """, "INode", "extends", DisplayName = "interface")]
    [DataRow("""
        internal interface INode { int V { get; } }
        internal interface IFurther : INode;
        public class Base : IFurther { int INode.V => 3; }
        public class Strong : Base;
        [WeakPackageUnit] public static class W { public static int Go(Strong s) => Read(s); private static int Read(INode node) => node.V; }
        """, "INode", "extends", DisplayName = "interface of a base class, without a cast")]
    [DataRow("""
        internal class Oops : Exception;
        public class Strong { public static void Do() => throw new Oops(); }
        [WeakPackageUnit] public static class W { public static int Go() { try { Strong.Do(); return 1; } catch (Oops) { return 2; } } }
        """, "Oops", "makes objects of", DisplayName = "exception")]
    [DataRow("""
        internal class State { public int N = 4; }
        public class Strong { public object Tag = new State(); }
        [WeakPackageUnit] public static class W { public static string Go(Strong s) => s.Tag is State t ? "" + t.N : "none"; }
        """, "State", "makes objects of", DisplayName = "object")]
    [DataRow("""
        internal class MarkAttribute : Attribute { public int N = 4; }
        [Mark] public class Strong;
        [WeakPackageUnit] public static class W { public static object? Go() => Attribute.GetCustomAttribute(typeof(Strong), typeof(MarkAttribute)); }
        """, "MarkAttribute", "makes objects of", DisplayName = "attribute")]
    public void A_unit_that_may_meet_the_packages_own_objects_is_warned(string source, string type, string how) =>
        Package.Of(source).Split().Reports("WP3018", "weak unit 'W'", $"'{type}'", $"'Strong' stays in the package and {how}");

    [TestMethod]
    [DataRow("""
        public interface INode { int V { get; } }
        public class Strong : INode { int INode.V => 3; }
        [WeakPackageUnit] public static class W { public static int Go(Strong s) => ((INode)s).V; }
        """, DisplayName = "a public interface")]
    [DataRow("""
        internal interface INode { int V { get; } }
        public class Strong : INode { int INode.V => 3; }
        [WeakPackageUnit] public class W : INode { int INode.V => 4; public int Go() => Adder.Add(this); }
        internal static class Adder { public static int Add(INode node) => node.V + 1; }
        public static class Other { public static int Go(Strong s) => Adder.Add(s); }
        """, DisplayName = "a unit that never names the strong type")]
    [DataRow("""
        internal interface INode { int V { get; } }
        public class Strong : INode { int INode.V => 3; }
        [WeakPackageUnit] public class W : INode { int INode.V => 4; public int Go(Strong s) => s.GetHashCode(); }
        """, DisplayName = "a unit that has the interface itself, and no code that uses it")]
    [DataRow("""
        internal interface INode { int V { get; } }
        [WeakPackageUnit] public class Weak : INode { int INode.V => 3; }
        public class Strong { public static object Thing = new(); }
        [WeakPackageUnit] public static class W { public static int Go() => Strong.Thing is INode node ? node.V : 0; }
        """, DisplayName = "a type that leaves the package")]
    [DataRow("""
        internal class Oops : Exception;
        internal static class Parser { public static int Parse(string text) { try { return text.Length > 0 ? text.Length : throw new Oops(); } catch (Oops) { return 0; } } }
        public class Strong { public static int Do(string text) => Parser.Parse(text); }
        [WeakPackageUnit] public static class W { public static int Go(string text) => Parser.Parse(text) + Strong.Do(text); }
        """, DisplayName = "what is made where it is looked for")]
    [DataRow("""
        internal class State { public int N = 4; }
        public class Strong { public int Tag => new State().N; }
        [WeakPackageUnit] public static class W { public static int Go(Strong s) => s.Tag + new State().N; }
        """, DisplayName = "a type that each makes for itself")]
    public void A_unit_that_does_not_is_not(string source) =>
        Assert.IsEmpty(Package.Of(source).Split().Result.Diagnostics.Where(diagnostic => diagnostic.Descriptor.Id == "WP3018"));
}
