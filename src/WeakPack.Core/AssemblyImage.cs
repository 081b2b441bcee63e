namespace WeakPack;

/// <summary>An assembly as bytes, with its debug data: what goes into and comes out of splitting and linking.</summary>
/// <remarks>Nothing here is loaded for execution, and nothing is written: the caller decides where the bytes go.</remarks>
public sealed class AssemblyImage
{
    /// <summary>Makes an image of bytes at hand.</summary>
    /// <param name="path">Where the image is or will be; named in diagnostics.</param>
    /// <param name="bytes">The PE file.</param>
    /// <param name="symbols">The portable PDB beside it; null when it is embedded or there is none.</param>
    public AssemblyImage(string path, byte[] bytes, byte[]? symbols = null)
    {
        Path = path;
        Bytes = bytes;
        Symbols = symbols;
    }

    /// <summary>Where the image is or will be.</summary>
    public string Path { get; }

    /// <summary>The PE file.</summary>
    public byte[] Bytes { get; }

    /// <summary>The portable PDB beside the PE file, or null.</summary>
    public byte[]? Symbols { get; }

    /// <summary>The path of the PDB as the debug directory will name it, path maps applied; by default that of the image with the ending .pdb.</summary>
    public string? SymbolsPath { get; init; }

    /// <summary>Other bytes under the same name.</summary>
    internal AssemblyImage With(byte[] bytes, byte[]? symbols = null) => new(Path, bytes, symbols) { SymbolsPath = SymbolsPath };

    /// <summary>Reads the assembly at <paramref name="path"/> and the PDB beside it, when there is one.</summary>
    /// <param name="path">The assembly.</param>
    /// <param name="symbolsPath">The PDB; by default the assembly's path with the ending .pdb.</param>
    /// <exception cref="IOException">A file is missing or can't be read.</exception>
    public static AssemblyImage Read(string path, string? symbolsPath = null)
    {
        symbolsPath ??= System.IO.Path.ChangeExtension(path, ".pdb");
        return new(path, File.ReadAllBytes(path), File.Exists(symbolsPath) ? File.ReadAllBytes(symbolsPath) : null);
    }
}
