using WeakPack.Core.Tests.Fixtures;

namespace WeakPack.Core.Tests.ImportLibraries;

/// <summary>Which references an import library keeps for the surface of its strong types.</summary>
[TestClass]
public class SurfaceReferenceTests
{
    [TestMethod]
    public void An_assembly_that_only_a_parameter_of_an_attribute_needs_is_kept()
    {
        var kinds = Compiler.Compile("Kinds", ["public enum Kind { One, Two }"], isExecutable: false, []).Image;
        var marks = Compiler.Compile("Marks", ["public sealed class MarkAttribute(Kind kind) : Attribute { public Kind Kind => kind; }"], isExecutable: false, [kinds.Bytes]).Image;

        Package.Of("""
            [Mark(Kind.Two)] public class Strong;
            [WeakPackageUnit] public static class Weak;
            """)
            .References(kinds, marks)
            .Split()
            .ImportLibrary(wpi => Assert.Contains("Kinds", wpi.AssemblyReferences));
    }

    [TestMethod]
    public void An_assembly_that_only_a_strong_body_needs_is_not()
    {
        var kinds = Compiler.Compile("Kinds", ["public enum Kind { One, Two } public static class Kinds { public static Kind Best() => Kind.Two; }"], isExecutable: false, []).Image;

        Package.Of("""
            public class Strong { public string Tell() => Kinds.Best().ToString(); }
            [WeakPackageUnit] public static class Weak;
            """)
            .References(kinds)
            .Split()
            .ImportLibrary(wpi => Assert.DoesNotContain("Kinds", wpi.AssemblyReferences));
    }
}
