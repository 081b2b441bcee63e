using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace WeakPack.Core.Tests.Corpus;

/// <summary>An assembly of a NuGet package that no one here wrote, and what it needs.</summary>
internal sealed class CorpusAssembly
{
    private CorpusAssembly(string path)
    {
        Image = Signing.Blank(AssemblyImage.Read(path)); // nobody here has its author's key
        Dependencies = [.. Closure(Image)];
        Enums = EnumTypes.Of([Image.Bytes, .. Dependencies.Select(d => d.Bytes)]);
    }

    /// <summary>The names of all of them, as rows of a test.</summary>
    public static IEnumerable<string> Names => ["Newtonsoft.Json", "Npgsql", "ICSharpCode.Decompiler", "Polly.Core"];

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
}
