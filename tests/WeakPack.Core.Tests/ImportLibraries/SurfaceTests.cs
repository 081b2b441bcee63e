using WeakPack.Core.Tests.Fixtures;
using WeakPack.Core.Tests.Oracles;

namespace WeakPack.Core.Tests.ImportLibraries;

/// <summary>What compilers see of strong types is what the C# compiler puts into its own reference assembly.</summary>
/// <remarks>But for what that has of no use to anybody else: private types, static fields of structs that are private, and where native functions are.</remarks>
[TestClass]
public class SurfaceTests
{
    private const string Source = """
        using System.ComponentModel;
        using System.Runtime.InteropServices;

        [assembly: CLSCompliant(false)]

        namespace Acme;

        [WeakPackageUnit] public static class Pen { public static string Draw() => string.Concat(new[] { 1, 2 }.Select(i => i + 1)); }

        public interface IShape<out T> where T : class { T Make(); event Action? Done; int this[int index] { get; } static abstract int Count { get; } }

        public abstract class Shape : IShape<string>, IEquatable<Shape>
        {
            private static readonly Dictionary<int, string> s_names = [];
            private protected int Hidden { get; private set; }
            public virtual string Name { get; private set; } = "shape";
            [DefaultValue(3)] protected internal int Sides { internal get => 3; set => Hidden = value; }
            string IShape<string>.Make() => Name + s_names.Count;
            public event Action? Done { add => Hidden++; remove => Hidden--; }
            public int this[int index] => index;
            public static int Count => 1;
            public bool Equals(Shape? other) => ReferenceEquals(this, other);
            protected abstract void Fill<TBrush>(in TBrush brush, [Optional, DefaultParameterValue(7)] int times) where TBrush : struct, IComparable<TBrush>;
            public static Shape operator +(Shape left, Shape right) => left;
            protected class Seen { public const decimal Price = 1.5m; public const string Text = "text"; }
            ~Shape() { }
        }

        [StructLayout(LayoutKind.Explicit, Size = 16)]
        public struct Bits { [FieldOffset(0)] private int _low; [FieldOffset(8)] public readonly long High; public int Low { get => _low; set => _low = value; } }

        public readonly ref struct Slice { private readonly Span<byte> _span; public Slice(Span<byte> span) => _span = span; public int Length => _span.Length; }

        public record Point(int X, int Y) { private readonly int[] _sum = [3]; public int Sum => _sum[0]; }

        public static class Natives { public static int Add(int left, [MarshalAs(UnmanagedType.LPWStr)] string right) => left; [Mark(typeof(string))] public static void Wait() { } }

        internal sealed class MarkAttribute : Attribute { internal MarkAttribute(Type type) => Type = type; private Type Type { get; } }

        public enum Color : byte { Red = 1, Green = 2 }

        public delegate T Maker<in TIn, out T>(TIn from);

        internal class Unseen;
        """;

    private static readonly string[] s_visible = ["Acme.IShape`1", "Acme.Shape", "Acme.Bits", "Acme.Slice", "Acme.Point", "Acme.Natives", "Acme.MarkAttribute", "Acme.Color", "Acme.Maker`2"];

    [TestMethod]
    public void It_has_of_strong_types_what_the_compiler_puts_into_a_reference_assembly()
    {
        var split = Package.Of(Source).Split();

        AssertEqual(split.Compiled.ReferenceAssembly!, split.ImportLibraryBytes);
        AssertEqual(split.Compiled.ReferenceAssembly!, split.Result.ReferenceAssembly!);
        AssertEqual(split.Compiled.ReferenceAssembly!, split.Result.CompileSurface!);
    }

    [TestMethod]
    public void Of_a_function_in_a_native_library_it_has_the_signature_alone()
    {
        var split = Package.Of("""
            [WeakPackageUnit] public static class Weak;
            public static class Natives { [System.Runtime.InteropServices.DllImport("native")] public static extern int Add(int left); }
            """).Split();

        foreach (var image in new[] { split.ImportLibraryBytes, split.Result.ReferenceAssembly!.Bytes, split.Result.CompileSurface! })
        {
            var natives = MetadataDump.OfType(image, "Natives");
            Assert.Contains("method Add : Default Int32 (Int32) [96] impl [0]", natives);
            Assert.DoesNotContain("pinvoke", natives);
            Assert.Contains("throw", natives);
            using var view = new AssemblyView(image);
            Assert.IsEmpty(view.ModuleReferences);
        }
    }

    [TestMethod]
    public void With_friends_it_has_internal_members_too()
    {
        var split = Package.Of(Source.Replace("CLSCompliant(false)", "System.Runtime.CompilerServices.InternalsVisibleTo(\"Friend\")", StringComparison.Ordinal)).Split();
        using var library = new MetadataDump(split.ImportLibraryBytes);

        Assert.Contains("Acme.Unseen", library.Types);
        AssertEqual(split.Compiled.ReferenceAssembly!, split.ImportLibraryBytes);
    }

    [TestMethod]
    public void Its_tables_are_sorted()
    {
        var split = Package.Of(Source).Split();

        foreach (var image in new[] { split.ImportLibraryBytes, split.Result.ReferenceAssembly!.Bytes, split.Result.CompileSurface! })
            Assert.IsEmpty(TableOrder.Unsorted(image));
    }

    private static void AssertEqual(AssemblyImage compiled, AssemblyImage written) => AssertEqual(compiled, written.Bytes);

    private static void AssertEqual(AssemblyImage compiled, byte[] written)
    {
        using var expected = new MetadataDump(compiled.Bytes, DumpOptions.IgnoreBodies);
        using var actual = new MetadataDump(written, DumpOptions.IgnoreBodies);

        foreach (var type in s_visible)
            DumpAssert.AreEqual(expected.OfType(type), actual.OfType(type), type);
    }
}
