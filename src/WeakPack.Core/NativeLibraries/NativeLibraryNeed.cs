namespace WeakPack.NativeLibraries;

/// <summary>A native library that an assembly needs at run time.</summary>
/// <param name="Asset">The library.</param>
/// <param name="Path">Where the file is.</param>
/// <param name="Owner">Simple name of the assembly that needs it: where that is not there, neither is the library.</param>
/// <param name="Types">Full names of the linked types that call it; none when that does not matter any more.</param>
public sealed record NativeLibraryNeed(NativeAsset Asset, string Path, string Owner, IReadOnlyList<string> Types)
{
    private const char Separator = '\t';

    /// <summary>As it stands in a file, in one line: a build remembers it there.</summary>
    public string ToLine() =>
        string.Join(Separator.ToString(), Asset.RuntimeIdentifier, Asset.Name, Asset.Hash, Owner, string.Join(";", Types), Path);

    /// <summary>Reads lines.</summary>
    /// <exception cref="FormatException">A line is none.</exception>
    public static IEnumerable<NativeLibraryNeed> Parse(IEnumerable<string> lines) => lines.Where(line => line.Length > 0).Select(Parse);

    private static NativeLibraryNeed Parse(string line)
    {
        var parts = line.Split([Separator], 6);
        return parts.Length == 6
            ? new(new(parts[0], parts[1], parts[2]), parts[5], parts[3], parts[4].Split([';'], StringSplitOptions.RemoveEmptyEntries))
            : throw new FormatException($"'{line}' names no native library");
    }
}
