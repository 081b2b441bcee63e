using System.Reflection;
using WeakPack.Core.Tests.Oracles;
using WeakPack.Linking;

namespace WeakPack.Core.Tests.Rules;

/// <summary>WP3001 and WP3003: every way in which a weak type could cross an assembly's boundary, in a package and in a library above it.</summary>
[TestClass]
public sealed class ExposureTests
{
    private const string Weak = """
        [WeakPackageUnit] public class Weak { public class Nested; public virtual Weak Same() => this; }
        [WeakPackageUnit] public interface IWeak { void Do() { } }
        [WeakPackageUnit] public enum Kind { A }
        [WeakPackageUnit] public struct Value { public int Number; }
        [WeakPackageUnit] public delegate void WeakHandler();
        [WeakPackageUnit] public class Box<T>;
        [AttributeUsage(AttributeTargets.All, AllowMultiple = true)]
        public sealed class NoteAttribute(params object?[]? values) : Attribute { public object?[]? Values => values; public Type? Type { get; set; } public object? Boxed { get; set; } public Type[]? Types; }
        [AttributeUsage(AttributeTargets.All, AllowMultiple = true)]
        public sealed class NoteAttribute<T> : Attribute;
        [WeakPackageUnit] public sealed class MarkAttribute(int number) : Attribute { public int Number => number; }
        public interface IStrong<T> { T Get(); }
        public abstract class Base<T> { protected abstract T Get(); }
        """;

