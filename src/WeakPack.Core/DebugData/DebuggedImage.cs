using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using WeakPack.Modules;

namespace WeakPack.DebugData;

/// <summary>Gives a written image its debug data.</summary>
internal static class DebuggedImage
{
    /// <param name="original">The image that it was made of.</param>
    /// <param name="pe">That, open.</param>
    /// <param name="written">The written image, without debug data.</param>
    /// <param name="sources">What debug data it gets; the original's own first.</param>
    /// <param name="isEmbedded">The PDB goes into the image, and not beside it.</param>
    public static AssemblyImage Write(AssemblyImage original, PEReader pe, byte[] written, IReadOnlyList<DebugSource> sources, bool isEmbedded)
    {
        using var module = new PEReader(ImmutableCollectionsMarshal.AsImmutableArray(written));
        var pdb = PdbWriter.Write(module, sources);
        var isReproducible = pe.ReadDebugDirectory().Any(entry => entry.Type == DebugDirectoryEntryType.Reproducible);
        var path = original.SymbolsPath ?? Path.ChangeExtension(original.Path, ".pdb");
        var image = DebugDirectory.Append(written, pdb, path, isEmbedded, isReproducible);
        ModuleVersion.Mix(image, pdb.Checksum);
        return original.With(image, isEmbedded ? null : pdb.Content.ToArray());
    }
}
