using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace WeakPack.Sdk.Tests.Building;

/// <summary>What a dll says of itself.</summary>
internal sealed class Dll
{
    public Dll(string path)
    {
        using var pe = new PEReader(File.OpenRead(path));
        var metadata = pe.GetMetadataReader();
        References = [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))];
        Types = metadata.TypeDefinitions.Select(metadata.GetTypeDefinition)
            .Where(type => type.GetDeclaringType().IsNil)
            .ToDictionary(
                type => type.Namespace.IsNil ? metadata.GetString(type.Name) : $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}",
                type => (type.Attributes & TypeAttributes.VisibilityMask) == TypeAttributes.Public);
        HasEmbeddedSymbols = pe.ReadDebugDirectory().Any(entry => entry.Type == DebugDirectoryEntryType.EmbeddedPortablePdb);
        var symbols = pe.ReadDebugDirectory()
            .Where(entry => entry.Type == DebugDirectoryEntryType.CodeView)
            .Select(entry => pe.ReadCodeViewDebugDirectoryData(entry))
            .FirstOrDefault();
        (SymbolsId, SymbolsPath) = (symbols.Guid, symbols.Path ?? "");
    }

    public IReadOnlyList<string> References { get; }

    /// <summary>Full names of top-level types, and whether they are public.</summary>
    public IReadOnlyDictionary<string, bool> Types { get; }

    public bool HasEmbeddedSymbols { get; }

    /// <summary>The id of the PDB that belongs to it.</summary>
    public Guid SymbolsId { get; }

    /// <summary>Where that PDB was written to, as the debug directory names it.</summary>
    public string SymbolsPath { get; }

    /// <summary>It has that type, not visible to others.</summary>
    public bool HasInternal(string type) => Types.TryGetValue(type, out var isPublic) && !isPublic;

    /// <summary>The file has native code (ReadyToRun) beside its IL.</summary>
    public static bool HasNativeCode(string path)
    {
        using var pe = new PEReader(File.OpenRead(path));
        return pe.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size > 0;
    }

    /// <summary>The id of a PDB file.</summary>
    public static Guid IdOf(string pdb)
    {
        using var provider = MetadataReaderProvider.FromPortablePdbStream(File.OpenRead(pdb));
        return new BlobContentId(provider.GetMetadataReader().DebugMetadataHeader!.Id).Guid;
    }
}
