using WeakPack.Diagnostics;
using WeakPack.ImportLibraries;
using WeakPack.Metadata;
using WeakPack.Modules;
using WeakPack.Units;

namespace WeakPack.Linking;

/// <summary>The inputs of one link: opened here, closed here.</summary>
internal sealed class LinkContext : IDisposable
{
    private readonly List<Diagnostic> _diagnostics = [];
    private FriendTypes? _friends;

    public LinkContext(LinkRequest request)
    {
        Request = request;
        References = new ReferenceSet(request.References);
        Resolver = new ModuleResolver(References);
        Consumer = MetadataImage.OpenForeign(request.Consumer);
        Symbols = new SymbolMap(Consumer, request.Consumer.Symbols);
        Libraries = OpenLibraries();
    }

    public LinkRequest Request { get; }

    public ReferenceSet References { get; }

    public ModuleResolver Resolver { get; }

    public MetadataImage Consumer { get; }

    public SymbolMap Symbols { get; }

    /// <summary>The import libraries by the simple name of their package, and in the order of these names.</summary>
    public Dictionary<string, ImportLibrary> Libraries { get; }

    /// <summary>What the consumer's names of internal types mean, where it is a friend of a package.</summary>
    public FriendTypes Friends => _friends ??= FriendTypes.Of(this);

    public IReadOnlyList<Diagnostic> Diagnostics => _diagnostics;

    public bool HasErrors => _diagnostics.Any(diagnostic => diagnostic.Descriptor.Severity == DiagnosticSeverity.Error);

    public void Report(IEnumerable<Diagnostic> diagnostics) => _diagnostics.AddRange(diagnostics);

    public void Dispose()
    {
        foreach (var library in Libraries.Values)
            library.Dispose();
        Symbols.Dispose();
        Consumer.Dispose();
        Resolver.Dispose();
        References.Dispose();
    }

    private Dictionary<string, ImportLibrary> OpenLibraries()
    {
        var libraries = new Dictionary<string, ImportLibrary>(StringComparer.Ordinal);
        try
        {
            foreach (var reference in References.All.Where(reference => reference.ImportLibraryPath is not null))
                Open(reference, libraries);
        }
        catch
        {
            foreach (var library in libraries.Values)
                library.Dispose();
            throw;
        }

        return libraries.Values.OrderBy(library => library.Package, StringComparer.Ordinal).ToDictionary(library => library.Package, StringComparer.Ordinal);
    }

    private void Open(Reference reference, Dictionary<string, ImportLibrary> libraries)
    {
        var (library, problem) = ImportLibrary.Open(reference, References, Request.ImportLibraries);
        if (problem is not null)
        {
            _diagnostics.Add(problem);
        }
        else if (libraries.ContainsKey(library!.Package))
        {
            library.Dispose(); // the same assembly twice: the compiler took the first, too
        }
        else
        {
            libraries.Add(library.Package, library);
            library.BeginFileHash(); // the link map names it
            References.Lend(reference, library.Image, library.Bytes);
        }
    }
}
