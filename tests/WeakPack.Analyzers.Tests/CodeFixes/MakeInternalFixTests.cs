using WeakPack.Analyzers.CodeFixes;

namespace WeakPack.Analyzers.Tests.CodeFixes;

/// <summary>A way out of WP3001 and WP3003: what exposes a weak type becomes internal.</summary>
[TestClass]
public sealed class MakeInternalFixTests
{
    private const string Weak = "[WeakPack.WeakPackageUnit] public class Weak { }\n";

    [TestMethod]
    [DataRow("public class Strong { public Weak? Field; }", "public class Strong { internal Weak? Field; }")]
    [DataRow("public class Strong { protected internal Weak? Property { get; private set; } }", "public class Strong { internal Weak? Property { get; private set; } }")]
    [DataRow("public class Strong { public Weak? Property { get; internal set; } }", "public class Strong { internal Weak? Property { get; set; } }")]
    [DataRow("public class Strong { protected void Method(Weak weak) { } }", "public class Strong { internal void Method(Weak weak) { } }")]
    [DataRow("public class Strong { public event System.Action<Weak>? Happened; }", "public class Strong { internal event System.Action<Weak>? Happened; }")]
    [DataRow("public class Strong : Weak { }", "internal class Strong : Weak { }")]
    [DataRow("public record Strong(Weak Weak);", "internal record Strong(Weak Weak);")]
    [DataRow("public delegate void Strong(Weak weak);", "internal delegate void Strong(Weak weak);")]
    public void What_exposes_a_weak_type_becomes_internal(string exposing, string hidden)
    {
        using var fixer = Fixer.Of<MakeInternalCodeFix>(Weak + exposing);

        Assert.AreEqual(Weak + hidden, fixer.Take("Make it internal")[0]);
    }

    [TestMethod]
    [DataRow("public interface IStrong { Weak Make(); }", DisplayName = "member of an interface")]
    [DataRow("public class Strong { public static implicit operator Weak(Strong strong) => new(); }", DisplayName = "operator")]
    public void What_can_not_become_internal_by_itself_is_not_offered(string exposing)
    {
        using var fixer = Fixer.Of<MakeInternalCodeFix>(Weak + exposing);

        Assert.IsEmpty(fixer.Offers());
    }

    [TestMethod]
    public void All_at_once()
    {
        using var fixer = Fixer.Of<MakeInternalCodeFix>(Weak + "public class Strong { public Weak? One; public Weak? Two() => null; public int Three; }");

        Assert.AreEqual(Weak + "public class Strong { internal Weak? One; internal Weak? Two() => null; public int Three; }", fixer.TakeAll("Make it internal")[0]);
    }
}
