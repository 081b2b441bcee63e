using WeakPack.Inspection;

namespace WeakPack.Tool;

/// <summary>Finds the assembly to look at: of a package that was split the whole one, as the compiler wrote it.</summary>
internal static class CompiledAssembly
{
    /// <summary>The assembly that a path means: itself, or what a project was compiled to.</summary>
    public static string Of(string path)
    {
        if (!Path.GetExtension(path).EndsWith("proj", StringComparison.OrdinalIgnoreCase))
            return path;

        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var name = Path.GetFileNameWithoutExtension(path) + ".dll";
        if (!File.Exists(path))
            throw new InputException($"There is no file '{path}'.");

        // obj/Debug/net10.0/weakpack/Acme.dll is what the compiler wrote; what lies above it is split.
        return Newest(Path.Combine(folder, "obj"), name, file => Path.GetFileName(Path.GetDirectoryName(file)) == "weakpack")
            ?? Newest(Path.Combine(folder, "bin"), name, _ => true)
            ?? throw new InputException($"'{path}' has no output '{name}' under obj or bin. Build it first, or name the assembly.");
    }

    /// <summary>The types that are weak already, with their units, by the import library beside the assembly.</summary>
    public static IReadOnlyDictionary<string, string> WeakUnitsOf(string assembly)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(assembly))!;
        var name = Path.GetFileNameWithoutExtension(assembly) + ".wpi";
        var library = new[] { Path.Combine(folder, name), Path.Combine(folder, "..", name) }.FirstOrDefault(File.Exists);
        return library is null
            ? new Dictionary<string, string>()
            : InputFiles.Guard(library, () => ImportLibraryContents.Read(InputFiles.Read(library)).Manifest.Units
                .SelectMany(unit => unit.Types.Select(type => (type.Name, Unit: unit.Name)))
                .ToDictionary(pair => pair.Name, pair => pair.Unit));
    }

    private static string? Newest(string folder, string name, Func<string, bool> isMeant) => !Directory.Exists(folder) ? null
        : InputFiles.Below(folder, ".dll")
            .Where(file => string.Equals(Path.GetFileName(file), name, StringComparison.OrdinalIgnoreCase) && isMeant(file))
            .MaxBy(File.GetLastWriteTimeUtc);
}
