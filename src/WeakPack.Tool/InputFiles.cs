namespace WeakPack.Tool;

/// <summary>Reads the files that a command names.</summary>
internal static class InputFiles
{
    private static readonly EnumerationOptions s_everything = new() { RecurseSubdirectories = true, IgnoreInaccessible = true };

    /// <summary>Reads one file.</summary>
    public static AssemblyImage Read(string path) => Directory.Exists(path)
        ? throw new InputException($"'{path}' is a folder. Name a file.")
        : Guard(path, () => new AssemblyImage(Path.GetFullPath(path), File.ReadAllBytes(path), SymbolsOf(path)));

    /// <summary>Does something with a file; whatever is wrong with the file is told in one line.</summary>
    public static T Guard<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception problem) when (problem is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException($"There is no file '{path}'.", problem);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"'{path}' can't be read: {problem.Message}", problem);
        }
        catch (Exception problem) when (problem is BadImageFormatException or FormatException or InvalidDataException)
        {
            throw new InputException($"'{path}' can't be used: {problem.Message.TrimEnd('.')}.", problem);
        }
    }

    /// <summary>All files below a folder that end in one of these, in the order of their paths.</summary>
    public static IReadOnlyList<string> Below(string folder, params string[] endings) => Guard(folder, () =>
        Directory.EnumerateFiles(folder, "*", s_everything)
            .Where(file => endings.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal)
            .ToList());

    /// <summary>An assembly and the others of its folder.</summary>
    public static IReadOnlyList<string> Beside(string assembly) =>
        [.. Directory.EnumerateFiles(Path.GetDirectoryName(Path.GetFullPath(assembly))!, "*.dll").Append(Path.GetFullPath(assembly)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>What an assembly may refer to: what lies beside it, and this runtime's framework.</summary>
    public static IReadOnlyList<Reference> ReferencesOf(string assembly)
    {
        var beside = Directory.EnumerateFiles(Path.GetDirectoryName(Path.GetFullPath(assembly))!, "*.dll")
            .Where(file => !string.Equals(Path.GetFullPath(file), Path.GetFullPath(assembly), StringComparison.Ordinal))
            .Select(file => Reference.FromFile(file));
        return [.. beside, .. FrameworkFiles().Select(file => Reference.FromFile(file, isFramework: true))];
    }

    /// <summary>The assemblies of the framework that the tool itself runs on.</summary>
    public static IEnumerable<string> FrameworkFiles()
    {
        var core = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var version = Path.GetFileName(core);
        var shared = Path.GetDirectoryName(Path.GetDirectoryName(core))!;
        return new[] { core, Path.Combine(shared, "Microsoft.AspNetCore.App", version), Path.Combine(shared, "Microsoft.WindowsDesktop.App", version) }
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.dll"));
    }

    private static byte[]? SymbolsOf(string path) => Path.ChangeExtension(path, ".pdb") is var pdb && File.Exists(pdb) ? File.ReadAllBytes(pdb) : null;
}