    /// <summary>A way over the boundary, and a type or attribute that takes it.</summary>
    public static IEnumerable<(string Way, string Source)> Ways =>
    [
        ("field", "public class Strong { public Weak? Field; }"),
        ("static field", "public static class Strong { public static readonly Weak Field = new(); }"),
        ("field of a struct", "public struct Strong { public Value Field; }"),
        ("protected field", "public class Strong { protected Weak? Field; }"),
        ("protected internal field", "public class Strong { protected internal Weak? Field; }"),
        ("constant", "public class Strong { public const Kind Value = Kind.A; }"),
        ("return", "public class Strong { public Weak? Method() => null; }"),
        ("by-reference return", "public class Strong { public ref Value Method(Value[] all) => ref all[0]; }"),
        ("parameter", "public class Strong { public void Method(Weak parameter) { } }"),
        ("parameter with a default", "public class Strong { public void Method(Kind kind = Kind.A) { } }"),
        ("by-reference parameter", "public class Strong { public void Method(ref Value parameter) { } }"),
        ("read-only reference", "public class Strong { public void Method(in Value parameter) { } }"),
        ("out parameter", "public class Strong { public void Method(out Weak? parameter) => parameter = null; }"),
        ("parameter array", "public class Strong { public void Method(params Weak[] parameters) { } }"),
        ("pointer", "public unsafe class Strong { public void Method(Value* parameter) { } }"),
        ("array", "public class Strong { public Weak[,][]? Field; }"),
        ("nullable value", "public class Strong { public Value? Field; }"),
        ("function pointer", "public unsafe class Strong { public delegate*<Weak, void> Field; }"),
        ("return of a function pointer", "public unsafe class Strong { public delegate* unmanaged[Cdecl]<int, Value*> Field; }"),
        ("constructor", "public class Strong { public Strong(Weak parameter) { } }"),
        ("protected constructor", "public class Strong { protected Strong(Weak parameter) { } }"),
        ("primary constructor", "public class Strong(Weak parameter) { public string? Text => parameter.ToString(); }"),
        ("property", "public class Strong { public Weak? Property => null; }"),
        ("property with a private setter", "public class Strong { public Weak? Property { get; private set; } }"),
        ("property that is only set", "public class Strong { public Weak? Property { set { } } }"),
        ("indexer's key", "public class Strong { public int this[Kind kind] => 1; }"),
        ("indexer's value", "public class Strong { public Weak? this[int key] => null; }"),
        ("event", "public class Strong { public event WeakHandler? Event; }"),
        ("event over a strong delegate", "public class Strong { public event Action<Weak>? Event; }"),
        ("event with accessors", "public class Strong { public event WeakHandler? Event { add { } remove { } } }"),
        ("operator", "public class Strong { public static Strong operator +(Strong one, Weak other) => one; }"),
        ("conversion", "public class Strong { public static implicit operator Weak(Strong one) => new(); }"),
        ("base class", "public class Strong : Weak;"),
        ("base class's argument", "public abstract class Strong : Base<Weak>;"),
        ("interface", "public class Strong : IWeak;"),
        ("interface of an interface", "public interface Strong : IWeak;"),
        ("interface of a struct", "public struct Strong : IWeak;"),
        ("interface's argument", "public abstract class Strong : IStrong<Weak> { Weak IStrong<Weak>.Get() => new(); }"),
        ("constraint of a type", "public class Strong<T> where T : Weak;"),
        ("constraint of a method", "public class Strong { public void Method<T>() where T : IWeak { } }"),
        ("argument of a constraint", "public class Strong<T> where T : IStrong<Weak>;"),
        ("constraint of a delegate", "public delegate void Strong<T>() where T : Weak;"),
        ("argument", "public class Strong { public List<Weak>? Field; }"),
        ("argument of a deep argument", "public class Strong { public Dictionary<string, List<Func<Weak[]>>>? Field; }"),
        ("generic weak type", "public class Strong { public Box<int>? Field; }"),
        ("tuple", "public class Strong { public (int Number, Weak Named) Method() => default; }"),
        ("long tuple", "public class Strong { public (int, int, int, int, int, int, int, int, Weak)? Field; }"),
        ("nested weak type", "public class Strong { public Weak.Nested? Field; }"),
        ("delegate's parameter", "public delegate void Strong(Weak parameter);"),
        ("delegate's return", "public delegate Weak Strong();"),
        ("nested type", "public class Strong { public class Nested { public Weak? Field; } }"),
        ("protected nested type", "public class Strong { protected class Nested { public Weak? Field; } }"),
        ("base of a nested type", "public class Strong { public class Nested : Weak; }"),
        ("member of an interface", "public interface Strong { Weak Method(); }"),
        ("default member of an interface", "public interface Strong { Weak Method() => new(); }"),
        ("static member of an interface", "public interface Strong { static abstract Weak Method(); }"),
        ("protected member of an interface", "public interface Strong { protected Weak Method() => new(); }"),
        ("record", "public record Strong(Weak Part);"),
        ("record struct", "public record struct Strong(Kind Part);"),
        ("base of a record-like class", "public class Strong : Weak { public override Strong Same() => this; }"),
        ("extension method", "public static class Strong { public static void Method(this Weak weak) { } }"),
        ("extension member", "public static class Strong { extension(Weak weak) { public int Property => 1; } }"),
        ("static extension member", "public static class Strong { extension(string) { public static Weak Make() => new(); } }"),
        ("abstract member", "public abstract class Strong { public abstract Weak Method(); }"),
        ("override in an open class", "public class Strong : Base<object> { protected override Weak Get() => new(); }"),
        ("async method", "public class Strong { public async Task<Weak> Method() { await Task.Yield(); return new(); } }"),
        ("iterator", "public class Strong { public IEnumerable<Weak> Method() { yield return new(); } }"),
        ("P/Invoke", "public static class Strong { [System.Runtime.InteropServices.DllImport(\"nowhere\")] public static extern void Method(Value value); }"),
        ("attribute on a type", "[Note(typeof(Weak))] public class Strong;"),
        ("attribute on a field", "public class Strong { [Note(typeof(Weak))] public int Field; }"),
        ("attribute on a method", "public class Strong { [Note(typeof(Weak.Nested))] public void Method() { } }"),
        ("attribute on a property", "public class Strong { [Note(typeof(Weak))] public int Property => 1; }"),
        ("attribute on an event", "public class Strong { [Note(typeof(Weak))] public event Action? Event { add { } remove { } } }"),
        ("attribute on a parameter", "public class Strong { public void Method([Note(typeof(Weak))] int parameter) { } }"),
        ("attribute on a return", "public class Strong { [return: Note(typeof(Weak))] public int Method() => 1; }"),
        ("attribute on a type parameter", "public class Strong<[Note(typeof(Weak))] T>;"),
        ("attribute on a method's type parameter", "public class Strong { public void Method<[Note(typeof(Weak))] T>() { } }"),
        ("attribute on an enum's field", "public enum Strong { [Note(typeof(Weak))] One }"),
        ("attribute's argument among others", "[Note(1, \"two\", typeof(Weak))] public class Strong;"),
        ("attribute's array of types", "[Note(Types = new[] { typeof(string), typeof(Weak) })] public class Strong;"),
        ("attribute's named argument", "[Note(Type = typeof(List<Weak[]>))] public class Strong;"),
        ("attribute's boxed enum", "[Note(Boxed = Kind.A)] public class Strong;"),
        ("attribute's open generic type", "[Note(typeof(Box<>))] public class Strong;"),
        ("generic attribute", "[Note<Weak>] public class Strong;"),
        ("generic attribute of a deep argument", "[Note<List<Weak>>] public class Strong;"),
        ("attribute on the assembly", "[assembly: Note(typeof(Weak))]"),
        ("attribute on the module", "[module: Note(typeof(Weak))]"),
        ("generic attribute on the assembly", "[assembly: Note<Weak>]"),
    ];

