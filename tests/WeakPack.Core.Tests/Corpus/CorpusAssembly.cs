using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace WeakPack.Core.Tests.Corpus;

/// <summary>An assembly of a NuGet package that no one here wrote, and what it needs.</summary>
internal sealed class CorpusAssembly
{
    private static readonly Dictionary<string, Size> s_sizes = new()
    {
        ["Newtonsoft.Json"] = new(100, 500, 20),
        ["Npgsql"] = new(100, 500, 20),
        ["ICSharpCode.Decompiler"] = new(100, 500, 20),
        ["Polly.Core"] = new(100, 500, 20),

        // Of the compilers of their time, from 2018 on; FParsec is F#, the debug data of NUnit is a Windows PDB.
        ["FSharp.Core"] = new(100, 500, 20),
        ["FParsec"] = new(15, 500, 4, NeedsAFriend: true),
        ["FParsecCS"] = new(30, 400, 8),
        ["nunit.framework"] = new(100, 500, 20),
        ["Autofac"] = new(100, 500, 20, NotInstantiable: 2),
        ["Dapper"] = new(25, 500, 9),
        ["NodaTime"] = new(100, 500, 20),
        ["Humanizer"] = new(100, 500, 20),
        ["DotNetZip"] = new(100, 500, 20),
    };

    private CorpusAssembly(string path)
    {
        Image = Signing.Blank(AssemblyImage.Read(path)); // nobody here has its author's key
        Least = s_sizes[Path.GetFileNameWithoutExtension(path)];
        Dependencies = [.. Closure(Image)];
        Enums = EnumTypes.Of([Image.Bytes, .. Dependencies.Select(d => d.Bytes)]);
    }

    /// <summary>The names of all of them, as rows of a test.</summary>
    public static IEnumerable<string> Names => s_sizes.Keys;

    /// <summary>What a test must at least have seen of it: one that saw nothing would pass.</summary>
    public Size Least { get; }

    public AssemblyImage Image { get; }

    /// <summary>What it refers to beside the framework, to the last.</summary>
    public IReadOnlyList<AssemblyImage> Dependencies { get; }

    public EnumTypes Enums { get; }

    public IReadOnlyList<Reference> References => [.. Framework.References, .. Dependencies.Select(d => Reference.FromImage(d))];

    public static CorpusAssembly Named(string name) => new(PathOf(name));

    private static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, name + ".dll");

    private static Dictionary<string, AssemblyImage>.ValueCollection Closure(AssemblyImage root)
    {
        var found = new Dictionary<string, AssemblyImage>();
        var open = new Stack<AssemblyImage>([root]);
        while (open.TryPop(out var image))
        {
            foreach (var name in ReferencesOf(image))
            {
                if (!Framework.Names.Contains(name) && !found.ContainsKey(name) && File.Exists(PathOf(name)))
                    open.Push(found[name] = AssemblyImage.Read(PathOf(name)));
            }
        }

        return found.Values;
    }

    private static List<string> ReferencesOf(AssemblyImage image)
    {
        using var pe = new PEReader(new MemoryStream(image.Bytes));
        var metadata = pe.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(h => metadata.GetString(metadata.GetAssemblyReference(h).Name))];
    }

    /// <summary>More than so many types and compiled methods, and more than so many units that may be weak.</summary>
    /// <param name="NotInstantiable">Generic types and methods for which the oracle may find no arguments.</param>
    /// <param name="NeedsAFriend">It uses internals of a dependency that calls it a friend: its units are split off, but nobody else can link them.</param>
    internal sealed record Size(int Types, int Methods, int Units, int NotInstantiable = 1, bool NeedsAFriend = false);
}
