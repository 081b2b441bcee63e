using WeakPack.Core.Tests.Oracles;

namespace WeakPack.Core.Tests.Linking;

/// <summary>Custom modifiers of a package's own type: IsExternalInit, which a library for an older framework declares itself.</summary>
[TestClass]
public sealed class ModifierTests
{
    private const string Polyfill = "namespace System.Runtime.CompilerServices { internal static class IsExternalInit { } }";

    private const string Weak = """
        [WeakPackageUnit] public sealed record Point(int X, int Y);
        [WeakPackageUnit] public sealed class Box<T> { public T? Value { get; init; } }
        """;

    [TestMethod]
    public void An_init_accessor_of_a_weak_type_is_called_with_the_copy_of_its_modifier()
    {
        var package = Package.Of(Weak + Polyfill).Split();

        var linked = Consumer.Of("Console.WriteLine((new Point(1, 2) with { X = 5 }).X + new Box<int> { Value = 3 }.Value);", package)
            .Link().Runs("8").DoesNotNeed(package)
            .Output(dll => Assert.DoesNotContain("Pack1", dll.AssemblyReferences));
        JitOracle.Check(linked.Image);
    }

    [TestMethod]
    public void An_init_accessor_of_a_strong_type_keeps_the_modifier_of_the_package()
    {
        var package = Package.Of(Weak + Polyfill + """
            public sealed class Strong { public int Size { get; init; } }
            public sealed class StrongBox<T> { public T? Value { get; init; } }
            """).Split();

        Consumer.Of("""
            var strong = new Strong { Size = 1 };
            var box = new StrongBox<int> { Value = 2 };
            Console.WriteLine((new Point(1, 2) with { X = 5 }).X + new Box<int> { Value = 3 }.Value + strong.Size + box.Value);
            """, package).Link().Runs("11", package);
    }

    [TestMethod]
    public void A_consumer_with_the_same_polyfill_keeps_one_of_its_name()
    {
        var package = Package.Of(Weak + Polyfill).Split();

        Consumer.Of("""
            Console.WriteLine((new Point(1, 2) with { X = 5 }).X + new Mine { Size = 2 }.Size);
            sealed class Mine { public int Size { get; init; } }
            """ + Polyfill, package).Link().Runs("7").DoesNotNeed(package)
            .Output(dll => Assert.HasCount(1, dll.Types.Where(name => name.Contains("IsExternalInit", StringComparison.Ordinal))));
    }

    [TestMethod]
    public void A_marked_polyfill_does_not_collide_with_the_consumers_own()
    {
        var package = Package.Of(Weak + Polyfill.Replace("internal", "[WeakPackageUnit] internal", StringComparison.Ordinal)).Split();

        Consumer.Of("Console.WriteLine((new Point(1, 2) with { X = 5 }).X);" + Polyfill, package).Link().Runs("5").DoesNotNeed(package);
    }

    [TestMethod]
    [DataRow(false, DisplayName = "an application that has nothing of the package")]
    [DataRow(true, DisplayName = "an application that links the modifier itself")]
    public void A_librarys_public_init_accessors_may_use_a_linked_polyfill_and_are_called_from_outside(bool appLinksToo)
    {
        var older = new CompileOptions { Framework = TargetFramework.NetStandard20 };
        var package = Package.Of("[WeakPackageUnit] public class Other { public static int One => 1; }" + Polyfill.Replace("internal", "[WeakPackageUnit] public", StringComparison.Ordinal)).With(older).Split();
        var library = Consumer.Library("""
            public class Strong { public virtual int Size { get; init; } }
            public class StrongBox<T> { public T? Value { get; init; } }
            public interface ISized { int Size { get; init; } }
            public record Pair(int Left, int Right);
            """, package).With(older).Link().DoesNotNeed(package).Output(dll => Assert.Contains("System.Runtime.CompilerServices.IsExternalInit", dll.Types));

        Consumer.Of($$"""
            ISized sized = new Sized { Size = 3 };
            Console.WriteLine(new Strong { Size = 1 }.Size + new StrongBox<int> { Value = 2 }.Value + sized.Size + new Derived { Size = 4 }.Size + (new Pair(5, 6) with { Left = 7 }).Left + new Own { Size = {{(appLinksToo ? "Other.One" : "1")}} }.Size);
            sealed class Derived : Strong { public override int Size { get => base.Size * 10; init => base.Size = value; } }
            sealed class Sized : ISized { public int Size { get; init; } }
            sealed class Own { public int Size { get; init; } }
            """, appLinksToo ? [package] : []).With(appLinksToo ? older : new()).References(library.Image).Link().Runs("54");
    }
}
