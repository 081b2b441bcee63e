using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using Mono.Cecil;
using WeakPack.Damage;
using WeakPack.DebugData;
using WeakPack.Metadata;
using ModuleDefinition = Mono.Cecil.ModuleDefinition;
using TypeDefinition = Mono.Cecil.TypeDefinition;
using TypeReference = Mono.Cecil.TypeReference;

namespace WeakPack.Modules;

/// <summary>Where a written module's debug data goes.</summary>
internal enum SymbolPlace
{
    None,
    Beside,
    Embedded,
}

/// <summary>An image that is open as a Cecil module, and its way back to bytes: in memory, deterministic, with debug data.</summary>
/// <remarks>Cecil reads and writes no debug data: see <see cref="PdbWriter"/>.</remarks>
internal sealed class ModuleFile : IDisposable
{
    private readonly AssemblyImage _image;
    private readonly PEReader _pe;
    private readonly PortablePdb? _pdb;
    private readonly List<ModuleSource> _copied = [];

    /// <summary>Looks at an image that only Cecil will read: it does not survive each of them.</summary>
    /// <exception cref="BadImageFormatException">The image is damaged.</exception>
    public static void Check(AssemblyImage image) => MetadataImage.OpenForeign(image).Dispose();

    /// <exception cref="BadImageFormatException">The image is no managed assembly.</exception>
    public ModuleFile(AssemblyImage image, IAssemblyResolver resolver)
    {
        _image = image;
        _pe = new PEReader(ImmutableCollectionsMarshal.AsImmutableArray(image.Bytes));
        WriteCheck.Run(_pe);
        Module = ModuleDefinition.ReadModule(new MemoryStream(image.Bytes, writable: false), new ReaderParameters { AssemblyResolver = resolver });
        _pdb = PortablePdb.Open(_pe, image.Symbols);
        AssemblyReferences = [.. Module.AssemblyReferences];
        RawBlobs = RawBlobs.Of(image, Module);
        PropertySignatures = PropertySignatures.Of(image, Module);
    }

    public ModuleDefinition Module { get; }

    /// <summary>The assembly references as they were read, in the order of their rows.</summary>
    public IReadOnlyList<AssemblyNameReference> AssemblyReferences { get; }

    /// <summary>The debug data, or null.</summary>
    public MetadataReader? Pdb => _pdb?.Reader;

    /// <summary>What the image holds and Cecil would lose.</summary>
    public RawBlobs RawBlobs { get; }

    /// <summary>The properties that Cecil would give parameters.</summary>
    public PropertySignatures PropertySignatures { get; }

    /// <summary>Where the debug data came from, and so goes to.</summary>
    public SymbolPlace Symbols =>
        _pdb is null ? SymbolPlace.None
        : _pdb.IsEmbedded ? SymbolPlace.Embedded
        : SymbolPlace.Beside;

    /// <summary>Writes the debug data of copied types with the module's own.</summary>
    public void AddDebugData(ModuleSource source) => _copied.Add(source);

    /// <summary>Writes the module. The same module gives the same bytes: MVID and PDB id are taken from the content.</summary>
    public AssemblyImage Write(SymbolPlace place)
    {
        if (place == SymbolPlace.None || _pdb is null)
            return _image.With(WriteModule(symbols: null));

        var sources = new List<ModuleSource> { OwnDebugData(_pdb.Reader) };
        sources.AddRange(_copied);
        var types = new DebugTypes(sources);
        var written = WriteModule(types.References.Count > 0 ? types.Tokens : null);

        return DebuggedImage.Write(_image, _pe, written, sources, place == SymbolPlace.Embedded);
    }

    public void Dispose()
    {
        _pdb?.Dispose();
        _pe.Dispose();
        Module.Dispose();
    }

    private byte[] WriteModule(Mono.Cecil.Cil.ISymbolWriterProvider? symbols)
    {
        var bytes = new MemoryStream(_image.Bytes.Length); // about what it will be
        RawBlobs.Store(Module);
        PropertySignatures.Store(Module);
        Module.Write(bytes, new WriterParameters { DeterministicMvid = true, SymbolWriterProvider = symbols });
        var written = bytes.ToArray();
        RawBlobs.Restore(written);
        PropertySignatures.Restore(written);
        return written;
    }

    private ModuleSource OwnDebugData(MetadataReader pdb)
    {
        var types = new HashSet<TypeReference>(Module.GetTypes());
        var source = new ModuleSource(pdb)
        {
            IsOwn = true,
            KeepsLooseDocuments = true,
            LeftOutOfModule = [],
            NamedType = token => Module.LookupToken(token) is TypeReference type && TypeLeaves.Of(type).All(IsNameable) ? type : null,
            NamedAssembly = row => Module.AssemblyReferences.Contains(AssemblyReferences[row - 1]) ? AssemblyReferences[row - 1] : null,
        };
        foreach (var type in types.Cast<TypeDefinition>().Where(IsRead))
        {
            source.Add(type.MetadataToken, type);
            foreach (var method in type.Methods.Where(IsRead))
                source.Add(method.MetadataToken, method);
        }

        return source;

        bool IsNameable(TypeReference leaf) => leaf is TypeDefinition
            ? types.Contains(leaf)
            : TypeLeaves.Outermost(leaf).Scope is not AssemblyNameReference scope || Module.AssemblyReferences.Contains(scope);
    }

    // What was made since has no row yet.
    private static bool IsRead(IMetadataTokenProvider definition) => definition.MetadataToken.RID != 0;
}