    /// <summary>A near neighbour, at which nobody else can look.</summary>
    public static IEnumerable<(string Way, string Source)> Neighbours =>
    [
        ("private members", "public class Strong { private Weak? field; private Weak? Method(Weak parameter) => field; private event WeakHandler? Event; private Weak? this[Kind kind] => null; }"),
        ("internal members", "public class Strong { internal Weak? Field; internal Weak? Method(Weak parameter) => null; internal event WeakHandler? Event; internal Weak? Property { get; set; } }"),
        ("private protected members", "public class Strong { private protected Weak? Field; private protected Weak? Method() => null; }"),
        ("internal type", "internal class Strong : Weak, IWeak { public Weak? Field; public Weak? Method() => null; }"),
        ("internal generic type", "internal class Strong<T> : Base<Weak> where T : IWeak { protected override Weak Get() => new(); }"),
        ("public in internal", "internal class Strong { public class Nested { public Weak? Field; } }"),
        ("private nested type", "public class Strong { private class Nested : IWeak { public Weak? Field; } }"),
        ("private protected nested type", "public class Strong { private protected class Nested { public Weak? Field; } }"),
        ("protected in a sealed class", "#pragma warning disable CS0628\npublic sealed class Strong { protected Weak? Field; protected Weak? Method() => null; protected class Nested { public Weak? Field; } }"),
        ("protected internal in a sealed class", "#pragma warning disable CS0628\npublic sealed class Strong { protected internal Weak? Field; }"),
        ("override in a sealed class", "public sealed class Strong : Base<object> { protected override Weak Get() => new(); }"),
        ("explicit implementation", "internal interface IHidden { Weak Do(Weak weak); } public class Strong : IHidden { Weak IHidden.Do(Weak weak) => weak; }"),
        ("private accessor", "public class Strong { public object? Property { get; private set; } = new Weak(); }"),
        ("private member of an interface", "public interface IOpen { private Weak Make() => new(); object Made => Make(); } public class Strong : IOpen;"),
        ("internal delegate", "internal delegate Weak Strong(Weak parameter);"),
        ("internal extension", "public static class Strong { internal static void Method(this Weak weak) { } }"),
        ("local types and lambdas", "public class Strong { public object Method() { Func<Weak, Kind> f = w => Kind.A; Weak Local(Weak w) => w; return (f, Local(new()), new { Weak = new Weak() }); } }"),
        ("async method over one", "public class Strong { public async Task<object> Method() { var weak = new Weak(); await Task.Yield(); return weak; } }"),
        ("iterator over one", "public class Strong { public IEnumerable<object> Method() { var weak = new Weak(); yield return weak; } }"),
        ("record with a hidden part", "public record Strong(int Part) { internal Weak? Hidden { get; init; } }"),
        ("weak attribute", "[Mark(1)] public class Strong { [Mark(2)] public void Method() { } }"),
        ("attribute on a private member", "public class Strong { [Note(typeof(Weak))] private int Field; [Note<Weak>] internal void Method() => Field++; }"),
        ("attribute on an internal type", "[Note(typeof(Weak))] internal class Strong<[Note(typeof(Weak))] T>;"),
        ("attribute with text", "[Note(\"Weak\")] public class Strong;"),
        ("attribute with text on the assembly", "[assembly: Note(\"Weak\")]"),
        ("attribute that names a strong type", "[Note<Base<int>>] [Note(typeof(NoteAttribute))] public class Strong;"),
        ("attribute on the assembly that names a strong type", "[assembly: Note(typeof(Base<>))]"),
        ("trimming hint", "public class Strong { [System.Diagnostics.CodeAnalysis.DynamicDependency(\"Same\", typeof(Weak))] public void Method() { } }"),
        ("generic API without one", "public class Strong { public T Make<T>() where T : new() => new(); public void Take(object o, Delegate d, Type t) { } }"),
    ];

