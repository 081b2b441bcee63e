using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Collections.Generic;
using WeakPack.Metadata;

namespace WeakPack.Modules;

/// <summary>Where a written module's debug data goes.</summary>
internal enum SymbolPlace
{
    None,
    Beside,
    Embedded,
}

/// <summary>An image that is open as a Cecil module, and its way back to bytes: in memory, deterministic, with debug data.</summary>
internal sealed class ModuleFile : IDisposable
{
    /// <summary>How a portable PDB begins: "BSJB", the signature of metadata (ECMA-335 II.24.2.1).</summary>
    private const uint PortableSignature = 0x424A5342;

    private readonly AssemblyImage _image;

    /// <exception cref="BadImageFormatException">The image is no managed assembly.</exception>
    public ModuleFile(AssemblyImage image, IAssemblyResolver resolver)
    {
        _image = image;
        Module = ModuleDefinition.ReadModule(new MemoryStream(image.Bytes, writable: false), new ReaderParameters { AssemblyResolver = resolver });
        if (SymbolReader(Module, image) is { } reader)
            Module.ReadSymbols(new WithoutDocumentRows(reader), throwIfSymbolsAreNotMaching: false);
        RawBlobs = RawBlobs.Of(image, Module);
    }

    public ModuleDefinition Module { get; }

    /// <summary>What the image holds and Cecil would lose.</summary>
    public RawBlobs RawBlobs { get; }

    /// <summary>Where the debug data came from, and so goes to.</summary>
    public SymbolPlace Symbols =>
        !Module.HasSymbols ? SymbolPlace.None
        : IsEmbedded(Module) ? SymbolPlace.Embedded
        : _image.Symbols is null ? SymbolPlace.None
        : SymbolPlace.Beside;

    /// <summary>Writes the module. The same module gives the same bytes: MVID and PDB id are taken from the content.</summary>
    public AssemblyImage Write(SymbolPlace place, uint? timestamp = null)
    {
        var bytes = new MemoryStream();
        var symbols = new MemoryStream();
        var parameters = new WriterParameters { DeterministicMvid = true, Timestamp = timestamp };
        switch (place)
        {
            case SymbolPlace.Beside:
                parameters.SymbolWriterProvider = new PortablePdbWriterProvider();
                parameters.SymbolStream = symbols;
                break;
            case SymbolPlace.Embedded:
                parameters.SymbolWriterProvider = new EmbeddedInMemory();
                break;
            default:
                break;
        }

        RawBlobs.Store(Module);
        Module.Write(bytes, parameters);
        var written = bytes.ToArray();
        RawBlobs.Restore(written);
        return new(_image.Path, written, place == SymbolPlace.Beside ? symbols.ToArray() : null);
    }

    public void Dispose() => Module.Dispose();

    private static ISymbolReader? SymbolReader(ModuleDefinition module, AssemblyImage image)
    {
        if (IsEmbedded(module))
            return new EmbeddedPortablePdbReaderProvider().GetSymbolReader(module, image.Path);
        return image.Symbols is { Length: > 4 } symbols && BitConverter.ToUInt32(symbols, 0) == PortableSignature
            ? new PortablePdbReaderProvider().GetSymbolReader(module, new MemoryStream(symbols, writable: false))
            : null;
    }

    private static bool IsEmbedded(ModuleDefinition module) =>
        module.HasDebugHeader && module.GetDebugHeader().Entries.Any(entry => entry.Directory.Type == ImageDebugType.EmbeddedPortablePdb);

    /// <summary>Hides the rows of Type Definition Documents, which hold document numbers that Cecil does not renumber (jbevain/cecil#839).</summary>
    private sealed class WithoutDocumentRows(ISymbolReader reader) : ISymbolReader
    {
        public ISymbolWriterProvider GetWriterProvider() => reader.GetWriterProvider();

        public bool ProcessDebugHeader(ImageDebugHeader header) => reader.ProcessDebugHeader(header);

        public MethodDebugInformation Read(MethodDefinition method) => reader.Read(method);

        public Collection<CustomDebugInformation> Read(ICustomDebugInformationProvider provider)
        {
            var informations = reader.Read(provider);
            for (var i = (informations?.Count ?? 0) - 1; i >= 0; i--)
            {
                if (informations![i].Identifier == DebugDataKinds.TypeDefinitionDocuments)
                    informations.RemoveAt(i);
            }

            return informations!;
        }

        public void Dispose() => reader.Dispose();
    }

    /// <summary>Cecil's own provider wants a file name, which a module in memory has not.</summary>
    private sealed class EmbeddedInMemory : ISymbolWriterProvider
    {
        public ISymbolWriter GetSymbolWriter(ModuleDefinition module, string fileName) =>
            new EmbeddedPortablePdbWriterProvider().GetSymbolWriter(module, module.Assembly.Name.Name + ".pdb");

        public ISymbolWriter GetSymbolWriter(ModuleDefinition module, Stream symbolStream) => GetSymbolWriter(module, "");
    }
}
