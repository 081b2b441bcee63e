using WeakPack.Packaging;

namespace WeakPack.Core.Tests.Splitting;

/// <summary>WP3106: an attribute has a value of an enum whose size is not known, for no reference defines it.</summary>
[TestClass]
public sealed class UnknownEnumTests
{
    [TestMethod]
    public void An_enum_that_no_reference_defines_is_told()
    {
        var result = SplitWithoutReferences("""
            [System.ComponentModel.EditorBrowsable(System.ComponentModel.EditorBrowsableState.Never)] public class Strong;
            [WeakPackageUnit] public static class Weak { public static int Two => 2; }
            """);

        Assert.AreEqual("WP3106", result.Diagnostics.Single().Descriptor.Id);
        StringAssert.Contains(result.Diagnostics.Single().Message, "System.ComponentModel.EditorBrowsableState");
    }

    [TestMethod]
    public void Enums_in_attributes_that_compilers_write_unasked_are_known()
    {
        var result = SplitWithoutReferences("""
            public class Strong { public int Value { get; set; } }
            [WeakPackageUnit] public static class Weak { public static int Two => 2; }
            """);

        Assert.IsEmpty(result.Diagnostics);
        Assert.IsNotNull(result.ImportLibrary);
    }

    // With [Debuggable] of the assembly, and [DebuggerBrowsable] of the field behind a property.
    private static SplitResult SplitWithoutReferences(string source)
    {
        var compiled = Package.Of(source).With(CompileOptions.Debug).Compiled.Image;
        return Splitter.Split(new SplitRequest { Assembly = compiled, References = [] });
    }
}