    public static string NameOf(MethodInfo test, object[] row) => $"{test.Name}: {row[0]}";

    [TestMethod]
    [DynamicData(nameof(Ways), DynamicDataDisplayName = nameof(NameOf))]
    public void A_strong_public_signature_may_not_expose_a_weak_type(string way, string source)
    {
        var result = Package.Of([source, Weak]).Rejects("WP3001", ExposerIn(source));

        MustNameEachOnce(way, result.Diagnostics);
    }

    [TestMethod]
    [DynamicData(nameof(Ways), DynamicDataDisplayName = nameof(NameOf))]
    public void A_library_may_not_expose_a_weak_type(string way, string source)
    {
        var result = Consumer.Library(source, Package.Of(Weak).Split()).Rejects("WP3003", ExposerIn(source));

        MustNameEachOnce(way, result.Diagnostics);
    }

    [TestMethod]
    public void An_executable_may_expose_weak_types_in_every_way()
    {
        var package = Package.Of(Weak).Split();
        var linked = new ConsumerFixture("App", [.. Apart(Ways), "Console.WriteLine(new Way0.Strong().Field is null);"], [package], isExecutable: true).Link();

        linked.Runs("True", package);
        JitOracle.Check(linked.Image, package.RuntimeImage);
    }

    [TestMethod]
    public void Where_nobody_else_sees_it_a_package_may_use_a_weak_type()
    {
        var package = Package.Of([.. Apart(Neighbours), Weak]).Accepts();

        JitOracle.Check(package.RuntimeImage);
    }

    [TestMethod]
    public void Where_nobody_else_sees_it_a_library_may_use_a_weak_type()
    {
        var package = Package.Of(Weak).Split();
        var linked = new ConsumerFixture("Library", [.. Apart(Neighbours)], [package], isExecutable: false).Link();

        JitOracle.Check(linked.Image, package.RuntimeImage);
        linked.ReferenceAssembly(dll => Assert.IsTrue(dll.HasType("Way0.Strong")));
    }

