using System.Reflection.Metadata.Ecma335;
using WeakPack.Fuzz.Inputs;
using WeakPack.Fuzz.Mutations;
using WeakPack.ImportLibraries;
using WeakPack.Linking;
using WeakPack.Packaging;

namespace WeakPack.Core.Tests.Damage;

/// <summary>One damage, done to a package, to a consumer and to an import library with a checksum that holds.</summary>
internal static class DamagedImage
{
    /// <summary>What is damaged: each form of metadata that the tests want, in the package's weak unit and in the consumer.</summary>
    private static readonly string s_forms = """
        file sealed class Note(object text) : Attribute { public object Text => text; }
        file class Around<T> { public class Within { public class Deep { public List<T[]>? It; } } public static ReadOnlySpan<int> Data => [1, 2, 3, 5, 8, 13]; }
        [Note("LONG")] file class Derived : Around<Dictionary<string, List<int>>> { public Around<int>.Within.Deep? Deep; }
        file static class Uses { public static int All() => Around<int>.Data.Length + new Derived { Deep = new() { It = [] } }.GetHashCode(); public static int One(int more) => more + 1; }
        """.Replace("LONG", new string('x', 3000), StringComparison.Ordinal);

    private static readonly CompileOptions s_options = new() { EmbedPdb = true, HasWindowsResources = true, Resources = [("text", "a resource", null)] };

    private static readonly Lazy<SplitPackage> s_package = new(() => Package.Of($"{s_forms} [WeakPackageUnit] public static class Weak {{ public static int Tell() {{ var all = Uses.All(); return all; }} }}").With(s_options).Split());

    private static readonly Lazy<CompiledAssembly> s_consumer = new(() =>
        Compiler.Compile("App", [$"Console.WriteLine(Weak.Tell() + Uses.All()); {s_forms}"], isExecutable: true, [s_package.Value.ImportLibraryBytes], s_options));

    /// <summary>Each of the three is rejected, with these words.</summary>
    public static void Rejects(Action<Target> damage, string words)
    {
        RejectsPackage(damage, words);
        RejectsConsumer(damage, words);
        RejectsLibrary(damage, words);
        var (library, runtime) = Sealed(damage);
        Expect.Rejected(ImportLibraryCheck.Check([Reference.FromImage(runtime, library)]), "WP3101", "Pack1.wpi", words);
    }

    /// <summary>It is rejected when it is linked.</summary>
    public static void RejectsLibrary(Action<Target> damage, string words)
    {
        var (library, runtime) = Sealed(damage);
        Expect.Rejected(Link(s_consumer.Value.Image, Reference.FromImage(runtime, library)).Diagnostics, "WP3101", "Pack1.wpi", words);
    }

    public static void RejectsPackage(Action<Target> damage, string words)
    {
        var result = Splitter.Split(new() { Assembly = Damaged(s_package.Value.Compiled.Image, damage), References = Framework.References });
        Expect.Rejected(result.Diagnostics, "WP3105", "Pack1.dll", words);
        Assert.IsNull(result.Runtime);
        Assert.IsNull(result.ImportLibrary);
    }

    public static void RejectsConsumer(Action<Target> damage, string words)
    {
        var result = Link(Damaged(s_consumer.Value.Image, damage), s_package.Value.Reference);
        Expect.Rejected(result.Diagnostics, "WP3105", "App.dll", words);
        Assert.IsNull(result.Output);
    }

    public static AssemblyImage Damaged(AssemblyImage image, Action<Target> damage)
    {
        var bytes = (byte[])image.Bytes.Clone();
        using var target = Target.Open(bytes);
        damage(target);
        Assert.IsFalse(bytes.AsSpan().SequenceEqual(image.Bytes), "Nothing was damaged.");
        return new(image.Path, bytes, image.Symbols);
    }

    private static (byte[] Library, AssemblyImage Runtime) Sealed(Action<Target> damage) => Sealed(s_package.Value, damage);

    /// <summary>A package whose import library is damaged, and has a checksum that holds.</summary>
    public static (byte[] Library, AssemblyImage Runtime) Sealed(SplitPackage package, Action<Target> damage)
    {
        var library = Damaged(new("", package.ImportLibraryBytes), damage).Bytes;
        Seal.ForgetHashes(library); // what is behind them is to be reached
        var runtime = package.RuntimeImage;
        return (library, new(runtime.Path, Seal.Renew(library, runtime.Bytes, Manifest.Read(Manifest.FindIn(library)).Checksum)!));
    }

    /// <summary>Gives a row, whose last cell is a signature, another one, inside of the longest text that an attribute has.</summary>
    public static void SetSignature(Target target, TableIndex table, int row, IEnumerable<byte> signature)
    {
        const int before = 100;
        var longest = target.Reader.CustomAttributes.Select(handle => target.Reader.GetCustomAttribute(handle).Value).MaxBy(blob => target.Reader.GetBlobReader(blob).Length);
        var (place, start, length) = BlobMutations.Place(target, longest);
        var bytes = signature.ToArray();
        Assert.IsLessThan(length, before + 2 + bytes.Length);
        target.Bytes[start + before] = (byte)(0x80 | bytes.Length >> 8); // a length of two bytes: ECMA-335 II.23.2
        target.Bytes[start + before + 1] = (byte)bytes.Length;
        bytes.CopyTo(target.Bytes, start + before + 2);
        var size = target.Reader.GetHeapSize(HeapIndex.Blob) > 0xFFFF ? 4 : 2;
        target.Write(TableMutations.Place(target, table, row + 1) - size, size, MetadataTokens.GetHeapOffset(longest) + start + before - place);
    }

    private static LinkResult Link(AssemblyImage consumer, Reference package) =>
        Linker.Link(new() { Consumer = consumer, References = [.. Framework.References, package], IsExecutable = true });
}
