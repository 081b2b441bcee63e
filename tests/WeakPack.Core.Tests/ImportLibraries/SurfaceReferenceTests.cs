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

    [TestMethod]
    public void An_assembly_that_only_an_overridden_member_names_is_kept_in_all_surfaces()
    {
        var shapes = Compiler.Compile("Shapes", ["public interface IShape;"], isExecutable: false, []).Image;
        var squares = Compiler.Compile("Squares", ["public sealed class Square : IShape;"], isExecutable: false, [shapes.Bytes]).Image;
        var makers = Compiler.Compile("Makers", ["public abstract class Maker { public abstract IShape Make(); }"], isExecutable: false, [shapes.Bytes]).Image;

        Package.Of("""
            public class SquareMaker : Maker { public override Square Make() => new(); }
            [WeakPackageUnit] public static class Weak;
            """)
            .References(shapes, squares, makers)
            .Split()
            .ImportLibrary(wpi => Assert.Contains("Shapes", wpi.AssemblyReferences))
            .ReferenceAssembly(dll => Assert.Contains("Shapes", dll.AssemblyReferences))
            .Surface(dll => Assert.Contains("Shapes", dll.AssemblyReferences));
    }

    [TestMethod]
    public void An_assembly_that_only_a_weak_signature_needs_is_in_the_compile_surface_alone()
    {
        var kinds = Compiler.Compile("Kinds", ["public enum Kind { One, Two }"], isExecutable: false, []).Image;

        Package.Of("""
            public class Strong;
            [WeakPackageUnit] public static class Weak { public static Kind Best() => Kind.Two; }
            """)
            .References(kinds)
            .Split()
            .ReferenceAssembly(dll => Assert.DoesNotContain("Kinds", dll.AssemblyReferences))
            .Surface(dll => Assert.Contains("Kinds", dll.AssemblyReferences));
    }

    [TestMethod]
    public void An_assembly_that_only_a_text_in_an_attribute_names_is_kept()
    {
        var kinds = Compiler.Compile("Kinds", ["public enum Kind { One, Two }"], isExecutable: false, []).Image;

        Package.Of("""
            [System.ComponentModel.TypeConverter(typeof(Kind))] public class Strong;
            [WeakPackageUnit] public static class Weak;
            """)
            .References(kinds)
            .Split()
            .ReferenceAssembly(dll => Assert.Contains("Kinds", dll.AssemblyReferences))
            .Surface(dll => Assert.Contains("Kinds", dll.AssemblyReferences));
    }

    [TestMethod]
    public void A_native_library_is_in_no_surface() =>
        Package.Of("""
            public static class Strong { [System.Runtime.InteropServices.DllImport("rare")] public static extern int Tell(); }
            [WeakPackageUnit] public static class Weak;
            """)
            .Split()
            .Runtime(dll => Assert.Contains("rare", dll.ModuleReferences))
            .ReferenceAssembly(dll => Assert.IsEmpty(dll.ModuleReferences))
            .Surface(dll => Assert.IsEmpty(dll.ModuleReferences));
}