    [TestMethod]
    public void A_library_may_not_forward_to_a_weak_type_nor_may_an_executable()
    {
        const string Forward = "[assembly: System.Runtime.CompilerServices.TypeForwardedTo(typeof(Weak))] public static class Program { public static void Main() => Console.WriteLine(typeof(Kind)); }";
        var package = Package.Of(Weak).Split();

        Consumer.Library(Forward, package).Rejects("WP3003", "[assembly: TypeForwardedTo]", "'Weak'");
        Consumer.Of(Forward, package).Rejects("WP3003", "[assembly: TypeForwardedTo]", "'Weak'");
        Consumer.Library("[assembly: System.Runtime.CompilerServices.TypeForwardedTo(typeof(Weak))]", package).Rejects("WP3003", "[assembly: TypeForwardedTo]");
        Consumer.Library(Forward.Replace("typeof(Weak)", "typeof(NoteAttribute)", StringComparison.Ordinal), package).Link();
    }

    [TestMethod]
    [DataRow("weak", "WP3001")]
    [DataRow("strong", null)]
    public void A_modifier_of_a_signature_may_not_be_weak(string mark, string? id)
    {
        var package = Package.Of($$"""
            public class Strong { public int Property { get; init; } }
            namespace System.Runtime.CompilerServices { {{(mark == "weak" ? "[WeakPackageUnit]" : "")}} public static class IsExternalInit { } }
            [WeakPackageUnit] public class Other;
            """);

        if (id is null)
            package.Accepts();
        else
            package.Rejects(id, "'Strong.Property'", "IsExternalInit");
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void A_modifier_of_a_librarys_signature_may_not_be_weak(bool isPublic)
    {
        var package = Package.Of(Weak).Split();
        var library = Compiler.Compile("Library", [$"public class Strong {{ {(isPublic ? "public" : "internal")} void Method(int parameter) => _ = new Weak(); }}"], isExecutable: false, [package.CompileSurface]).Image;
        library = WithModifier(library, "Strong", "Method", "Weak");

        var result = Linker.Link(new() { Consumer = library, References = [.. Framework.References, package.Reference] });

        if (isPublic)
            Expect.Rejected(result.Diagnostics, "WP3003", "'Strong.Method'", "'Weak'");
        else
            JitOracle.Check(result.Output!);
    }

    // No C# has a modifier that is not the language's own; C++/CLI and hand-written IL do.
    private static AssemblyImage WithModifier(AssemblyImage image, string type, string method, string modifier)
    {
        using var module = Mono.Cecil.ModuleDefinition.ReadModule(new MemoryStream(image.Bytes));
        var parameter = module.GetType(type).Methods.First(m => m.Name == method).Parameters[0];
        parameter.ParameterType = new Mono.Cecil.OptionalModifierType(module.GetTypeReferences().First(t => t.Name == modifier), parameter.ParameterType);
        using var written = new MemoryStream();
        module.Write(written);
        return new(image.Path, written.ToArray());
    }

    // Sources that each declare what the others declare, in namespaces of their own.
    private static IEnumerable<SourceFile> Apart(IEnumerable<(string Way, string Source)> sources) =>
        sources.Select((source, i) => (SourceFile)(IsOnAssembly(source.Source) ? source.Source : $"namespace Way{i};\n{source.Source}"));

    private static bool IsOnAssembly(string source) => source.StartsWith("[assembly:", StringComparison.Ordinal) || source.StartsWith("[module:", StringComparison.Ordinal);

    private static string ExposerIn(string source) => IsOnAssembly(source) ? source[..source.IndexOf(": Note", StringComparison.Ordinal)] : "'Strong";

    private static void MustNameEachOnce(string way, IEnumerable<WeakPack.Diagnostics.Diagnostic> found)
    {
        var messages = found.Select(d => d.Message).ToList();
        CollectionAssert.AllItemsAreUnique(messages, way);
        Assert.IsFalse(messages.Any(message => message.Contains('<', StringComparison.Ordinal)), way + ": " + string.Join('\n', messages));
    }
}
